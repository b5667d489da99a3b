//! Checks of numbers that Cyprus issues.

mod phone;
mod tic;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("cy_phone", phone::passes),
    Check::new("cy_tic", tic::passes).catching(Caught::All, Caught::All),
];

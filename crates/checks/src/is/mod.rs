//! Checks of numbers that Iceland issues.

mod kennitala;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("is_kennitala", kennitala::passes).catching(Caught::Most, Caught::All),
    Check::new("is_phone", phone::passes),
];

//! Checks of numbers that India issues.

mod aadhaar;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("in_aadhaar", aadhaar::passes).catching(Caught::All, Caught::All),
    Check::new("in_phone", phone::passes),
];

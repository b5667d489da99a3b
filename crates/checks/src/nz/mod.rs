//! Checks of numbers that New Zealand issues.

mod ird;
mod nhi;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("nz_ird", ird::passes).catching(Caught::Most, Caught::Most),
    Check::new("nz_nhi", nhi::passes).catching(Caught::All, Caught::Most),
    Check::new("nz_phone", phone::passes),
];

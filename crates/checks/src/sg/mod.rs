//! Checks of numbers that Singapore issues.

mod nric;
mod phone;
mod uen;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("sg_nric", nric::passes).catching(Caught::All, Caught::All),
    Check::new("sg_phone", phone::passes),
    Check::new("sg_uen", uen::passes).catching(Caught::All, Caught::Most),
];

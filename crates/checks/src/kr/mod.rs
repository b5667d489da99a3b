//! Checks of numbers that South Korea issues.

mod brn;
mod phone;
mod rrn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("kr_brn", brn::passes).catching(Caught::All, Caught::Most),
    Check::new("kr_phone", phone::passes),
    Check::new("kr_rrn", rrn::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Ukraine issues.

mod rntrc;
mod unzr;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ua_rntrc", rntrc::passes).catching(Caught::Most, Caught::Most),
    Check::new("ua_unzr", unzr::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that Ukraine issues.

mod edrpou;
mod rntrc;
mod unzr;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ua_edrpou", edrpou::passes).catching(Caught::Most, Caught::Most),
    Check::new("ua_rntrc", rntrc::passes).catching(Caught::Most, Caught::Most),
    Check::new("ua_unzr", unzr::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that Ukraine issues.

mod rntrc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ua_rntrc", rntrc::passes).catching(Caught::Most, Caught::Most)];

//! Checks of numbers that Venezuela issues.

mod rif;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ve_rif", rif::passes).catching(Caught::Most, Caught::Most)];

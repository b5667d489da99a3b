//! Checks of numbers that Ecuador issues.

mod cedula;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ec_cedula", cedula::passes).catching(Caught::All, Caught::Most)];

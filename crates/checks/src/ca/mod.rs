//! Checks of numbers that Canada issues.

mod sin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ca_sin", sin::passes).catching(Caught::All, Caught::Most)];

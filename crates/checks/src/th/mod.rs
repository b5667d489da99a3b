//! Checks of numbers that Thailand issues.

mod pin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("th_pin", pin::passes).catching(Caught::Most, Caught::Most)];

//! Checks of numbers that Malaysia issues.

mod nric;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("my_nric", nric::passes).rejecting_chance()];

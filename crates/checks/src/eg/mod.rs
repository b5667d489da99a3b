//! Checks of numbers that Egypt issues.

mod national_id;

use crate::Check;

pub(crate) const CHECKS: &[Check] =
    &[Check::new("eg_national_id", national_id::passes).rejecting_chance()];

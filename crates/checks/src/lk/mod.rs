//! Checks of numbers that Sri Lanka issues.

mod nic;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("lk_nic", nic::passes).rejecting_chance()];

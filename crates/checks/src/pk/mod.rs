//! Checks of numbers that Pakistan issues.

mod cnic;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("pk_cnic", cnic::passes)];

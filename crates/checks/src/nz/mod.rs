//! Checks of numbers that New Zealand issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("nz_phone", phone::passes)];

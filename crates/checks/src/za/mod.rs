//! Checks of numbers that South Africa issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("za_phone", phone::passes)];

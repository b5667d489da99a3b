//! Checks of numbers that South Korea issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("kr_phone", phone::passes)];

//! Checks of numbers that Japan issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("jp_phone", phone::passes)];

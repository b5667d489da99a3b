//! Checks of numbers that Israel issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("il_phone", phone::passes)];

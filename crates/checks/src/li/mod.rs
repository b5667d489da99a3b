//! Checks of numbers that Liechtenstein issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("li_phone", phone::passes)];

//! Checks of numbers that Singapore issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("sg_phone", phone::passes)];

//! Checks of numbers that Türkiye issues.

mod phone;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[Check::new("tr_phone", phone::passes)];

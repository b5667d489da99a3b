//! Checks of numbers that Estonia issues.

mod isikukood;
mod phone;
mod registry_code;
mod vat;

use crate::{Caught, Check};
pub(crate) use isikukood::is_dated;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ee_isikukood", isikukood::passes).catching(Caught::Most, Caught::Most),
    Check::new("ee_phone", phone::passes),
    Check::new("ee_registry_code", registry_code::passes).catching(Caught::Most, Caught::Most),
    Check::new("ee_vat", vat::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that Latvia issues.

mod personas_kods;
mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("lv_personas_kods", personas_kods::passes).catching(Caught::Most, Caught::Most),
    Check::new("lv_phone", phone::passes),
    Check::new("lv_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

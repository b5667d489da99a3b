//! Checks of numbers that Malta issues.

mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("mt_phone", phone::passes),
    Check::new("mt_vat", vat::passes).catching(Caught::All, Caught::All),
];

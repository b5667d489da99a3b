//! Checks of numbers that Slovakia issues.

mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("sk_phone", phone::passes),
    Check::new("sk_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

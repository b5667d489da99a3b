//! Checks of numbers that Lithuania issues.

mod asmens_kodas;
mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("lt_asmens_kodas", asmens_kodas::passes).catching(Caught::Most, Caught::Most),
    Check::new("lt_phone", phone::passes),
    Check::new("lt_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

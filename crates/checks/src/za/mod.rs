//! Checks of numbers that South Africa issues.

mod id_number;
mod phone;
mod tax_number;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("za_id_number", id_number::passes).catching(Caught::All, Caught::Most),
    Check::new("za_phone", phone::passes),
    Check::new("za_tax_number", tax_number::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that Hungary issues.

mod personal_id;
mod phone;
mod taj;
mod tax_id;
mod tax_number;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("hu_personal_id", personal_id::passes).catching(Caught::Most, Caught::Most),
    Check::new("hu_phone", phone::passes),
    Check::new("hu_taj", taj::passes).catching(Caught::All, Caught::Most),
    Check::new("hu_tax_id", tax_id::passes).catching(Caught::All, Caught::All),
    Check::new("hu_tax_number", tax_number::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Austria issues.

mod phone;
mod svnr;
mod tax_number;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("at_phone", phone::passes),
    Check::new("at_svnr", svnr::passes).catching(Caught::All, Caught::All),
    Check::new("at_tax_number", tax_number::passes).catching(Caught::All, Caught::Most),
    Check::new("at_vat", vat::passes).catching(Caught::All, Caught::Most),
];

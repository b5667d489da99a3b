//! Checks of numbers that the Netherlands issues.

mod bsn;
mod onderwijsnummer;
mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("nl_bsn", bsn::passes).catching(Caught::All, Caught::All),
    Check::new("nl_onderwijsnummer", onderwijsnummer::passes).catching(Caught::All, Caught::All),
    Check::new("nl_phone", phone::passes),
    Check::new("nl_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Norway issues.

mod account_number;
mod d_number;
mod fodselsnummer;
mod organisation_number;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("no_account_number", account_number::passes).catching(Caught::All, Caught::All),
    Check::new("no_d_number", d_number::passes).catching(Caught::All, Caught::All),
    Check::new("no_fodselsnummer", fodselsnummer::passes).catching(Caught::All, Caught::All),
    Check::new("no_organisation_number", organisation_number::passes)
        .catching(Caught::All, Caught::All),
    Check::new("no_phone", phone::passes),
];

//! Checks of numbers that Sweden issues.

mod organisation_number;
mod personnummer;
mod phone;
mod samordningsnummer;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("se_organisation_number", organisation_number::passes)
        .catching(Caught::All, Caught::Most)
        .sharing_sum(),
    Check::new("se_personnummer", personnummer::passes).catching(Caught::Most, Caught::Most),
    Check::new("se_phone", phone::passes),
    Check::new("se_samordningsnummer", samordningsnummer::passes)
        .catching(Caught::Most, Caught::Most),
    Check::new("se_vat", vat::passes).catching(Caught::All, Caught::Most),
];

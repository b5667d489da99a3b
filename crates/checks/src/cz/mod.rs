//! Checks of numbers that Czechia issues.

mod bank_account;
mod ico;
mod phone;
mod rodne_cislo;
mod vat;

use crate::{Caught, Check};
pub(crate) use rodne_cislo::is_birth_number;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("cz_bank_account", bank_account::passes).catching(Caught::Most, Caught::Most),
    Check::new("cz_ico", ico::passes).catching(Caught::Most, Caught::Most),
    Check::new("cz_phone", phone::passes),
    Check::new("cz_rodne_cislo", rodne_cislo::passes).rejecting_chance(),
    Check::new("cz_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Germany issues.

mod idnr;
mod kvnr;
mod leitweg;
mod passport;
mod personalausweis;
mod phone;
mod rvnr;
mod steuernummer;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("de_idnr", idnr::passes).catching(Caught::All, Caught::Most),
    Check::new("de_kvnr", kvnr::passes).catching(Caught::All, Caught::Most),
    Check::new("de_leitweg", leitweg::passes).catching(Caught::All, Caught::All),
    Check::new("de_passport", passport::passes).catching(Caught::All, Caught::Most),
    Check::new("de_personalausweis", personalausweis::passes).catching(Caught::All, Caught::Most),
    Check::new("de_phone", phone::passes),
    Check::new("de_rvnr", rvnr::passes).catching(Caught::All, Caught::Most),
    Check::new("de_steuernummer", steuernummer::passes),
    Check::new("de_vat", vat::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that Poland issues.

mod identity_card;
mod nip;
mod passport;
mod pesel;
mod phone;
mod regon;
mod serial;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("pl_identity_card", identity_card::passes).catching(Caught::All, Caught::Most),
    Check::new("pl_nip", nip::passes).catching(Caught::All, Caught::All),
    Check::new("pl_passport", passport::passes).catching(Caught::All, Caught::Most),
    Check::new("pl_pesel", pesel::passes).catching(Caught::All, Caught::Most),
    Check::new("pl_phone", phone::passes),
    Check::new("pl_regon", regon::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Belgium issues.

mod identity_card;
mod national_number;
mod ogm_vcs;
mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("be_identity_card", identity_card::passes).catching(Caught::All, Caught::All),
    Check::new("be_national_number", national_number::passes).catching(Caught::Most, Caught::Most),
    Check::new("be_ogm_vcs", ogm_vcs::passes).catching(Caught::All, Caught::All),
    Check::new("be_phone", phone::passes),
    Check::new("be_vat", vat::passes).catching(Caught::All, Caught::All),
];

//! Checks of numbers that Germany issues.

mod idnr;
mod passport;
mod personalausweis;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("de_idnr", idnr::passes).catching(Caught::All, Caught::Most),
    Check::new("de_passport", passport::passes).catching(Caught::All, Caught::Most),
    Check::new("de_personalausweis", personalausweis::passes).catching(Caught::All, Caught::Most),
    Check::new("de_phone", phone::passes),
];

//! Checks of numbers that Greece issues.

mod afm;
mod amka;
mod personal_number;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("gr_afm", afm::passes).catching(Caught::Most, Caught::Most),
    Check::new("gr_amka", amka::passes).catching(Caught::All, Caught::Most),
    Check::new("gr_personal_number", personal_number::passes),
    Check::new("gr_phone", phone::passes),
];

//! Checks of numbers that Romania issues.

mod cnp;
mod cui;
mod onrc;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ro_cnp", cnp::passes).catching(Caught::Most, Caught::Most),
    Check::new("ro_cui", cui::passes).catching(Caught::Most, Caught::Most),
    Check::new("ro_onrc", onrc::passes).catching(Caught::All, Caught::Few),
    Check::new("ro_phone", phone::passes),
];

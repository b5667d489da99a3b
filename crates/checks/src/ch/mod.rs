//! Checks of numbers that Switzerland issues.

mod ahv;
mod esr;
mod phone;
mod uid;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ch_ahv", ahv::passes).catching(Caught::All, Caught::Most),
    Check::new("ch_esr", esr::passes).catching(Caught::All, Caught::Most),
    Check::new("ch_phone", phone::passes),
    Check::new("ch_uid", uid::passes).catching(Caught::All, Caught::All),
];

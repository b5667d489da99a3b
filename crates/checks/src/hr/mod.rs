//! Checks of numbers that Croatia issues.

mod oib;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("hr_jmbg", crate::jmbg::passes).catching(Caught::Most, Caught::Most),
    Check::new("hr_oib", oib::passes).catching(Caught::All, Caught::Most),
    Check::new("hr_phone", phone::passes),
];

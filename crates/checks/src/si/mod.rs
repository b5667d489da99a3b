//! Checks of numbers that Slovenia issues.

mod davcna;
mod maticna;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("si_davcna", davcna::passes).catching(Caught::All, Caught::Most),
    Check::new("si_emso", crate::jmbg::passes).catching(Caught::Most, Caught::Most),
    Check::new("si_maticna", maticna::passes).catching(Caught::Most, Caught::Most),
    Check::new("si_phone", phone::passes),
];

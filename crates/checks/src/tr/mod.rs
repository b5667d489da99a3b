//! Checks of numbers that Türkiye issues.

mod phone;
mod tckn;
mod vkn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("tr_phone", phone::passes),
    Check::new("tr_tckn", tckn::passes).catching(Caught::All, Caught::Most),
    Check::new("tr_vkn", vkn::passes).catching(Caught::All, Caught::Most),
];

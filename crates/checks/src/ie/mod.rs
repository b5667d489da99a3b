//! Checks of numbers that Ireland issues.

mod phone;
mod ppsn;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ie_phone", phone::passes),
    Check::new("ie_ppsn", ppsn::passes).catching(Caught::All, Caught::All),
    Check::new("ie_vat", vat::passes).catching(Caught::All, Caught::All),
];

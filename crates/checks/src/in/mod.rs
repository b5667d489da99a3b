//! Checks of numbers that India issues.

mod aadhaar;
mod epic;
mod gstin;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("in_aadhaar", aadhaar::passes).catching(Caught::All, Caught::All),
    Check::new("in_epic", epic::passes).catching(Caught::All, Caught::Most),
    Check::new("in_gstin", gstin::passes).catching(Caught::All, Caught::Few),
    Check::new("in_phone", phone::passes),
];

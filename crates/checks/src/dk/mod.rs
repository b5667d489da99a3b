//! Checks of numbers that Denmark issues.

mod cpr;
mod cvr;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("dk_cpr", cpr::passes).rejecting_chance(),
    Check::new("dk_cvr", cvr::passes).catching(Caught::All, Caught::All),
    Check::new("dk_phone", phone::passes),
];

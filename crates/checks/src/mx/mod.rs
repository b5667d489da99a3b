//! Checks of numbers that Mexico issues.

mod clabe;
mod curp;
mod nss;
mod phone;
mod rfc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("mx_clabe", clabe::passes).catching(Caught::All, Caught::Most),
    Check::new("mx_curp", curp::passes).catching(Caught::Most, Caught::All),
    Check::new("mx_nss", nss::passes).catching(Caught::All, Caught::Most).sharing_sum(),
    Check::new("mx_phone", phone::passes),
    Check::new("mx_rfc_organisation", rfc::organisation).rejecting_chance(),
    Check::new("mx_rfc_person", rfc::person).rejecting_chance(),
];

//! Checks of numbers that Indonesia issues.

mod nik;
mod npwp;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("id_nik", nik::passes).rejecting_chance(),
    Check::new("id_npwp", npwp::passes).rejecting_chance(),
];

//! Checks of numbers that Uruguay issues.

mod cedula;
mod rut;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("uy_cedula", cedula::passes).catching(Caught::Most, Caught::All),
    Check::new("uy_rut", rut::passes).catching(Caught::All, Caught::All),
];

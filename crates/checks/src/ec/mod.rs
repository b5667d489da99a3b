//! Checks of numbers that Ecuador issues.

mod cedula;
mod ruc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ec_cedula", cedula::passes).catching(Caught::All, Caught::Most),
    Check::new("ec_ruc", ruc::passes).catching(Caught::Few, Caught::Most),
];

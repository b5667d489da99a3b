//! Checks of numbers that Peru issues.

mod dni;
mod ruc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("pe_dni", dni::passes).catching(Caught::Most, Caught::Most),
    Check::new("pe_ruc", ruc::passes).catching(Caught::Most, Caught::Most),
];

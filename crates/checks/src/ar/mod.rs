//! Checks of numbers that Argentina issues.

mod cbu;
mod cuit;
mod sube;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ar_cbu", cbu::passes).catching(Caught::All, Caught::Most),
    Check::new("ar_cuit_organisation", cuit::organisation).catching(Caught::Most, Caught::Most),
    Check::new("ar_cuit_person", cuit::person).catching(Caught::Most, Caught::Most),
    Check::new("ar_sube", sube::passes).catching(Caught::All, Caught::Most),
];

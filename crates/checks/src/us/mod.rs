//! Checks of numbers that the United States issues.

mod aba;
mod dea;
mod itin;
mod npi;
mod ssn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("us_aba", aba::passes).catching(Caught::All, Caught::Most),
    Check::new("us_dea", dea::passes).catching(Caught::Most, Caught::All),
    Check::new("us_itin", itin::passes).rejecting_chance(),
    Check::new("us_npi", npi::passes).catching(Caught::All, Caught::Most),
    Check::new("us_ssn", ssn::passes),
];

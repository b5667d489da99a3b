//! Checks of numbers that Colombia issues.

mod nit;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("co_nit_organisation", nit::organisation).catching(Caught::Most, Caught::Most),
    Check::new("co_nit_person", nit::person).catching(Caught::Most, Caught::Most),
];

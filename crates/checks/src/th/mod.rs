//! Checks of numbers that Thailand issues.

mod company_number;
mod pin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("th_company_number", company_number::passes).catching(Caught::Most, Caught::Most),
    Check::new("th_pin", pin::passes).catching(Caught::Most, Caught::Most),
];

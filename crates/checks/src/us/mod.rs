//! Checks of numbers that the United States issues.

mod itin;
mod ssn;

use crate::Check;

pub(crate) const CHECKS: &[Check] =
    &[Check::new("us_itin", itin::passes), Check::new("us_ssn", ssn::passes)];

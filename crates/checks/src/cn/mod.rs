//! Checks of numbers that China issues.

mod resident_id;
mod uscc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("cn_resident_id", resident_id::passes).catching(Caught::All, Caught::All),
    Check::new("cn_uscc", uscc::passes).catching(Caught::All, Caught::All),
];

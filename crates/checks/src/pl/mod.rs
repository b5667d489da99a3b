//! Checks of numbers that Poland issues.

mod pesel;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("pl_pesel", pesel::passes).catching(Caught::All, Caught::Most)];

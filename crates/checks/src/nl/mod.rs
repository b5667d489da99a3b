//! Checks of numbers that the Netherlands issues.

mod bsn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("nl_bsn", bsn::passes).catching(Caught::All, Caught::All)];

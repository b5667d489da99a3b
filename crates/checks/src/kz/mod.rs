//! Checks of numbers that Kazakhstan issues.

mod iin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("kz_iin", iin::passes).catching(Caught::Most, Caught::Most)];

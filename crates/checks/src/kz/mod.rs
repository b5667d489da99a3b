//! Checks of numbers that Kazakhstan issues.

mod bin;
mod iin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("kz_bin", bin::passes).catching(Caught::Most, Caught::Most),
    Check::new("kz_iin", iin::passes).catching(Caught::Most, Caught::Most),
];

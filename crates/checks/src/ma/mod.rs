//! Checks of numbers that Morocco issues.

mod ice;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ma_ice", ice::passes).catching(Caught::All, Caught::All)];

//! Checks of numbers that Hong Kong issues.

mod hkid;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("hk_hkid", hkid::passes).catching(Caught::All, Caught::All)];

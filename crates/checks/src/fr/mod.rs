//! Checks of numbers that France issues.

mod nir;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("fr_nir", nir::passes).catching(Caught::All, Caught::All),
    Check::new("fr_phone", phone::passes),
];

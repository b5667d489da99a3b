//! Checks of numbers that the United Kingdom issues.

mod nhs;
mod nino;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("gb_nhs", nhs::passes).catching(Caught::All, Caught::All),
    Check::new("gb_nino", nino::passes),
    Check::new("gb_phone", phone::passes),
];

//! Checks of numbers that Spain issues.

mod nie;
mod nif;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("es_nie", nie::passes).catching(Caught::All, Caught::All),
    Check::new("es_nif", nif::passes).catching(Caught::All, Caught::All),
    Check::new("es_phone", phone::passes),
];

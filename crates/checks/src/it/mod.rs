//! Checks of numbers that Italy issues.

mod codice_fiscale;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("it_codice_fiscale", codice_fiscale::passes).catching(Caught::All, Caught::Few),
    Check::new("it_phone", phone::passes),
];

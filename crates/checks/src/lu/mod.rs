//! Checks of numbers that Luxembourg issues.

mod matricule;
mod phone;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("lu_matricule", matricule::passes).catching(Caught::All, Caught::All),
    Check::new("lu_phone", phone::passes),
    Check::new("lu_vat", vat::passes).catching(Caught::All, Caught::All),
];

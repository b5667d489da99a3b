//! Checks of numbers that Italy issues.

mod aic;
mod bban;
mod codice_fiscale;
mod partita_iva;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("it_aic", aic::passes).catching(Caught::Most, Caught::Most),
    Check::new("it_bban", bban::passes).catching(Caught::All, Caught::All),
    Check::new("it_codice_fiscale", codice_fiscale::passes).catching(Caught::All, Caught::Few),
    Check::new("it_partita_iva", partita_iva::passes).catching(Caught::All, Caught::Most),
    Check::new("it_phone", phone::passes),
];

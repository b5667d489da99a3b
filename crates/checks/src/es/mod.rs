//! Checks of numbers that Spain issues.

mod ccc;
mod cif;
mod cups;
mod nie;
mod nif;
mod nuss;
mod phone;
mod referencia_catastral;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("es_ccc", ccc::passes).catching(Caught::Most, Caught::Most),
    Check::new("es_cif", cif::passes).catching(Caught::All, Caught::Most),
    Check::new("es_cups", cups::passes).catching(Caught::Most, Caught::All),
    Check::new("es_nie", nie::passes).catching(Caught::All, Caught::All),
    Check::new("es_nif", nif::passes).catching(Caught::All, Caught::All),
    Check::new("es_nuss", nuss::passes).catching(Caught::Most, Caught::Most),
    Check::new("es_phone", phone::passes),
    Check::new("es_referencia_catastral", referencia_catastral::passes)
        .catching(Caught::All, Caught::All),
    Check::new("es_vat", vat::passes).catching(Caught::All, Caught::Most),
];

//! Checks of numbers that France issues.

mod nif;
mod nir;
mod phone;
mod rcs;
mod rib;
mod siren;
mod siret;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("fr_nif", nif::passes).catching(Caught::All, Caught::All),
    Check::new("fr_nir", nir::passes).catching(Caught::All, Caught::All),
    Check::new("fr_nir_without_key", nir::passes_without_key).judging_longest(),
    Check::new("fr_phone", phone::passes),
    Check::new("fr_rcs", rcs::passes).catching(Caught::All, Caught::Most),
    Check::new("fr_rib", rib::passes).catching(Caught::All, Caught::All),
    Check::new("fr_siren", siren::passes).catching(Caught::All, Caught::Most).sharing_sum(),
    Check::new("fr_siret", siret::passes).catching(Caught::Most, Caught::Most).sharing_sum(),
    Check::new("fr_vat", vat::passes).catching(Caught::Most, Caught::All),
];

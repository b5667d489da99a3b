//! Checks of numbers that Portugal issues.

mod cartao_cidadao;
mod nib;
mod nif;
mod niss;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("pt_cartao_cidadao", cartao_cidadao::passes).catching(Caught::All, Caught::Most),
    Check::new("pt_nib", nib::passes).catching(Caught::All, Caught::All),
    Check::new("pt_nif", nif::passes).catching(Caught::Most, Caught::Most),
    Check::new("pt_niss", niss::passes).catching(Caught::Most, Caught::Most),
    Check::new("pt_phone", phone::passes),
];

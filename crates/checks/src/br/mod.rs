//! Checks of numbers that Brazil issues.

mod cnpj;
mod cpf;
mod phone;
mod rg_sp;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("br_cnpj", cnpj::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_cpf", cpf::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_phone", phone::passes),
    Check::new("br_rg_sp", rg_sp::passes).catching(Caught::All, Caught::All),
];

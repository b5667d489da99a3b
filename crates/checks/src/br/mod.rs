//! Checks of numbers that Brazil issues.

mod cnh;
mod cnpj;
mod cns;
mod cpf;
mod phone;
mod pis;
mod rg_sp;
mod titulo;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("br_cnh", cnh::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_cnpj", cnpj::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_cns", cns::passes).catching(Caught::Most, Caught::All),
    Check::new("br_cpf", cpf::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_phone", phone::passes),
    Check::new("br_pis", pis::passes).catching(Caught::Most, Caught::Most),
    Check::new("br_rg_sp", rg_sp::passes).catching(Caught::All, Caught::All),
    Check::new("br_titulo", titulo::passes).catching(Caught::Most, Caught::Most),
];

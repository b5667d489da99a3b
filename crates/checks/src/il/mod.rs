//! Checks of numbers that Israel issues.

mod company_number;
mod phone;
mod teudat_zehut;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("il_company_number", company_number::passes)
        .catching(Caught::All, Caught::Most)
        .sharing_sum(),
    Check::new("il_phone", phone::passes),
    Check::new("il_teudat_zehut", teudat_zehut::passes)
        .catching(Caught::All, Caught::Most)
        .sharing_sum(),
];

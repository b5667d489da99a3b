//! Checks of numbers that the United Kingdom issues.

mod chi;
mod company_number;
mod driving_licence;
mod hcn;
mod nhs;
mod nino;
mod phone;
mod sedol;
mod upn;
mod utr;
mod vat;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("gb_chi", chi::passes).catching(Caught::All, Caught::All),
    Check::new("gb_company_number", company_number::passes),
    Check::new("gb_driving_licence", driving_licence::passes),
    Check::new("gb_hcn", hcn::passes).catching(Caught::All, Caught::All),
    Check::new("gb_nhs", nhs::passes).catching(Caught::All, Caught::All),
    Check::new("gb_nino", nino::passes),
    Check::new("gb_phone", phone::passes),
    Check::new("gb_sedol", sedol::passes).catching(Caught::All, Caught::Most),
    Check::new("gb_upn", upn::passes).catching(Caught::All, Caught::All),
    Check::new("gb_utr", utr::passes).catching(Caught::Most, Caught::Most),
    Check::new("gb_vat", vat::passes).catching(Caught::Most, Caught::Most),
];

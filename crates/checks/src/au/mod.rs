//! Checks of numbers that Australia issues.

mod abn;
mod acn;
mod medicare;
mod phone;
mod tfn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("au_abn", abn::passes).catching(Caught::All, Caught::All),
    Check::new("au_acn", acn::passes).catching(Caught::Most, Caught::Most),
    Check::new("au_medicare", medicare::passes).catching(Caught::Most, Caught::Few),
    Check::new("au_phone", phone::passes),
    Check::new("au_tfn", tfn::passes).catching(Caught::All, Caught::All),
];

//! Checks of numbers that Bulgaria issues.

mod egn;
mod eik;
mod phone;
mod pnf;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("bg_egn", egn::passes).catching(Caught::Most, Caught::Most),
    Check::new("bg_eik", eik::passes).catching(Caught::Most, Caught::Most),
    Check::new("bg_phone", phone::passes),
    Check::new("bg_pnf", pnf::passes).catching(Caught::All, Caught::Most),
];

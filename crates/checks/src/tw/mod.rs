//! Checks of numbers that Taiwan issues.

mod identity_card;
mod ubn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("tw_identity_card", identity_card::passes).catching(Caught::Most, Caught::Most),
    Check::new("tw_ubn", ubn::passes).catching(Caught::Most, Caught::Most),
];

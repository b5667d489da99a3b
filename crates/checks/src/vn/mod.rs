//! Checks of numbers that Vietnam issues.

mod cccd;
mod mst;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("vn_cccd", cccd::passes).rejecting_chance(),
    Check::new("vn_mst", mst::passes).catching(Caught::Most, Caught::Most),
];

//! Checks of numbers that Peru issues.

mod ruc;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("pe_ruc", ruc::passes).catching(Caught::Most, Caught::Most)];

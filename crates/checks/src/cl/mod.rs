//! Checks of numbers that Chile issues.

mod rut;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("cl_rut", rut::passes).catching(Caught::All, Caught::All)];

//! Checks of numbers that Brazil issues.

mod cpf;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("br_cpf", cpf::passes).catching(Caught::Most, Caught::Most)];

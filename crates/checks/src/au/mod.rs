//! Checks of numbers that Australia issues.

mod tfn;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("au_tfn", tfn::passes).catching(Caught::All, Caught::All)];

//! Checks of numbers that the United Arab Emirates issues.

mod emirates_id;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] =
    &[Check::new("ae_emirates_id", emirates_id::passes).catching(Caught::All, Caught::Most)];

//! Checks of numbers that Saudi Arabia issues.

mod national_id;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[Check::new("sa_national_id", national_id::passes)
    .catching(Caught::All, Caught::Most)
    .sharing_sum()];

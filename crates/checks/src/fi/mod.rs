//! Checks of numbers that Finland issues.

mod business_id;
mod hetu;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("fi_business_id", business_id::passes).catching(Caught::All, Caught::All),
    Check::new("fi_hetu", hetu::passes).catching(Caught::All, Caught::All),
    Check::new("fi_phone", phone::passes),
];

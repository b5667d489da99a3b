//! Checks of numbers that Japan issues.

mod corporate_number;
mod driving_licence;
mod my_number;
mod phone;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("jp_corporate_number", corporate_number::passes)
        .catching(Caught::Most, Caught::Most),
    Check::new("jp_driving_licence", driving_licence::passes).catching(Caught::Most, Caught::Most),
    Check::new("jp_my_number", my_number::passes).catching(Caught::Most, Caught::Most),
    Check::new("jp_phone", phone::passes),
];

//! Checks of numbers that Russia issues.

mod health_insurance;
mod inn_organisation;
mod inn_person;
mod snils;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ru_health_insurance", health_insurance::passes)
        .catching(Caught::All, Caught::Most)
        .sharing_sum(),
    Check::new("ru_inn_organisation", inn_organisation::passes)
        .catching(Caught::Most, Caught::Most),
    Check::new("ru_inn_person", inn_person::passes).catching(Caught::All, Caught::All),
    Check::new("ru_snils", snils::passes).catching(Caught::Most, Caught::Most),
];

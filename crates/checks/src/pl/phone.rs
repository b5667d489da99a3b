//! Polish telephone numbers (UKE, Plan numeracji krajowej dla publicznych sieci
//! telekomunikacyjnych): nine digits, the first two of a region or a mobile network, with or
//! without +48. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[4, 8])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 11] = [
    (120, 189, 9, 9),
    (211, 269, 9, 9),
    (290, 299, 9, 9),
    (320, 349, 9, 9),
    (410, 489, 9, 9),
    (500, 639, 9, 9),
    (650, 709, 9, 9),
    (710, 804, 9, 9),
    (810, 899, 9, 9),
    (910, 919, 9, 9),
    (940, 959, 9, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["22 123 45 67", "512 345 678", "+48 512345678", "(22) 123 45 67"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["012 345 678", "22 123 45 6", "+49 512345678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Estonian telephone numbers (Tarbijakaitse ja Tehnilise Järelevalve Amet, Eesti
//! numeratsiooniplaan): seven or eight digits, 5 mobile, with or without +372. Leading digits and
//! lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 7, 2])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 16] = [
    (320, 339, 7, 7),
    (350, 359, 7, 7),
    (380, 399, 7, 7),
    (400, 409, 8, 8),
    (430, 489, 7, 7),
    (500, 569, 7, 8),
    (570, 599, 8, 8),
    (600, 679, 7, 7),
    (680, 699, 7, 7),
    (700, 702, 8, 8),
    (710, 799, 7, 7),
    (800, 800, 7, 10),
    (810, 849, 8, 8),
    (880, 889, 7, 7),
    (890, 899, 8, 8),
    (900, 900, 7, 7),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["601 2345", "5123 4567", "+372 5123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["101 2345", "601 234", "+371 6012345"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

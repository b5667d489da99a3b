//! Norwegian telephone numbers (Nkom, Den norske nummerplanen for telefon): eight digits, the first
//! two of a region or 4 and 9 mobile, with or without +47. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[4, 7])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 15] = [
    (210, 249, 8, 8),
    (310, 339, 8, 8),
    (350, 359, 8, 8),
    (370, 389, 8, 8),
    (400, 419, 8, 8),
    (450, 489, 8, 8),
    (510, 539, 8, 8),
    (550, 579, 8, 8),
    (590, 599, 8, 8),
    (610, 649, 8, 8),
    (660, 789, 8, 8),
    (800, 829, 8, 8),
    (850, 855, 8, 8),
    (880, 880, 8, 8),
    (900, 999, 8, 8),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["22 12 34 56", "412 34 567", "+47 22123456", "91234567"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["12 34 56 78", "22 12 34 5", "+46 22123456", "88912345"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

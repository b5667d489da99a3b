//! Swedish telephone numbers (Post- och telestyrelsen, Den svenska telefoninummerplanen): with 0 or
//! +46: area codes of one to three digits, mobile numbers from 70 to 79. Leading digits and lengths
//! are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 6])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 10] = [
    (101, 139, 7, 9),
    (140, 159, 8, 9),
    (160, 169, 7, 9),
    (170, 199, 8, 9),
    (200, 219, 6, 9),
    (220, 699, 7, 9),
    (700, 709, 9, 9),
    (720, 799, 9, 9),
    (800, 899, 7, 9),
    (900, 989, 7, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in [
            "08-465 004 00",
            "070-174 06 35",
            "+46 70 174 06 35",
            "031-390 06 00",
            "(08) 465 004 00",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["8-465 004 00", "08-46", "0701 740 635 12", "+45 70 174 06 35"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

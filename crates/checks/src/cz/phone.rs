//! Czech telephone numbers (ČTÚ, Číslovací plán veřejných telefonních sítí): nine digits, 2 to 5 by
//! region, 6 and 7 mobile, with or without +420. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[4, 2, 0])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 15] = [
    (200, 299, 9, 9),
    (310, 329, 9, 9),
    (350, 359, 9, 9),
    (370, 399, 9, 9),
    (410, 419, 9, 9),
    (460, 499, 9, 9),
    (510, 519, 9, 9),
    (530, 608, 9, 9),
    (700, 709, 9, 9),
    (719, 739, 9, 9),
    (770, 779, 9, 9),
    (790, 819, 9, 9),
    (830, 849, 9, 9),
    (900, 910, 9, 9),
    (950, 979, 9, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["222 123 456", "602 123 456", "+420 602123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["122 123 456", "602 123 45", "+421 602123456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

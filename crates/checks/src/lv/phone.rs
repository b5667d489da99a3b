//! Latvian telephone numbers (VAS "Elektroniskie sakari", Nacionālais numerācijas plāns): eight
//! digits, 2 mobile, 6 fixed, with or without +371. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 7, 1])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 5] =
    [(200, 299, 8, 8), (600, 699, 8, 8), (780, 789, 8, 8), (800, 819, 8, 8), (900, 909, 8, 8)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["67 123 456", "2612 3456", "+371 26123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["37 123 456", "67 123 45", "+372 26123456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

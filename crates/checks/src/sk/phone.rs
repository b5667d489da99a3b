//! Slovak telephone numbers (Úrad pre reguláciu elektronických komunikácií, Národný číslovací
//! plán): with 0 or +421: nine digits, 2 to 5 by region, 9 mobile. Leading digits and lengths are
//! tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 2, 1])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 10] = [
    (220, 299, 9, 9),
    (310, 389, 9, 9),
    (410, 489, 9, 9),
    (510, 589, 9, 9),
    (601, 602, 9, 9),
    (650, 659, 9, 9),
    (690, 699, 9, 9),
    (800, 800, 9, 9),
    (819, 819, 9, 9),
    (850, 989, 9, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["02/2234 5678", "0905 123 456", "+421 905 123 456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["905 123 456", "0905 123 45", "+420 905 123 456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

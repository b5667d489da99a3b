//! Hungarian telephone numbers (NMHH, Az elektronikus hírközlő hálózatok azonosítóinak felosztási
//! terve): with 06 or +36: eight digits by region, nine mobile from 20, 30, 31, 50 and 70. Leading
//! digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = match dialled.international {
        true => dialled.as_dialled(&[3, 6])?,
        false => dialled.digits().strip_prefix(&[0, 6])?,
    };
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 21] = [
    (100, 199, 8, 8),
    (200, 219, 9, 9),
    (220, 299, 8, 8),
    (300, 319, 9, 9),
    (320, 379, 8, 8),
    (380, 389, 9, 9),
    (400, 409, 8, 8),
    (420, 429, 8, 8),
    (440, 499, 8, 8),
    (500, 509, 9, 9),
    (520, 579, 8, 8),
    (590, 599, 8, 8),
    (620, 639, 8, 8),
    (660, 669, 8, 8),
    (680, 680, 8, 9),
    (681, 699, 8, 8),
    (700, 709, 9, 9),
    (720, 809, 8, 8),
    (820, 859, 8, 8),
    (870, 969, 8, 8),
    (990, 999, 8, 8),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["06 1 234 5678", "06-20-123-4567", "+36 20 123 4567", "(06 1) 234 5678"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["1 234 5678", "06 20 123 456", "+37 20 123 4567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

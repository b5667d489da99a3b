//! Finnish telephone numbers (Traficom, Määräys 32): with 0 or +358: area codes of one or two
//! digits, mobile numbers from 40 to 50. Leading digits and lengths are tested. `02110-1301` is a
//! ZIP code of the United States, and `09 1991` the end of a time before a year.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 5, 8])?;
    (holds(&PLAN, number) && !is_zip_code_or_year(&dialled)).then_some(Pass::PLAIN)
}

fn is_zip_code_or_year(dialled: &Dialled) -> bool {
    match (dialled.groups, dialled.digits()) {
        (0x54, _) => !dialled.international,
        (0x24, &[0, _, a, b, ..]) => matches!((a, b), (1, 9) | (2, 0)),
        _ => false,
    }
}

static PLAN: [Range; 12] = [
    (100, 109, 6, 10),
    (130, 198, 5, 9),
    (200, 489, 5, 10),
    (500, 509, 6, 10),
    (510, 589, 5, 9),
    (600, 689, 5, 10),
    (700, 709, 8, 12),
    (710, 719, 9, 9),
    (730, 739, 10, 10),
    (750, 759, 6, 10),
    (800, 800, 7, 9),
    (810, 989, 5, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["09 1234 567", "040 123 4567", "+358 40 1234567", "(09) 123 456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["40 123 4567", "09 12", "+46 40 1234567", "02110-1301", "09 1991", "08 2013"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

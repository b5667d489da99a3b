//! Icelandic telephone numbers (Fjarskiptastofa, Númeraskipulag): seven digits, 4 and 5 fixed, 6 to
//! 8 mobile, with or without +354. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 5, 4])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 6] = [
    (385, 389, 9, 9),
    (410, 599, 7, 7),
    (611, 699, 7, 7),
    (750, 757, 7, 7),
    (760, 908, 7, 7),
    (950, 959, 7, 7),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["551 2345", "612-3456", "+354 5512345"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["151 2345", "551 234", "+353 5512345"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

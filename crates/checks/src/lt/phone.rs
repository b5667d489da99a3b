//! Lithuanian telephone numbers (RRT, Nacionalinis telefono ryšio numeracijos planas): with 0,
//! formerly 8, or +370: eight digits, 6 mobile, the others by region. Leading digits and lengths
//! are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = match dialled.international {
        true => dialled.as_dialled(&[3, 7, 0])?,
        false => {
            dialled.digits().strip_prefix(&[0]).or_else(|| dialled.digits().strip_prefix(&[8]))?
        }
    };
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 6] = [
    (310, 389, 8, 8),
    (410, 469, 8, 8),
    (520, 529, 8, 8),
    (600, 709, 8, 8),
    (800, 809, 8, 8),
    (900, 910, 8, 8),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in
            ["8 5 212 3456", "0 612 34567", "+370 612 34567", "8-612-34567", "(8 5) 212 3456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["5 212 3456", "0 612 3456", "+371 612 34567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! US individual taxpayer identification numbers: nine digits that begin with 9, the fourth and
//! fifth from 50-65, 70-88, 90-92 or 94-99 (Internal Revenue Manual 3.21.263). No check digit.

use crate::Pass;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    if digits.symbols().len() != 9 || digits.symbols()[0] != 9 {
        return None;
    }
    let group = number(&digits.symbols()[3..5]);
    (digits.written_as(&[0x324], b"- .") && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_groups_pass() {
        for clear in ["912-90-3456", "900700000", "999 88 9999", "912-50-3456", "912-99-3456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_groups_and_areas_fail() {
        for clear in ["912-49-3456", "912-66-3456", "912-89-3456", "912-93-3456", "812-90-3456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

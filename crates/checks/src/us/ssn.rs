//! US social security numbers: the Social Security Administration never issues area 000, 666 or 900
//! to 999, group 00 or serial 0000 (ssa.gov/employer/randomization.html). Nothing else is checked:
//! famous numbers such as 078-05-1120 pass here and are the catalog's specimens.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [area @ .., _, _, _, _, _, _] = digits.symbols() else { return None };
    if area.len() != 3 || !digits.written_as(&[0x324], b"- .") {
        return None;
    }
    let area = number(area);
    let group = number(&digits.symbols()[3..5]);
    let serial = number(&digits.symbols()[5..]);
    (!all_same(digits.symbols())
        && area != 0
        && area != 666
        && area < 900
        && group != 0
        && serial != 0)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_areas_groups_and_serials_pass() {
        for clear in ["078-05-1120", "219099999", "001 01 0001", "899.99.9999", "536-90-4399"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn what_is_never_issued_fails() {
        for clear in [
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "123-00-4567",
            "123-45-0000",
            "222-22-2222",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn other_groupings_fail() {
        for clear in ["12-345-6789", "123-45 6789", "123-456789", "12345678", "1234567890"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

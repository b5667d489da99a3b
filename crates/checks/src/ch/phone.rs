//! Swiss telephone numbers, with 0 or +41 (OFCOM, Nummerierungsplan E.164/2002): nine digits by area,
//! mobile network or service.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 1])?;
    let by_area = matches!(
        number,
        [2, 1 | 2 | 4 | 6 | 7, ..]
            | [3, 1..=4, ..]
            | [4, 1 | 3 | 4, ..]
            | [5, 2 | 5 | 6, ..]
            | [6, 1 | 2, ..]
            | [7..=9, 1, ..]
    );
    let by_network =
        matches!(number, [6, 8 | 9, ..] | [7, 2 | 3 | 5..=9, ..] | [7, 4, 0 | 2 | 4 | 8, ..]);
    let by_service = matches!(
        number,
        [5, 1 | 8, ..]
            | [8, 0, 0, ..]
            | [8, 4, 0 | 2 | 4 | 8, ..]
            | [8, 7, 8, ..]
            | [9, 0, 0 | 1 | 6, ..]
    );
    ((by_area || by_network || by_service) && number.len() == 9).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_0_and_with_41() {
        for clear in [
            "044 668 18 00",
            "+41 44 668 18 00",
            "079 123 45 67",
            "0041 79 123 45 67",
            "044/6681800",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["44 668 18 00", "044 668 18 0", "042 668 18 00", "+43 44 668 18 00"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

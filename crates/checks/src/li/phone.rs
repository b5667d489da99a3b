//! Liechtenstein's telephone numbers, as they are or with +423 (Amt für Kommunikation, Nummerierungsplan):
//! seven digits by first digit, nine for some mobile numbers.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[4, 2, 3])?;
    let length = match number {
        [2, 0 | 1 | 2 | 3 | 6 | 9, ..] | [3, 2..=4 | 7..=9, ..] => 7,
        [7, 3 | 4 | 5 | 7..=9, ..] | [8, 0 | 7, ..] | [9, 0, ..] => 7,
        [6, 4..=7, ..] => 9,
        _ => return None,
    };
    (number.len() == length).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_they_are_and_with_423() {
        for clear in ["236 61 11", "+423 236 61 11", "00423 791 23 45", "660 234 567"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["236 61 1", "536 61 11", "+41 236 61 11", "236 61 111"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

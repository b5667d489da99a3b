//! Italian telephone numbers: the 0 of an area code belongs to the number and stays after +39;
//! mobile numbers begin with 3 (AGCOM, delibera 8/15/CIR).

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 9])?;
    let (shortest, longest) = match number {
        [0, 2 | 6, ..] => (6, 11),
        [0, 1 | 3 | 4 | 5 | 7 | 8 | 9, ..] => (6, 11),
        [3, 1..=9, ..] => (9, 11),
        [4, 3, ..] => (10, 10),
        [8, 0, 0, ..] => (9, 9),
        [8, 4, 0 | 1 | 7 | 8, ..] => (6, 9),
        [8, 9, ..] => (6, 10),
        [1, 9, 9, ..] => (9, 9),
        [5, 5, ..] => (10, 10),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_39() {
        for clear in [
            "06 1234 5678",
            "+39 06 12345678",
            "0039 02 12345678",
            "347 1234567",
            "+39 347 123 4567",
            "800 123456",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in [
            "6 1234 5678",
            "+39 6 1234 5678",
            "06 123",
            "347 123456789",
            "200 1234567",
            "+34 06 12345678",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Belgian telephone numbers, with 0 or +32 (BIPT, Nummerplan): eight digits by area or service, nine
//! for mobile numbers.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 2])?;
    let length = match number {
        [4, 5..=9, ..] => 9,
        [1, 0..=6 | 9, ..] | [2 | 3, 2..=8, ..] | [4, 2 | 3, ..] | [5, ..] => 8,
        [6, 0 | 1 | 3..=5 | 7..=9, ..] | [7, 0 | 1 | 8, ..] => 8,
        [8, 0..=7 | 9, ..] | [9, 0 | 2..=4, ..] => 8,
        _ => return None,
    };
    (number.len() == length).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_0_and_with_32() {
        for clear in
            ["02 555 12 12", "+32 2 555 12 12", "0470 12 34 57", "0470/12.34.57", "0032 470 123457"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in
            ["02 555 12 1", "0470 12 34 5", "0440 12 34 57", "017 12 34 57", "+31 2 555 12 12"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

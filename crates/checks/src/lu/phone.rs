//! Luxembourg's telephone numbers, as they are or with +352 (ILR, Plan national de numérotation): nine
//! digits for mobile numbers, six or eight for lines as they are given out.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 5, 2])?;
    let lengths: &[usize] = match number {
        [6, 2 | 6, 1 | 8, ..] | [6, 5, 1 | 5 | 6 | 8, ..] | [6, 7, 1 | 8 | 9, ..] => &[9],
        [6, 8, 1, ..] | [6, 9, 1 | 2 | 8, ..] => &[9],
        [8, 0, 0, ..] | [9, 0, 0 | 1 | 5, ..] => &[8],
        [2, 2..=9, ..] | [3, 0..=4 | 6..=9, ..] | [4 | 5 | 7, ..] => &[6, 8],
        [8, 1 | 3..=9, ..] | [9, 2..=5 | 7 | 9, ..] => &[6, 8],
        _ => return None,
    };
    lengths.contains(&number.len()).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_they_are_and_with_352() {
        for clear in
            ["621 123 456", "+352 621 123 456", "26 12 34 57", "00352 47 62 31", "2612 3457"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["621 123 45", "601 123 456", "16 12 34 57", "+32 26 12 34 57"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

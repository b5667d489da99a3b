//! French telephone numbers, with 0 or +33: nine digits after it, by the plan of Arcep (decision
//! 2018-0881): 1 to 5 by region, 6 and 7 mobile, 8 special tariffs, 9 anywhere.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 3])?;
    let in_use = match number {
        [7, second, ..] => *second >= 3,
        [8, second, ..] => *second != 7,
        [1..=6 | 9, ..] => true,
        _ => false,
    };
    (in_use && number.len() == 9).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that Arcep keeps for works of fiction.
    #[test]
    fn numbers_pass_with_0_and_with_33() {
        for clear in [
            "01 99 00 12 34",
            "+33 1 99 00 12 34",
            "+33 (0)6 39 98 12 34",
            "0033639981234",
            "06.39.98.12.34",
            "08-00-00-12-34",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in [
            "1 99 00 12 34",
            "01 99 00 12 3",
            "01 99 00 12 345",
            "07 00 00 12 34",
            "+34 1 99 00 12 34",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Bulgarian civil numbers: date of birth with 20 added to the month before 1900 and 40 from 2000,
//! region and serial number, a check digit modulo 11 by the weights 2 4 8 5 10 9 7 3 6, ten written 0
//! (Закон за гражданската регистрация, article 11).

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [2, 4, 8, 5, 10, 9, 7, 3, 6];

/// Later births cannot stand in data of today.
const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 10 || !digits.written_as(&[0x64], b" -") {
        return None;
    }
    let pair = |at: usize| number(&symbols[at..at + 2]) as u32;
    let (century, month) = match pair(2) {
        21..=32 => (1800, pair(2) - 20),
        41..=52 => (2000, pair(2) - 40),
        month => (1900, month),
    };
    let right = weighted::sum(&symbols[..9], &WEIGHTS) % 11 % 10;
    (century + pair(0) <= YEAR_MAX
        && is_day(century + pair(0), month, pair(4))
        && right == u32::from(symbols[9]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["7523169263", "8032056031", "803205 6031"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_days_and_lengths_fail() {
        for clear in
            ["7552A10004", "8019010008", "7542011030", "7523169264", "752316926", "75231692633"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

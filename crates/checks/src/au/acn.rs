//! Australian company numbers: eight digits with weights 8 to 1, and a check digit that makes the
//! sum a multiple of ten (Corporations Regulations 2001, "Australian Company Number digit check").
//! A 5 off where the weight is even, or any even error where it is 5, is not caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [8, 7, 6, 5, 4, 3, 2, 1, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 9
        && digits.written_as(&[0x333], b" -.")
        && weighted::sum(symbols, &WEIGHTS).is_multiple_of(10)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["004 085 616", "004085616", "010 749 961", "005 999 977"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["004085617", "000 000 000", "00408561", "0040 85616"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

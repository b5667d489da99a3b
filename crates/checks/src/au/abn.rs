//! Australian business numbers: eleven digits, one taken from the first, weights 10, 1, 3, 5 and so
//! on to 19, a multiple of 89 (Australian Business Register, "Format of the ABN"). Every single
//! wrong digit is caught: 89 is a prime beyond all weights times digits that one error can add.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 11] = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && symbols[0] != 0
        && digits.written_as(&[0x2333], b" -.")
        && (weighted::sum(symbols, &WEIGHTS) - u32::from(WEIGHTS[0])).is_multiple_of(89)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["83 914 571 673", "51824753556", "51-824-753-556"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["99 999 999 999", "51824753557", "5182475355", "518 247 535 56"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Routing numbers of US banks: nine digits, weights 3, 7, 1 in turn, a multiple of ten; the first
//! two digits name a Federal Reserve district, a thrift or an electronic route (American Bankers
//! Association, Routing Number Policy). Every single wrong digit is caught, since all weights are
//! units modulo 10.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [3, 7, 1, 3, 7, 1, 3, 7, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 9
        && digits.written_as(&[0x441, 0x333], b" -")
        && matches!(number(&symbols[..2]), 1..=12 | 21..=32 | 61..=72 | 80)
        && weighted::sum(symbols, &WEIGHTS).is_multiple_of(10)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["111000025", "0210-0002-1", "011000015"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_districts_and_lengths_fail() {
        for clear in ["111000026", "991000025", "000000000", "11100002", "1110000250"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Brazilian health cards (CNS): fifteen digits that begin with 1, 2, 7, 8 or 9, whose products with 15 to
//! 1 add up to a multiple of 11 (DATASUS, Rotinas de validação do CNS). Every single wrong digit but
//! in the fifth place, whose weight is 11, is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 15] = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 15
        && matches!(symbols[0], 1 | 2 | 7..=9)
        && digits.written_as(&[0x3444], b" .-")
        && weighted::sum(symbols, &WEIGHTS).is_multiple_of(11)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_sum_pass() {
        for clear in ["702002887429583", "702 0028 8742 9583"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_beginnings_and_lengths_fail() {
        for clear in ["702002887429584", "302002887429583", "70200288742958"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

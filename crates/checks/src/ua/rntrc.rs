//! Ukrainian tax numbers of persons (RNOKPP): days since 1899, four digits with the sex, and a check digit
//! modulo 11 by the weights -1, 5, 7, 9, 4, 6, 10, 5, 7 (Order 822 of 2017 of the Ministry of Finance).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

/// Minus one is ten modulo eleven.
const WEIGHTS: [u8; 9] = [10, 5, 7, 9, 4, 6, 10, 5, 7];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && digits.groups() == 0
        && weighted::sum(&symbols[..9], &WEIGHTS) % 11 % 10 == u32::from(symbols[9])
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        assert!(passes(b"1759013776").is_some());
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["1759013777", "175901377", "1759-013776", "0000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

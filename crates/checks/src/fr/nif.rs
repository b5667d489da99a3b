//! French tax numbers (numéro fiscal, SPI): thirteen digits, the first 0 to 3, the last three the
//! remainder of the first ten modulo 511 (European Commission, TIN sheet FR). Every single wrong
//! digit is caught: no single change of the first ten is a multiple of 511.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 13
        && symbols[0] <= 3
        && digits.written_as(&[0x22333, 0xA3, 0x13333], b" .-")
        && number(&symbols[..10]) % 511 == number(&symbols[10..])
        && !is_filler(&symbols[..10]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["30 23 217 600 053", "3023217600053"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_keys_first_digits_and_fillers_fail() {
        for clear in ["3023217600054", "9701987765432", "302321760005", "0000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Russian tax numbers of natural persons: ten digits and two check digits modulo 11, of which 10 is
//! written 0 (Order of the Federal Tax Service of 29 June 2012).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

const WEIGHTS: [u8; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || digits.groups() != 0 {
        return None;
    }
    let right = |length: usize| {
        weighted::sum(&symbols[..length], &WEIGHTS[11 - length..]) % 11 % 10
            == u32::from(symbols[length])
    };
    (symbols[..2] != [0, 0] && right(10) && right(11) && !is_filler(symbols)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["123456789047", "500100732259"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["123456789048", "123456789057", "12345678904", "001234567890"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

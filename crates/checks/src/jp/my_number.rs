//! Japanese individual numbers (My Number): eleven digits and a check digit modulo 11 by the weights 6 to 2
//! and 7 to 2, of which 10 is written 0 (Ordinance 85 of 2014 of the Ministry of Internal Affairs).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

const WEIGHTS: [u8; 11] = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 12
        && digits.written_as(&[0x444], b" -")
        && (11 - weighted::sum(&symbols[..11], &WEIGHTS) % 11) % 11 % 10 == u32::from(symbols[11])
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["621498320257", "6214 9832 0257"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["621498320258", "62149832025", "621-498-320-257", "000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Personal health numbers of British Columbia: ten digits, the first a 9, the last a check digit
//! modulo 11 over the eight between (Ministry of Health, Conformance Standards volume 4B). Eleven
//! is a prime beyond all digits, so every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::weighted;

const WEIGHTS: [u8; 8] = [2, 4, 8, 5, 10, 9, 7, 3];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let &[9, ref body @ .., check] = digits.symbols() else { return None };
    let right = (11 - weighted::sum(body, &WEIGHTS) % 11) % 11;
    (body.len() == 8
        && digits.written_as(&[0x433, 0x334], b" -")
        && right == u32::from(check)
        && body.iter().any(|&digit| digit != 9))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["9698 658 215", "9698658215"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_first_digits_fail() {
        for clear in ["9698648215", "5736504210", "969865821", "96986582150"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Singapore identity numbers (NRIC, FIN): S or T for citizens and residents, F, G or M for foreigners, seven
//! digits, and a letter that checks them modulo 11. The algorithm is not published by the authority
//! (ICA) and is known from what was issued. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::digit_values;
use crate::sums::weighted;

const WEIGHTS: [u8; 7] = [2, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let [series, digits @ .., letter] = clear else { return None };
    let digits = digit_values::<7>(digits)?;
    let (offset, letters) = match series.to_ascii_uppercase() {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return None,
    };
    let at = (weighted::sum(&digits, &WEIGHTS) + offset) % 11;
    (letters[at as usize] == letter.to_ascii_uppercase() && digits != [0; 7]).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["S0000001I", "S1234567D", "T1234567J", "F1234567N", "G1234567X", "M1234567K"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["S1234567E", "A1234567D", "S123456D", "S0000000J"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Serial numbers of Polish identity cards: three letters, a check digit, five digits; weights 7, 3,
//! 1, 9, 7, 3, 1, 7, 3, modulo ten (Rozporządzenie MSWiA w sprawie warstwy graficznej dowodu
//! osobistego). Every single wrong digit is caught.

use super::serial::Serial;
use crate::Pass;

const SERIAL: Serial =
    Serial { letters: 3, weights: [7, 3, 1, 9, 7, 3, 1, 7, 3], groupings: &[0x36, 0x315] };

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    SERIAL.check(clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["CCA672432", "CCA 672432"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["CCA672433", "AB1234567", "ABA111111", "ABA30000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Serial numbers of Polish passports: two letters, a check digit, six digits; weights 7, 3, 9, 1, 7,
//! 3, 1, 7, 3, modulo ten (Rozporządzenie MSWiA w sprawie dokumentów paszportowych). Every single
//! wrong digit is caught.

use super::serial::Serial;
use crate::Pass;

const SERIAL: Serial =
    Serial { letters: 2, weights: [7, 3, 9, 1, 7, 3, 1, 7, 3], groupings: &[0x27] };

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    SERIAL.check(clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["ZS0000177", "EP9827182"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["ZS0000178", "ABA300000", "ZS000017"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

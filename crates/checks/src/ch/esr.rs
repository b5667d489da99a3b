//! Reference numbers of Swiss payment slips (ESR, QR reference): 26 digits and a check digit by modulo
//! 10 recursive (SIX, Swiss Implementation Guidelines QR-bill). Every single wrong digit is caught, and
//! nearly every swap of neighbours.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

/// What a carry becomes after each digit.
const CARRIES: [u8; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., check] = digits.symbols() else { return None };
    let carry = payload.iter().fold(0, |carry, &digit| CARRIES[usize::from((carry + digit) % 10)]);
    (payload.len() == 26
        && digits.written_as(&[0x255555], b" ")
        && *check == (10 - carry) % 10
        && !all_same(payload))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["21 00000 00003 13947 14300 09017", "210000000003139471430009017"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_lengths_and_groupings_fail() {
        for clear in [
            "210000000003139471430009016",
            "21000000000313947143000901",
            "2100 00000 00031 39471 43000 9017",
            "000000000000000000000000000",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

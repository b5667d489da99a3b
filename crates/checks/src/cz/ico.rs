//! Czech and Slovak identification numbers of businesses: seven digits by the weights 8 to 2 and a
//! check digit, modulo eleven (Český statistický úřad, "Identifikační číslo osoby"). Most single
//! wrong digits are caught: remainders 0 and 10 share their digits with 1 and 0.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;

const WEIGHTS: [u8; 7] = [8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (is_ico(digits.symbols()) && digits.written_as(&[0x323, 0x2222, 0x233, 0x332], b" "))
        .then_some(Pass::PLAIN)
}

/// Eight digits, the last of them right.
pub(super) fn is_ico(digits: &[u8]) -> bool {
    let [payload @ .., last] = digits else { return false };
    let check = match weighted::sum(payload, &WEIGHTS) % 11 {
        0 => 1,
        remainder => (11 - remainder) % 10,
    };
    payload.len() == 7 && !all_same(digits) && !ascending(digits) && check == u32::from(*last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["25123891", "25 12 38 91", "251 23 891"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["25123890", "2512389", "00000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

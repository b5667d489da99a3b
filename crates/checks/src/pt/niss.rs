//! Portuguese social security numbers (NISS): eleven digits, the first 1 for persons or 2 for
//! entities; the ten prime numbers below 30 as weights, modulo 10 (Segurança Social). The weights 5
//! and 2 share factors with 10, so that wrong digits under them may be let through.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

/// The prime numbers from 29 down to 2.
const WEIGHTS: [u8; 10] = [29, 23, 19, 17, 13, 11, 7, 5, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., check] = digits.symbols() else { return None };
    (payload.len() == 10
        && digits.separated_by(b" -.")
        && matches!(payload[0], 1 | 2)
        && u32::from(*check) == 9 - weighted::sum(payload, &WEIGHTS) % 10
        && !all_same(&payload[1..]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        // 29 + 2*23 + 3*19 + 4*17 + 5*13 + 6*11 + 7*7 + 8*5 + 9*3 = 447, and 9 - 7 = 2.
        for clear in ["12345678902", "123 456 789 02", "1234567890 2"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_kinds_and_lengths_fail() {
        for clear in ["12345678903", "32345678902", "1234567890", "123456789022", "1111111111", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

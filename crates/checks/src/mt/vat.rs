//! Maltese VAT numbers, also without MT in front: eight digits, weights 3, 4, 6, 7, 8, 9 and a check
//! number of two digits, modulo 37 (European Commission, VIES). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values, without_prefix};
use crate::sums::weighted;

/// The last two digits are the check number itself.
const WEIGHTS: [u8; 8] = [3, 4, 6, 7, 8, 9, 10, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let digits = digit_values::<8>(without_prefix(written.symbols(), b"MT"))?;
    (written.separated_by(b" -")
        && digits[0] != 0
        && weighted::sum(&digits, &WEIGHTS).is_multiple_of(37)
        && !all_same(&digits)
        && !ascending(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["11679112", "MT 1167-9112", "mt11679112"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in ["11679113", "MT1167911", "00000000", "IT11679112", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

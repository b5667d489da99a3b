//! Swiss and Liechtenstein social insurance numbers (AHV, AVS): 756, nine random digits and the check
//! digit of an EAN-13, weights 1 and 3 in turn modulo 10 (AHVV art. 133; ZAS). Every single wrong digit
//! is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

const WEIGHTS: [u8; 13] = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 13
        && symbols.starts_with(&[7, 5, 6])
        && digits.written_as(&[0x3442, 0x3343], b". -")
        && weighted::sum(symbols, &WEIGHTS).is_multiple_of(10)
        && !is_filler(&symbols[3..12]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["756.9217.0769.85", "7569217076985", "756 9217 0769 85"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_countries_and_fillers_fail() {
        for clear in ["756.9217.0769.84", "7609217076985", "756921707698", "756.1234.5678.97"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

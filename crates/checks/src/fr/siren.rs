//! French company numbers (SIREN): nine digits, the last by Luhn (INSEE, definition c2047). Every
//! single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.written_as(&[0x333], b" .-") && is_siren(digits.symbols())).then_some(Pass::PLAIN)
}

/// Nine digits that Luhn's check accepts.
pub(crate) fn is_siren(digits: &[u8]) -> bool {
    digits.len() == 9 && luhn::passes(digits) && !is_filler(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["552 008 443", "552008443", "404.833.048"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_fillers_fail() {
        for clear in ["404833047", "40483304", "000000000", "40 483 3048"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

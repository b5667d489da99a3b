//! German VAT identification numbers: `DE` and nine digits, the last by ISO 7064 MOD 11,10 (UStG
//! § 27a). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (country, number) = clear.split_at_checked(2)?;
    let number = number.strip_prefix(b" ").or(number.strip_prefix(b"-")).unwrap_or(number);
    let digits = Grouped::digits(number)?;
    (country.eq_ignore_ascii_case(b"DE")
        && digits.symbols().len() == 9
        && digits.symbols()[0] != 0
        && digits.separated_by(b" .-/")
        && iso7064::mod_11_10(digits.symbols())
        && !is_filler(&digits.symbols()[..8]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["DE136695976", "DE 136695976", "DE 136 695 976", "de136695976"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_missing_countries_fail() {
        for clear in
            ["DE136695978", "136695976", "AT136695976", "DE13669597", "DE036695976", "DE123456788"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

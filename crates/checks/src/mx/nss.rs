//! Mexican social security numbers (NSS): office, two years, serial number, and a check digit by Luhn
//! (IMSS, Reglamento de afiliación). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && symbols[..2] != [0, 0]
        && digits.written_as(&[0x22241, 0xA1], b" -")
        && luhn::passes(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["12987654329", "12-98-76-5432-9", "12 98 76 5432 9", "1298765432-9"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_groups_and_lengths_fail() {
        for clear in ["12987654327", "1298765432", "129-876-543-29", "00987654320"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

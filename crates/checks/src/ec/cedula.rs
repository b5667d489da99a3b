//! Ecuadorian identity cards: province, a digit up to six, six digits, and a check digit by Luhn's doubling
//! (Registro Civil). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10 && digits.written_as(&[0x91, 0x271], b" -") && fits(symbols))
        .then_some(Pass::PLAIN)
}

/// Ten digits are such a number.
pub(super) fn fits(symbols: &[u8]) -> bool {
    matches!(number(&symbols[..2]), 1..=24 | 30 | 50) && symbols[2] <= 6 && luhn::passes(symbols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1714307103", "171430710-3"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["1714307104", "2514307103", "171430710", "17-14-307103"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

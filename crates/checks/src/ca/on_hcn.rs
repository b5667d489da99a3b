//! Health card numbers of Ontario: ten digits by Luhn, the first not 0, and mostly one or two
//! letters that tell the card's version (Ministry of Health, "Health Card Validation Reference
//! Manual"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let mut digits = [0u8; 10];
    for (digit, symbol) in digits.iter_mut().zip(symbols.get(..10)?) {
        *digit = symbol.is_ascii_digit().then(|| symbol - b'0')?;
    }
    let version = &symbols[10..];
    (version.len() <= 2
        && version.iter().all(u8::is_ascii_uppercase)
        && written.separated_by(b" -")
        && digits[0] != 0
        && luhn::passes(&digits)
        && !all_same(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["9876543217", "9876-543-217", "9876 543 217 AB", "9876-543-217-K"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_versions_and_lengths_fail() {
        for clear in ["9876543218", "9876-543-217-ABC", "987654321", "98765432170", "0876543218"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

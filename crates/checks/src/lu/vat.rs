//! Luxembourg's VAT numbers: `LU`, six digits and two that are their remainder modulo 89 (AED). Every
//! single wrong digit is caught: 89 is a prime.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let characters = symbols.strip_prefix(b"LU").unwrap_or(symbols);
    let mut digits = [0; 8];
    if characters.len() != digits.len() || !written.separated_by(b" .-") {
        return None;
    }
    for (digit, &character) in digits.iter_mut().zip(characters) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    let (payload, check) = digits.split_at(6);
    (number(payload) % 89 == number(check) && !is_filler(payload)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["LU15027442", "LU 150 274 42", "15027442", "lu15027442"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_countries_fail() {
        for clear in ["LU15027443", "LU1502744", "LU00000000", "BE15027442"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

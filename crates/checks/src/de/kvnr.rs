//! German health insurance numbers, the part of them that a person keeps for life: a letter, eight
//! digits and a check digit; the letter counts as its place in the alphabet in two digits, weights 1
//! and 2 in turn with the digits of each product added up, modulo 10 (SGB V § 290, GKV-Spitzenverband,
//! Richtlinie Krankenversichertennummer). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [letter @ b'A'..=b'Z', rest @ ..] = written.symbols() else { return None };
    if rest.len() != 9 || !written.separated_by(b" -") {
        return None;
    }
    let place = letter - b'A' + 1;
    let mut digits = [0; 11];
    (digits[0], digits[1]) = (place / 10, place % 10);
    for (digit, &character) in digits[2..].iter_mut().zip(rest) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    // The weights are Luhn's; the check digit is the sum itself, not what it lacks to the next ten.
    let [payload @ .., check] = digits;
    let lacks = luhn::check_digit(&payload);
    (check == (10 - lacks) % 10 && !is_filler(&payload[2..])).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["X110411675", "x110411675", "X 110 411 675", "M127699556"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_lengths_and_fillers_fail() {
        for clear in ["X110411676", "X11041167", "1110411675", "A123456780", "Ä110411675"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

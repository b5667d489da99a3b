//! French VAT numbers: `FR`, a key of two characters and a SIREN; a key of digits is what the SIREN
//! followed by 12 leaves modulo 97, one with letters counts in a row of 34 characters without I and O
//! (CGI, annexe IV, art. 286 ter; European Commission, VIES). Monaco's begin with 000 and have no
//! SIREN. Nearly every single wrong digit is caught.

use super::siren::is_siren;
use crate::Pass;
use crate::grouped::{Grouped, number};

/// The characters of a key in their order.
const KEYS: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [b'F', b'R', first, second, siren @ ..] = written.symbols() else { return None };
    let mut digits = [0; 9];
    if siren.len() != digits.len() || !written.separated_by(b" .-") {
        return None;
    }
    for (digit, &character) in digits.iter_mut().zip(siren) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    let place = |key: u8| KEYS.iter().position(|&character| character == key);
    let (high, low) = (place(*first)? as u64, place(*second)? as u64);
    let company = number(&digits);
    let key_fits = if first.is_ascii_digit() && second.is_ascii_digit() {
        high * 10 + low == (company * 100 + 12) % 97
    } else {
        // A letter in front counts by other weights than one behind a digit.
        let key = if first.is_ascii_digit() { high * 24 + low - 10 } else { high * 34 + low - 100 };
        (company + 1 + key / 11) % 11 == key % 11
    };
    let is_monaco = digits.starts_with(&[0, 0, 0]) && company > 0;
    (key_fits && (is_monaco || is_siren(&digits))).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in [
            "FR40303265045",
            "FR 40 303 265 045",
            "fr23334175221",
            "FRK7399859412",
            "FR53000004605",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_keys_and_letters_fail() {
        for clear in
            ["FR84323140391", "FRIO334175221", "40303265045", "FR40000000000", "FR4030326504"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

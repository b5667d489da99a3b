//! Austrian VAT numbers: `ATU`, seven digits and a check digit, every second digit doubled with its own
//! digits added up, 96 minus their sum modulo 10 (BMF, UID-Nummer). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let [b'U', characters @ ..] = symbols.strip_prefix(b"AT").unwrap_or(symbols) else {
        return None;
    };
    let mut digits = [0; 8];
    if characters.len() != digits.len() || !written.separated_by(b" .-/") {
        return None;
    }
    for (digit, &character) in digits.iter_mut().zip(characters) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    let [payload @ .., check] = digits;
    let sum: u8 = payload
        .iter()
        .enumerate()
        .map(|(at, &digit)| if at % 2 == 0 { digit } else { digit / 5 + digit * 2 % 10 })
        .sum();
    (check == (96 - sum) % 10 && !is_filler(&payload)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["ATU13585627", "AT U13585627", "U13585627", "atu 1358 5627"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_letters_and_fillers_fail() {
        for clear in ["ATU13585626", "AT13585627", "ATU1358562", "ATU00000006", "DEU13585627"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

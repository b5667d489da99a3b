//! French bank accounts in the form used before IBANs (RIB): bank, branch, account of eleven
//! characters and a key of two digits (Comité français d'organisation et de normalisation
//! bancaires). Letters stand for digits, and the whole is a multiple of 97. Every single wrong digit
//! is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

const LENGTH: usize = 23;
/// Bank and branch, which are digits alone.
const BANK_AND_BRANCH: usize = 10;

/// The digits of the letters from A to Z.
const LETTERS: [u8; 26] =
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    if symbols.len() != LENGTH || !written.separated_by(b" -./") {
        return None;
    }
    let (bank, account) = symbols.split_at(BANK_AND_BRANCH);
    let remainder = symbols.iter().fold(0, |rest, &symbol| (rest * 10 + digit(symbol)) % 97);
    (bank.iter().chain(&account[11..]).all(u8::is_ascii_digit)
        && &bank[..5] != b"00000"
        && !all_same(&symbols[..21])
        && remainder == 0)
        .then_some(Pass::PLAIN)
}

fn digit(symbol: u8) -> u32 {
    let digit = match symbol {
        b'A'..=b'Z' => LETTERS[usize::from(symbol - b'A')],
        digit => digit.wrapping_sub(b'0'),
    };
    u32::from(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_in_the_published_iban_passes() {
        for clear in ["20041010050500013M02606", "20041 01005 0500013M026 06"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_keys_and_lengths_fail() {
        for clear in [
            "20041010050500013M02607",
            "20041010050500013M0260",
            "2004A010050500013M02606",
            "20041010050500013M026AF",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Ecuadorian tax numbers (RUC): a person's identity number, or the number of a company (third digit 9) or an office
//! (6), whose digit is checked modulo 11, and the number of the establishment, never 0 (SRI).

use super::cedula;
use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13
        || !digits.written_as(&[0xA3], b" -")
        || !matches!(number(&symbols[..2]), 1..=24 | 30 | 50)
    {
        return None;
    }
    let establishment = number(&symbols[10..]) != 0;
    let fits = match symbols[2] {
        0..=5 => establishment && cedula::fits(&symbols[..10]),
        6 => is_public(symbols) || establishment && cedula::fits(&symbols[..10]),
        9 => is_public(symbols) || establishment && is_company(symbols),
        _ => false,
    };
    fits.then_some(Pass::PLAIN)
}

/// The ninth digit checks those before it, and four of the establishment follow.
fn is_public(symbols: &[u8]) -> bool {
    number(&symbols[9..]) != 0
        && weighted::sum(symbols, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// The tenth digit checks those before it.
fn is_company(symbols: &[u8]) -> bool {
    weighted::sum(symbols, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1792060346001", "1792060346-001", "1714307103001"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_establishments_and_forms_fail() {
        for clear in [
            "1792060347001",
            "1792060346000",
            "1763154690001",
            "179206034601",
            "1714307104001",
            "1714307103000",
            "2592060346001",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

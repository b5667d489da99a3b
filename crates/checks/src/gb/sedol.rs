//! Numbers of securities at the London Stock Exchange (SEDOL): six digits and consonants, or seven
//! digits for those issued before 2004, with weights 1, 3, 1, 7, 3, 9 modulo 10 (LSEG, "SEDOL
//! Masterfile technical specification"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};

/// The check digit itself has the weight 1.
const WEIGHTS: [u32; 7] = [1, 3, 1, 7, 3, 9, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let older = symbols.first()?.is_ascii_digit();
    let fits = symbols.len() == 7
        && symbols[6].is_ascii_digit()
        && symbols.iter().all(|symbol| match symbol {
            b'0'..=b'9' => true,
            _ => !older && !b"AEIOU".contains(symbol),
        });
    let values = symbols.iter().map(|&symbol| match symbol {
        b'0'..=b'9' => u32::from(symbol - b'0'),
        _ => u32::from(symbol - b'A') + 10,
    });
    let sum: u32 = values.zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    (fits
        && written.separators().is_empty()
        && sum.is_multiple_of(10)
        && !all_same(symbols)
        && !ascending(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["B15KXQ8", "0263494", "b15kxq8"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_vowels_and_lengths_fail() {
        for clear in ["B15KXQ7", "HOLBOB0", "1B5KXQ8", "B15KXQ", "0000000", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

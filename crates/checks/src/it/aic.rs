//! Italian marketing authorisations of medicines (codice AIC): nine digits that begin with 0, a
//! check digit by sums of digits counted once and twice in turn; or the same number in base 32, as
//! Code 39 writes it on packs (Agenzia Italiana del Farmaco). Every single wrong digit is caught in the
//! decimal form.

use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values};

/// The symbols of base 32: digits and letters without vowels.
const SYMBOLS: &[u8; 32] = b"0123456789BCDFGHJKLMNPQRSTUVWXYZ";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let digits = match symbols.len() {
        9 => digit_values::<9>(symbols)?,
        6 => from_base_32(symbols)?,
        _ => return None,
    };
    let sum: u8 = digits[..8]
        .iter()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    (written.separators().is_empty()
        && digits[0] == 0
        && !all_same(&digits)
        && sum % 10 == digits[8])
        .then_some(Pass::PLAIN)
}

fn from_base_32(symbols: &[u8]) -> Option<[u8; 9]> {
    let mut number = 0u32;
    for symbol in symbols {
        let value = SYMBOLS.iter().position(|known| known == symbol)?;
        number = number * 32 + value as u32;
    }
    let mut digits = [0; 9];
    for digit in digits.iter_mut().rev() {
        *digit = (number % 10) as u8;
        number /= 10;
    }
    (number == 0).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        for clear in ["000307052", "009CVD", "009cvd"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["000307053", "100307052", "00030705", "009CVF", "009AVD", "ZZZZZZ", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

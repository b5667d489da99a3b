//! Cypriot tax identification codes, also with CY in front as VAT numbers: eight digits and a letter,
//! the digits at odd places counted by a table, modulo 26 (European Commission, VIES). Every single
//! wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values, without_prefix};

/// What the digits 0 to 9 count at odd places.
const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [body @ .., letter] = without_prefix(written.symbols(), b"CY") else { return None };
    let digits = digit_values::<8>(body)?;
    let count = |(place, &digit): (usize, &u8)| match place % 2 {
        0 => ODD[usize::from(digit)],
        _ => u32::from(digit),
    };
    let sum: u32 = digits.iter().enumerate().map(count).sum();
    (written.separated_by(b" -")
        && digits[..2] != [1, 2]
        && !all_same(&digits)
        && !ascending(&digits)
        && u32::from(*letter) == u32::from(b'A') + sum % 26)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        for clear in ["10259033P", "CY-10259033P", "cy10259033p", "10259033 P"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_fillers_and_lengths_fail() {
        for clear in ["10259033Z", "12000139V", "1025903P", "00000000W", "GR10259033P", "P", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

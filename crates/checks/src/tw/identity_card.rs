//! Taiwanese identity numbers: a letter for the place, 1 or 2 for citizens and 8 or 9 for residents, seven
//! digits, and one that makes the weighted sum a multiple of ten (Ministry of the Interior).

use crate::Pass;
use crate::grouped::digit_values;
use crate::sums::weighted;

/// Places count from 10 in this order.
const LETTERS: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

const WEIGHTS: [u8; 11] = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (letter, digits) = clear.split_first()?;
    let digits = digit_values::<9>(digits)?;
    let letter = letter.to_ascii_uppercase();
    let place = LETTERS.iter().position(|&known| known == letter)? as u8 + 10;
    let mut all = [place / 10, place % 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    all[2..].copy_from_slice(&digits);
    (matches!(digits[0], 1 | 2 | 8 | 9)
        && weighted::sum(&all, &WEIGHTS).is_multiple_of(10)
        && digits[1..8].iter().any(|&digit| digit != digits[1]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["A123456789", "a123456789", "A800000014"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["A123456788", "A323456789", "A12345678", "1123456789"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

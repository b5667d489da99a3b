//! Serial numbers of Polish identity cards: three letters, a check digit, five digits; weights 7, 3,
//! 1, 9, 7, 3, 1, 7, 3, modulo ten (Rozporządzenie MSWiA w sprawie warstwy graficznej dowodu
//! osobistego). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;

const WEIGHTS: [u32; 9] = [7, 3, 1, 9, 7, 3, 1, 7, 3];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let (letters, digits) = written.symbols().split_at_checked(3)?;
    (letters.iter().all(u8::is_ascii_uppercase)
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && digits.iter().any(|digit| digit != &digits[0])
        && sum(written.symbols()).is_multiple_of(10)
        && written.written_as(&[0x36, 0x315], b" "))
    .then_some(Pass::PLAIN)
}

/// Letters count from ten on.
fn sum(characters: &[u8]) -> u32 {
    let value = |character: u8| match character {
        b'A'..=b'Z' => u32::from(character - b'A') + 10,
        _ => u32::from(character - b'0'),
    };
    characters.iter().zip(WEIGHTS).map(|(&character, weight)| value(character) * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["CCA672432", "CCA 672432"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["CCA672433", "AB1234567", "ABA111111", "ABA30000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Serial numbers of Polish passports: two letters, a check digit, six digits; weights 7, 3, 9, 1, 7,
//! 3, 1, 7, 3, modulo ten (Rozporządzenie MSWiA w sprawie dokumentów paszportowych). Every single
//! wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;

const WEIGHTS: [u32; 9] = [7, 3, 9, 1, 7, 3, 1, 7, 3];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let (letters, digits) = written.symbols().split_at_checked(2)?;
    (letters.iter().all(u8::is_ascii_uppercase)
        && digits.len() == 7
        && digits.iter().all(u8::is_ascii_digit)
        && digits.iter().any(|digit| digit != &digits[0])
        && sum(written.symbols()).is_multiple_of(10)
        && written.written_as(&[0x27], b" "))
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
        for clear in ["ZS0000177", "EP9827182"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["ZS0000178", "ABA300000", "ZS000017"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

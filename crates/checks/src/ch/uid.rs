//! Swiss business numbers: `CHE`, eight digits and a check digit, weights 5, 4, 3, 2, 7, 6, 5, 4 modulo
//! 11, never ten; a word for VAT in one of four languages may follow (UIDG; eCH-0097). Every single
//! wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

/// The check digit itself has the weight 1.
const WEIGHTS: [u8; 9] = [5, 4, 3, 2, 7, 6, 5, 4, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let behind = written.symbols().strip_prefix(b"CHE")?;
    let (number, word) = behind.split_at_checked(9)?;
    let mut digits = [0; 9];
    for (digit, &character) in digits.iter_mut().zip(number) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    (matches!(word, b"" | b"MWST" | b"TVA" | b"IVA" | b"TPV" | b"VAT" | b"HR" | b"RC")
        && written.separated_by(b" .-")
        && weighted::sum(&digits, &WEIGHTS).is_multiple_of(11)
        && !is_filler(&digits[..8]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in
            ["CHE-100.155.212", "CHE100155212", "CHE-107.787.577 IVA", "CHE-107.787.577 MWST"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_words_and_countries_fail() {
        for clear in [
            "CHE-100.155.213",
            "100.155.212",
            "CHE-107.787.577 BTW",
            "CHE-000.000.000",
            "FL100155212",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

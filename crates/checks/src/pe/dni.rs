//! Peruvian identity numbers (CUI) with the character that stands behind them on the card: eight digits, weights 3, 2 and
//! 7 to 2, and modulo 11 a digit or, on older cards, a letter (RENIEC).

use crate::Pass;
use crate::grouped::{Grouped, digit_values};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let characters = Grouped::alphanumerics(clear)?;
    let (&last, number) = characters.symbols().split_last()?;
    let digits: [u8; 8] = digit_values(number)?;
    let rest = weighted::sum(&digits, &[3, 2, 7, 6, 5, 4, 3, 2]) as usize % 11;
    (characters.written_as(&[0x81], b" -")
        && (last == b"65432110987"[rest] || last == b"KJIHGFEDCBA"[rest])
        && digits.iter().any(|&digit| digit != digits[0]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["10117410-2", "101174102", "10117410-G", "10117410 g"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_forms_fail() {
        for clear in ["10117410-3", "10117410", "1011741-02", "10117410-F", "1O1174102"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

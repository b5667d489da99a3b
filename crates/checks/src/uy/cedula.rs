//! Uruguayan identity cards: six or seven digits and one that makes the sum by the weights 2, 9, 8, 7, 6, 3, 4 a
//! multiple of ten (Dirección Nacional de Identificación Civil). Even weights let some wrong digits through.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let (body, check) = match symbols {
        [body @ .., check] if matches!(body.len(), 6 | 7) => (body, *check),
        _ => return None,
    };
    let is_form = match digits.groups() {
        0 => true,
        0x1331 => matches!(digits.separators(), b"..-" | b"../" | b"..." | b"   " | b"  -"),
        0x331 => matches!(digits.separators(), b".-" | b"./" | b".." | b" -"),
        0x71 | 0x61 => matches!(digits.separators(), b"-" | b"/" | b" "),
        _ => false,
    };
    let weights = &[2, 9, 8, 7, 6, 3, 4][7 - body.len()..];
    let right = (10 - weighted::sum(body, weights) % 10) % 10;
    (is_form && right == u32::from(check) && body[0] != 0 && !is_filler(body))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["2.345.671-1", "23456711", "2345671-1", "345.672-1", "345672-1"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["2.345.671-4", "23.456.71-1", "1.111.111-1", "2345671", "0.345.671-1"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

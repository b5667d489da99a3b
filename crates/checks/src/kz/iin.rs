//! Kazakh identity numbers (IIN): date of birth, century and sex, four digits, and a check digit modulo 11 by the
//! weights 1 to 11, or by 3 to 11, 1, 2 where that gives 10 (Law 223-III of 2007 on national registers).

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || !digits.written_as(&[0x66], b" ") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    let century = match symbols[6] {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return None,
    };
    (is_day(century + field(0), field(2), field(4))
        && check_digit(symbols) == u32::from(symbols[11]))
    .then_some(Pass::PLAIN)
}

/// What the first eleven digits ask for; 10 where there is no such number.
pub(super) fn check_digit(symbols: &[u8]) -> u32 {
    let by = |weights: &[u8]| weighted::sum(&symbols[..11], weights) % 11;
    match by(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
        10 => by(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]),
        first => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        assert!(passes(b"850102300131").is_some());
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["850102300132", "851315300131", "85010230013"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

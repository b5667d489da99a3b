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
    let by = |weights: &[u8]| weighted::sum(&symbols[..11], weights) % 11;
    let first = by(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let right = if first == 10 { by(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) } else { first };
    (is_day(century + field(0), field(2), field(4)) && right == u32::from(symbols[11]))
        .then_some(Pass::PLAIN)
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

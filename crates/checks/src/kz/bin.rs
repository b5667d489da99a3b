//! Kazakh business numbers (BIN): year and month of registration, kind of the holder and of its part, five digits, and a
//! check digit by the rule of persons' numbers (Law 223-III of 2007 on national registers).

use super::iin;
use crate::Pass;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 12
        && digits.written_as(&[0x66], b" ")
        && matches!(number(&symbols[2..4]), 1..=12)
        && matches!(symbols[4..6], [4..=6, 0..=4])
        && iin::check_digit(symbols) == u32::from(symbols[11]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["940140000385", "940140 000385"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_kinds_and_forms_fail() {
        for clear in ["940140000386", "941340000385", "940120000385", "94014000038"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

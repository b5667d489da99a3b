//! Saudi identity numbers: 1 for citizens or 2 for residents, eight digits, and a check digit by Luhn (Ministry of
//! Interior, Absher). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && matches!(symbols[0], 1 | 2)
        && digits.groups() == 0
        && luhn::passes(symbols)
        && symbols[1..9].iter().any(|&digit| digit != symbols[1]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["1058529940", "2475086308"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["1058529941", "3058529940", "105852994", "10585-29940"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

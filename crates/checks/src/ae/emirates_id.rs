//! Emirates identity cards: 784, the year of birth, seven digits, and a check digit by Luhn (ICP, Federal Law 9
//! of 2006). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 15
        && symbols[..3] == [7, 8, 4]
        && (1900..=2030).contains(&number(&symbols[3..7]))
        && digits.written_as(&[0x3471], b" -")
        && luhn::passes(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["784-1968-6570305-0", "784196865703050"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in
            ["784-1968-6570305-1", "785-1968-6570305-0", "784-1868-6570305-0", "78419686570305"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

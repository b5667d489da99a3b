//! Israeli numbers of companies and associations: 5, seven digits, and a check digit by Luhn (Corporations Authority).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 9
        && symbols[0] == 5
        && digits.written_as(&[0x81, 0x261], b"-")
        && luhn::passes(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["516179157", "51-617915-7"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["516179150", "490154203", "51617915", "516-179-157"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

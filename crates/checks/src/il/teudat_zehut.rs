//! Israeli identity numbers (mispar zehut): eight digits and a check digit by Luhn (Population Registry).
//! Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 9
        && digits.written_as(&[0x81, 0x333, 0x171], b" -")
        && luhn::passes(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["039337423", "03933742-3", "0-3933742-3"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in ["039337424", "03933742", "000000000", "0393374230"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

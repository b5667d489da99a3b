//! Russian tax numbers of organisations: nine digits and a check digit modulo 11, of which 10 is
//! written 0 (Order of the Federal Tax Service of 29 June 2012).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && digits.groups() == 0
        && symbols[..2] != [0, 0]
        && weighted::sum(&symbols[..9], &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10
            == u32::from(symbols[9])
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1234567894", "7707083893"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["1234567895", "770708389", "77-07083893", "0012345674"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

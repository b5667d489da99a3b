//! Thai citizens' numbers: a digit for the kind of registration, eleven digits, and a check digit modulo 11 by
//! the weights 13 to 2 (Department of Provincial Administration).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

const WEIGHTS: [u8; 12] = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 13
        && matches!(symbols[0], 1..=8)
        && digits.written_as(&[0x14521], b" -")
        && is_checked(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

/// The last of thirteen digits is the one that the others ask for.
pub(super) fn is_checked(symbols: &[u8]) -> bool {
    (11 - weighted::sum(&symbols[..12], &WEIGHTS) % 11) % 10 == u32::from(symbols[12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1234545678781", "1-2345-45678-78-1"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["1234545678782", "0234545678781", "123454567878", "12345-45678-781"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

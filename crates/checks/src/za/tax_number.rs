//! South African tax numbers: ten digits that begin with 0, 1, 2, 3 or 9 and pass Luhn (SARS, BRS: PAYE
//! employer reconciliation). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && matches!(symbols[0], 0..=3 | 9)
        && digits.written_as(&[0x334, 0x3331], b" /-")
        && luhn::passes(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["0001339050", "000/133/9050"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_beginnings_and_lengths_fail() {
        for clear in ["0001339051", "4001339050", "000133905", "0000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

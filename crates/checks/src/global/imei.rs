//! Identities of mobile telephones (3GPP TS 23.003, GSMA TS.06): fifteen digits, the first two those
//! of a body that allots them, the last a Luhn check digit. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 15
        && digits.written_as(&[0x2661, 0x8610, 0x861, 0x6261], b" -/")
        && matches!(
            number(&symbols[..2]),
            1 | 10 | 30 | 33 | 35 | 44 | 45 | 49..=54 | 86 | 91 | 98 | 99
        )
        && luhn::passes(symbols)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["35-209900-176148-1", "352099001761481", "49-015420-323751-8"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_bodies_and_lengths_fail() {
        for clear in ["352099001761482", "752099001761487", "35209900176148", "000000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

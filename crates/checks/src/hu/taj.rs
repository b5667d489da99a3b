//! Hungarian social security numbers: eight digits by the weights 3 and 7 in turn and a check digit,
//! modulo ten (1996. évi XX. törvény, annex). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;

const WEIGHTS: [u8; 8] = [3, 7, 3, 7, 3, 7, 3, 7];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., last] = digits.symbols() else { return None };
    (payload.len() == 8
        && !all_same(digits.symbols())
        && !ascending(digits.symbols())
        && weighted::sum(payload, &WEIGHTS) % 10 == u32::from(*last)
        && digits.written_as(&[0x333], b" -"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["190032786", "190 032 786"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["190032787", "000000000", "12345678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Finnish business identifiers, behind FI also VAT numbers: seven digits by the weights 7, 9, 10,
//! 5, 8, 4, 2 and a check digit, modulo eleven (PRH, "Y-tunnus"). Every single wrong digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 8] = [7, 9, 10, 5, 8, 4, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"FI"))?;
    (digits.symbols().len() == 8
        && !all_same(digits.symbols())
        && !ascending(digits.symbols())
        && weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(11)
        && digits.written_as(&[0x71], b"-"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["2077474-0", "FI20774740", "FI 2077474-0"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["2077474-1", "207747-40", "00000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Estonian VAT numbers: nine digits, weights 3, 7, 1 in turn, modulo ten (Maksu- ja Tolliamet,
//! "Käibemaksukohustuslase number"). Every single wrong digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 9] = [3, 7, 1, 3, 7, 1, 3, 7, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"EE"))?;
    (digits.symbols().len() == 9
        && !all_same(digits.symbols())
        && !ascending(digits.symbols())
        && weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(10)
        && digits.written_as(&[0x333], b" "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["100594102", "EE100594102", "EE 100 931 558"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["EE100594103", "EE10059410", "111111111"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

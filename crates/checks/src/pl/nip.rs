//! Polish tax numbers: nine digits by the weights 6, 5, 7, 2 to 7 and a check digit, modulo eleven
//! (Ustawa o zasadach ewidencji i identyfikacji podatników; Rozporządzenie MF). Every single wrong
//! digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

/// -1 is 10 modulo 11.
const WEIGHTS: [u8; 10] = [6, 5, 7, 2, 3, 4, 5, 6, 7, 10];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"PL"))?;
    (digits.symbols().len() == 10
        && !all_same(digits.symbols())
        && !ascending(digits.symbols())
        && weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(11)
        && digits.written_as(&[0x3322, 0x3223, 0x334], b"- "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["1186085547", "PL 1186085547", "856-734-62-15", "856-73-46-215"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["8567346216", "856-7346-215", "0000000000", "856734621"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

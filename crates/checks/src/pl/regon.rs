//! Polish business registration numbers: nine digits, the last by the weights 8, 9 and 2 to 7
//! modulo eleven; fourteen for a local unit, with a check digit of their own (GUS, "REGON"). Most
//! single wrong digits are caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;

const UNIT: [u8; 8] = [8, 9, 2, 3, 4, 5, 6, 7];
const LOCAL_UNIT: [u8; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let number = digits.symbols();
    let fits = match number.len() {
        9 => is_checked(number, &UNIT),
        14 => is_checked(&number[..9], &UNIT) && is_checked(number, &LOCAL_UNIT),
        _ => false,
    };
    (fits && !all_same(number) && !ascending(number) && digits.written_as(&[0x333, 0x95], b" -"))
        .then_some(Pass::PLAIN)
}

fn is_checked(digits: &[u8], weights: &[u8]) -> bool {
    let [payload @ .., last] = digits else { return false };
    weighted::sum(payload, weights) % 11 % 10 == u32::from(*last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["192598184", "192-598-184", "12345678512347"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["192598183", "12345678612342", "12345678512348", "19259818"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Latvian personal codes: date of birth, a digit for the century, a serial number, and a check
//! digit; since July 2017 32 and nine digits that tell nothing (Fizisko personu reģistra likums;
//! PMLP, "Personas kods"). Births after 2030 are refused. Most single wrong digits are caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.written_as(&[0x65], b"- ") && is_code(digits.symbols())).then_some(Pass::PLAIN)
}

/// Whether the digits are a code of either form.
pub(super) fn is_code(digits: &[u8]) -> bool {
    let [payload @ .., last] = digits else { return false };
    payload.len() == 10
        && (payload.starts_with(&[3, 2]) || is_dated(payload))
        && (1 + weighted::sum(payload, &WEIGHTS)) % 11 % 10 == u32::from(*last)
}

fn is_dated(payload: &[u8]) -> bool {
    let pair = |at: usize| number(&payload[at..at + 2]) as u32;
    let year = 1800 + u32::from(payload[6]) * 100 + pair(4);
    year <= YEAR_MAX && is_day(year, pair(2), pair(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["161175-19997", "16117519997", "328673-00679"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["161375-19997", "328673-00677", "161175-1999", "16-117519997", "338673-00679"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

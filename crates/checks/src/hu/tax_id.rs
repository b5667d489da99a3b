//! Hungarian tax identification numbers of people: an 8, the days from 1 January 1867 to the birth,
//! three digits, and the sum of the digits times their places modulo eleven (2017. évi CL. törvény,
//! annex 1). Births after 2030 are refused. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const PLACES: [u8; 9] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/// 31 December 2030.
const DAYS_MAX: u64 = 59_899;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., last] = digits.symbols() else { return None };
    (payload.len() == 9
        && payload[0] == 8
        && number(&payload[1..6]) <= DAYS_MAX
        && weighted::sum(payload, &PLACES) % 11 == u32::from(*last)
        && digits.written_as(&[0x1333, 0x334, 0x433, 0x1531], b" -"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        assert!(passes(b"8442904883").is_some());
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["8442904884", "8700002933", "841234567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

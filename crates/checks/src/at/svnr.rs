//! Austrian social insurance numbers: a serial number, a check digit and the date of birth; weights 3,
//! 7, 9 and 5, 8, 4, 2, 1, 6 modulo 11, ten is never issued (ASVG § 31; Dachverband der
//! Sozialversicherungsträger). Months 13 to 15 serve days whose numbers ran out. Every single wrong
//! digit is caught.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

/// -1 is 10 modulo 11.
const WEIGHTS: [u8; 10] = [3, 7, 9, 10, 5, 8, 4, 2, 1, 6];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let grouped = matches!(digits.groups(), 0 | 0x46 | 0x316 | 0x4222 | 0x31222);
    (symbols.len() == 10
        && grouped
        && digits.separated_by(b" -./")
        && symbols[0] != 0
        && weighted::sum(symbols, &WEIGHTS).is_multiple_of(11)
        && is_birth(&symbols[4..]))
    .then_some(Pass::PLAIN)
}

fn is_birth(digits: &[u8]) -> bool {
    let [day, month, year] = [0, 2, 4].map(|at| number(&digits[at..at + 2]) as u32);
    is_day_in_some_century(year, month, day)
        || (matches!(month, 13..=15) && (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1237 010180", "1237010180", "1237 01 01 80", "1237-010180", "1237/010180"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_dates_fail() {
        for clear in ["2237 010180", "1237 320180", "0237010180", "123701018", "12 37 010180"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

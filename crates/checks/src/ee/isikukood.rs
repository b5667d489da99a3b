//! Estonian personal identification codes: a digit for sex and century, date of birth, a serial
//! number, a check digit of two rounds modulo eleven (Rahvastikuregistri seadus; EVS 585). Births
//! after 2030 are refused. Most single wrong digits are caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::twice_eleven;

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.separators().is_empty() && is_dated(digits.symbols())).then_some(Pass::PLAIN)
}

/// Eleven digits with a date and a right check digit; Lithuania took over the same code.
pub(crate) fn is_dated(digits: &[u8]) -> bool {
    if digits.len() != 11 || !(1..=6).contains(&digits[0]) {
        return false;
    }
    let pair = |at: usize| number(&digits[at..at + 2]) as u32;
    let year = 1800 + u32::from(digits[0] - 1) / 2 * 100 + pair(1);
    year <= YEAR_MAX && is_day(year, pair(3), pair(5)) && twice_eleven::passes(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["36805280109", "48112078171"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["36805280108", "36813280109", "76805280109", "3680528010", "368052801091"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Hungarian personal identifiers: a digit for sex and century, date of birth, a serial number, and
//! the sum of the digits times their places modulo eleven, counted from the end for births since 1997
//! (1996. évi XX. törvény, annex). Births after 2030 are refused. Every single wrong digit is caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const UP: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const DOWN: [u8; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., last] = digits.symbols() else { return None };
    if payload.len() != 10 || !digits.written_as(&[0x164, 0x1631, 0x12224], b" -") {
        return None;
    }
    let pair = |at: usize| number(&payload[at..at + 2]) as u32;
    let century = match payload[0] {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => return None,
    };
    let year = century + pair(1);
    let weights = if year < 1997 { &UP } else { &DOWN };
    (year <= YEAR_MAX
        && is_day(year, pair(3), pair(5))
        && weighted::sum(payload, weights) % 11 == u32::from(*last))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["1-780409-6918", "40511232281"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["17804096919", "18013011234", "1800101123"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

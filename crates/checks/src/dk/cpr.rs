//! Danish civil registration numbers: date of birth, a digit that tells the century, a serial
//! number (CPR-kontoret, "Personnummeret i CPR"). Since 2007 numbers are given out that fail the old
//! sum modulo eleven, so it is told and not asked for. Births after 2030 are refused. Only dates
//! that do not exist are caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    if digits.symbols().len() != 10 || !digits.written_as(&[0x64, 0x2224], b"- ") {
        return None;
    }
    let pair = |at: usize| number(&digits.symbols()[at..at + 2]) as u32;
    let year = pair(4)
        + match digits.symbols()[6] {
            0..=3 => 1900,
            4 | 9 if pair(4) >= 37 => 1900,
            5..=8 if pair(4) >= 58 => 1800,
            _ => 2000,
        };
    if year > YEAR_MAX || !is_day(year, pair(2), pair(0)) {
        return None;
    }
    let sums_up = weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(11);
    Some(Pass { detail: if sums_up { "sum modulo 11 holds" } else { "" }, ..Pass::PLAIN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["070761-4285", "0707614285", "070761 4286"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["310261-4285", "071361-4285", "070735-4285", "070761-428", "07-0761-4285"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Icelandic identity numbers of people, and of organisations with 40 added to the day: a date, two
//! digits, one by the weights 3, 2 and 7 to 2 modulo eleven, one for the century (Þjóðskrá,
//! "Kennitala"). Dates after 2030 are refused. Every single wrong digit is caught, save some of the
//! century's.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [3, 2, 7, 6, 5, 4, 3, 2, 1];

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    if digits.symbols().len() != 10 || !digits.written_as(&[0x64], b"- ") {
        return None;
    }
    let pair = |at: usize| number(&digits.symbols()[at..at + 2]) as u32;
    let year = pair(4)
        + match digits.symbols()[9] {
            9 => 1900,
            0 => 2000,
            _ => return None,
        };
    let (day, detail) = match pair(0) {
        41.. => (pair(0) - 40, "organisation"),
        day => (day, ""),
    };
    (year <= YEAR_MAX
        && is_day(year, pair(2), day)
        && weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(11))
    .then_some(Pass { detail, ..Pass::PLAIN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["110381-8599", "5903073270"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["5903073280", "320174-3399", "120174-3398", "12017433990"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

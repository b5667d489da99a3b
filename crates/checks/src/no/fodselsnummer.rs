//! Norwegian national identity numbers: date of birth, an individual number that tells the century,
//! two digits of weights modulo eleven (Skatteetaten, "Fødselsnummer"; forskrift om
//! folkeregistrering, section 2-2-1). Hospitals raise the month by 40 in numbers of their own.
//! Births after 2030 are refused. Every single wrong digit is caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const FIRST: [u8; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND: [u8; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    with_day_raised_by(0, clear).then_some(Pass::PLAIN)
}

/// Whether this is such a number once `raise` is taken off its day.
pub(super) fn with_day_raised_by(raise: u32, clear: &[u8]) -> bool {
    let Some(digits) = Grouped::digits(clear) else { return false };
    let symbols = digits.symbols();
    if symbols.len() != 11 || !digits.written_as(&[0x65, 0x2225, 0x632], b" -.") {
        return false;
    }
    let pair = |at: usize| number(&symbols[at..at + 2]) as u32;
    let (Some(day), month) = (pair(0).checked_sub(raise), pair(2)) else { return false };
    let month = if month > 40 { month - 40 } else { month };
    year(pair(4), number(&symbols[6..9])).is_some_and(|year| is_day(year, month, day))
        && weighted::sum(symbols, &FIRST).is_multiple_of(11)
        && weighted::sum(symbols, &SECOND).is_multiple_of(11)
}

/// The year of birth by its last two digits and the individual number.
fn year(of_century: u32, individual: u64) -> Option<u32> {
    let century = match individual {
        0..=499 => 1900,
        500..=749 if of_century >= 54 => 1800,
        900..=999 if of_century >= 40 => 1900,
        _ if of_century < 40 => 2000,
        _ => return None,
    };
    Some(century + of_century).filter(|year| *year <= YEAR_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["22109326880", "240576 03956"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["24057603957", "15108695089", "15138695088", "1510869508", "150086 95088"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! German pension insurance numbers: area, date of birth, initial, serial number and a check digit;
//! the initial counts as its place in the alphabet in two digits, weights 2, 1, 2, 5, 7, 1, 2, 1, 2,
//! 1, 2, 1 with the digits of each product added up, modulo 10 (VKVV § 4). Every single wrong digit
//! is caught.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};

const WEIGHTS: [u8; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
/// Added to the day of birth when the serial numbers of a day have run out.
const DAY_RAISED: u64 = 50;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [before @ .., letter @ b'A'..=b'Z', _, _, _] = written.symbols() else { return None };
    if before.len() != 8 || !written.separated_by(b" -./") {
        return None;
    }
    let place = letter - b'A' + 1;
    let mut digits = [0; 13];
    (digits[8], digits[9]) = (place / 10, place % 10);
    for (at, &character) in (0..8).chain(10..13).zip(before.iter().chain(&written.symbols()[9..])) {
        digits[at] = character.is_ascii_digit().then(|| character - b'0')?;
    }
    let sum: u8 = digits[..12]
        .iter()
        .zip(WEIGHTS)
        .map(|(&digit, weight)| digit * weight / 10 + digit * weight % 10)
        .sum();
    (sum % 10 == digits[12] && is_area(&digits[..2]) && is_birth(&digits[2..8]))
        .then_some(Pass::PLAIN)
}

/// 02 to 29 are the insurers' areas, 38 and 39 the federal ones; each again raised by 40 for
/// numbers given in the new states and later, 80 to 89 the miners'.
fn is_area(digits: &[u8]) -> bool {
    matches!(number(digits), 2..=29 | 38..=79 | 80..=89)
}

fn is_birth(digits: &[u8]) -> bool {
    let day = number(&digits[..2]);
    let day = if day > DAY_RAISED { day - DAY_RAISED } else { day };
    let (month, year) = (number(&digits[2..4]), number(&digits[4..]));
    // Nothing but the year is known of some births.
    (day == 0 && month == 0) || is_day_in_some_century(year as u32, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["65170839J003", "15070649C103", "15 070649 C 103", "65170839j003"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_areas_fail() {
        for clear in ["65170839J004", "65321339J003", "00070649C103", "15070649C10", "150706491103"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

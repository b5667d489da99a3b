//! Romanian personal numbers: sex and century, date of birth, county, serial number, and a check
//! digit modulo 11 by the weights 2 7 9 1 4 6 3 5 8 2 7 9, ten written 1 (Legea 105/1996, HG
//! 1375/2006).

use crate::Pass;
use crate::calendar::{is_day, is_day_in_some_century};
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 12] = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9];

/// Later births cannot stand in data of today.
const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || !digits.separated_by(b" -") {
        return None;
    }
    let pair = |at: usize| number(&symbols[at..at + 2]) as u32;
    let day = match symbols[0] {
        1 | 2 => is_day(1900 + pair(1), pair(3), pair(5)),
        3 | 4 => is_day(1800 + pair(1), pair(3), pair(5)),
        5 | 6 => 2000 + pair(1) <= YEAR_MAX && is_day(2000 + pair(1), pair(3), pair(5)),
        7..=9 => is_day_in_some_century(pair(1), pair(3), pair(5)),
        _ => false,
    };
    let county = matches!(pair(7), 1..=48 | 51 | 52 | 70 | 80..=83);
    let right = match weighted::sum(&symbols[..12], &WEIGHTS) % 11 {
        10 => 1,
        digit => digit,
    };
    (day && county && right == u32::from(symbols[12])).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        assert!(passes(b"1630615123457").is_some());
    }

    #[test]
    fn wrong_digits_days_counties_and_lengths_fail() {
        for clear in
            ["1630615123458", "1632215123457", "0800101221142", "163061512345", "16306151234577"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Czech and Slovak birth numbers: date of birth, a woman's month raised by 50, perhaps 20 more; since
//! 1954 a tenth digit makes the whole divisible by eleven, ten being written 0 (Zákon 133/2000 Sb.;
//! Zákon 301/1995 Z. z.). Births after 2030 are refused. Of nine digits only the date is tested.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, all_same, number};

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.written_as(&[0x63, 0x64], b"/ -") && is_birth_number(digits.symbols()))
        .then_some(Pass::PLAIN)
}

/// Nine or ten digits with a date of birth and, of ten, the right last one.
pub(crate) fn is_birth_number(digits: &[u8]) -> bool {
    if !matches!(digits.len(), 9 | 10) || all_same(digits) {
        return false;
    }
    let pair = |at: usize| number(&digits[at..at + 2]) as u32;
    let year = match (digits.len(), pair(0)) {
        (9, year @ 80..) => 1800 + year,
        (9, year @ ..=53) => 1900 + year,
        (9, _) => return false,
        (_, year @ ..=53) => 2000 + year,
        (_, year) => 1900 + year,
    };
    let checked = digits.len() == 9 || number(&digits[..9]) % 11 % 10 == u64::from(digits[9]);
    checked && year <= YEAR_MAX && is_day(year, pair(2) % 50 % 20, pair(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["845418/5784", "9908164035", "991231123", "531231/123"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["845418/5785", "110349/2745", "590312/123", "71-0319/2745", "71031927"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Swedish personal identity numbers: date of birth with or without the century, a serial number,
//! a Luhn digit over the last ten (Folkbokföringslag 1991:481, section 18). The sign before the
//! last four digits is `-`, or `+` from the year in which the person turns a hundred. Births after
//! 2030 are refused. Every single wrong digit is caught, save one in the century.

use crate::Pass;
use crate::calendar::{is_day, is_day_in_some_century};
use crate::grouped::{Grouped, number};
use crate::sums::luhn;

const YEARS: std::ops::RangeInclusive<u32> = 1800..=2030;

/// `20001231-1234` with a no-break hyphen.
const BYTES_MAX: usize = 15;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    with_day_raised_by(0, clear).then_some(Pass::PLAIN)
}

/// Whether this is such a number once `raise` is taken off its day.
pub(super) fn with_day_raised_by(raise: u32, clear: &[u8]) -> bool {
    let mut dashed = [0; BYTES_MAX];
    let Some(dashed) = dashed.get_mut(..clear.len()) else { return false };
    dashed.copy_from_slice(clear);
    let plus = dashed.iter_mut().find(|byte| **byte == b'+');
    let is_hundred = plus.is_some();
    if let Some(sign) = plus {
        *sign = b'-';
    }
    let Some(digits) = Grouped::digits(dashed) else { return false };
    let Some(at) = digits.symbols().len().checked_sub(10) else { return false };
    let (century, ten) = digits.symbols().split_at(at);
    let pair = |at: usize| number(&ten[at..at + 2]) as u32;
    let Some(day) = pair(4).checked_sub(raise) else { return false };
    let is_born = match (century.len(), is_hundred) {
        (0, false) => is_day_in_some_century(pair(0), pair(2), day),
        (0, true) => is_day(1900 + pair(0), pair(2), day),
        (2, _) => {
            let year = number(century) as u32 * 100 + pair(0);
            YEARS.contains(&year) && is_day(year, pair(2), day)
        }
        _ => false,
    };
    is_born && digits.written_as(&[0x64, 0x84], b"- ") && luhn::passes(ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_in_every_usual_form() {
        for clear in [
            "850709-9805",
            "19850709-9805",
            "198507099805",
            "8507099805",
            "850709+9805",
            "850709 9805",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in [
            "850709-9806",
            "851309-9805",
            "850769-9805",
            "20850709-9805",
            "850709-980",
            "85-07099805",
            "850709++9805",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Luxembourg's national identification numbers: date of birth in eight digits, a serial number of
//! three, and two check digits over those eleven, by Luhn and by Verhoeff (Law of 19 June 2013; CTIE).
//! Every single wrong digit and every swap of neighbours is caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::{luhn, verhoeff};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let (payload, check) = digits.symbols().split_at_checked(11)?;
    let grouped = matches!(digits.groups(), 0 | 0x85 | 0x4225 | 0x832 | 0x42232);
    (check == [luhn::check_digit(payload), verhoeff::check_digit(payload)]
        && grouped
        && digits.separated_by(b" -./")
        && is_birth(payload))
    .then_some(Pass::PLAIN)
}

/// Numbers were given out to whoever lived when the register began.
fn is_birth(payload: &[u8]) -> bool {
    let year = number(&payload[..4]) as u32;
    let (month, day) = (number(&payload[4..6]) as u32, number(&payload[6..8]) as u32);
    (1850..=2030).contains(&year) && is_day(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_european_commission_passes() {
        for clear in ["1893120105732", "1893 12 01 057 32", "18931201 05732"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_dates_fail() {
        for clear in ["1893120105733", "1893130105732", "189312010573", "1893-120105732"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

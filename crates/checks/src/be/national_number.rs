//! Belgian national numbers and BIS numbers: date of birth, counter and two digits, 97 minus the rest
//! modulo 97; those born since 2000 have a 2 in front when it is computed. BIS numbers add 20 or 40 to
//! the month (Royal Decree of 3 April 1984; KSZ). Most wrong digits are caught: one century's check
//! may accept what the other's refuses.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};

/// The latest year of birth, so that there is no clock.
const BORN_MAX: u64 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let (payload, check) = digits.symbols().split_at_checked(9)?;
    let grouped = matches!(digits.groups(), 0 | 0x22232 | 0x632 | 0x65 | 0x92);
    if check.len() != 2 || !grouped || !digits.separated_by(b" .-/") {
        return None;
    }
    let (value, year) = (number(payload), number(&payload[..2]));
    let (month, day) = (number(&payload[2..4]), number(&payload[4..6]));
    let check = number(check);
    let born = |century: u64| match (month, day) {
        (0..=12, _) => is_birth(century + year, month, day),
        (20..=32, _) => is_birth(century + year, month - 20, day),
        (40..=52, _) => is_birth(century + year, month - 40, day),
        _ => false,
    };
    let counted = payload[6..] != [0, 0, 0] && payload[6..] != [9, 9, 9];
    let before_2000 = check == 97 - value % 97 && born(1900);
    let since_2000 =
        2000 + year <= BORN_MAX && check == 97 - (2_000_000_000 + value) % 97 && born(2000);
    (counted && (before_2000 || since_2000)).then_some(Pass::PLAIN)
}

/// A day, or zeros for what is not known of it; where a day's counter ran out, the month is zero and
/// the day counts on.
fn is_birth(year: u64, month: u64, day: u64) -> bool {
    month == 0 || day == 0 || is_day(year as u32, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // Born before and since 2000, then two BIS numbers.
        for clear in [
            "85.07.30-033.28",
            "85 07 30 033 28",
            "850730-033-28",
            "85073003328",
            "17073003384",
            "98.47.28-997.65",
            "01490700185",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_groupings_fail() {
        for clear in
            ["85.07.30-033.29", "12345678901", "8507.30.033.28", "8507300332", "00000000097"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

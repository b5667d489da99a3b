//! The Gregorian calendar, as far as numbers that carry a date of birth need it.

/// Whether the day exists in the month; the year decides about 29 February.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    (1..=12).contains(&month) && day >= 1 && day <= days(month, leap)
}

/// Whether the day exists in some century's year with these last two digits.
pub(crate) fn is_day_in_some_century(year: u32, month: u32, day: u32) -> bool {
    is_day(1600 + year % 100, month, day)
}

fn days(month: u32, leap: bool) -> u32 {
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_days_follow_the_gregorian_rule() {
        assert!(is_day(2000, 2, 29) && is_day(2024, 2, 29));
        assert!(!is_day(1900, 2, 29) && !is_day(2023, 2, 29) && !is_day(2024, 2, 30));
        assert!(is_day_in_some_century(0, 2, 29) && !is_day_in_some_century(1, 2, 29));
    }

    #[test]
    fn months_have_their_days() {
        assert!(is_day(1999, 12, 31) && !is_day(1999, 11, 31));
        assert!(!is_day(1999, 0, 1) && !is_day(1999, 13, 1) && !is_day(1999, 1, 0));
    }
}

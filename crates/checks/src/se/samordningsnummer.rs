//! Swedish coordination numbers, for people who are not in the population register: a personal
//! identity number with 60 added to the day of birth (Lag 2022:1697 om samordningsnummer).

use super::personnummer::with_day_raised_by;
use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    with_day_raised_by(60, clear).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["850769-9802", "19850769-9802"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["850709-9805", "850769-9803", "850792-9803"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

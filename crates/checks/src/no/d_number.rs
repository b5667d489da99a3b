//! Norwegian D-numbers, for people with a short stay: a national identity number with 40 added to
//! the day of birth (Skatteetaten, "D-nummer"). Every single wrong digit is caught.

use super::fodselsnummer::with_day_raised_by;
use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    with_day_raised_by(40, clear).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        assert!(passes(b"45087838742").is_some());
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["22109326880", "45087838743"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

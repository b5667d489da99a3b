//! Northern Irish patients' numbers (Health and Care Number): the check digit of NHS numbers in the
//! range from 320 000 0001 to 399 999 9999 (NHS England, "Patient identifiers of the home
//! countries"). Every single wrong digit is caught.

use super::nhs;
use crate::Pass;
use crate::grouped::Grouped;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let in_range = matches!(digits.symbols(), [3, 2..=9, ..]);
    (in_range && nhs::is_checked(digits.symbols()) && digits.written_as(&[0x334], b" -"))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_range_pass() {
        for clear in ["3200000015", "320 000 0015", "320-000-0015"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_wrong_digits_fail() {
        for clear in ["9434765919", "3200000016", "3100000013", "320000001", "32 0000 0015"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

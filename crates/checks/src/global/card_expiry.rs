//! Month and year at which a payment card expires, as four digits: a month, and the last two digits of a year
//! from 2020 to 2049.

use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    matches!(
        clear,
        [b'0', b'1'..=b'9', b'2'..=b'4', b'0'..=b'9']
            | [b'1', b'0'..=b'2', b'2'..=b'4', b'0'..=b'9']
    )
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_year_pass() {
        for clear in ["0126", "1029", "1249"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_months_years_and_lengths_fail() {
        for clear in ["0026", "1326", "0119", "0150", "126", "01226", "01/26", "12ab", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

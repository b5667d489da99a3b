//! Indian voters' numbers (EPIC): three letters and seven digits, the last by Luhn (Election Commission
//! of India, Manual on Electoral Rolls). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let digits = digit_values::<7>(symbols.get(3..)?)?;
    (symbols[..3].iter().all(u8::is_ascii_uppercase)
        && written.written_as(&[0x37], b" -/")
        && luhn::passes(&digits)
        && !all_same(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["WKH1186253", "wkh1186253", "WKH 1186253"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["WKH1186254", "WK1186253", "WKH118625", "WKHA186253", "WKH0000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

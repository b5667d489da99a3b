//! Austrian tax account numbers: a tax office in two digits, six more and a check digit by Luhn (BMF,
//! Prüfziffernverfahren der Abgabenkontonummer). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 9
        && matches!(digits.groups(), 0 | 0x234 | 0x27 | 0x54 | 0x333)
        && digits.separated_by(b" -/.")
        && is_office(number(&symbols[..2]))
        && luhn::passes(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

/// The numbers under which tax offices keep accounts.
fn is_office(office: u64) -> bool {
    matches!(office, 3 | 4 | 6..=10 | 12 | 15 | 16 | 18 | 22 | 23 | 29 | 33 | 38 | 41 | 46 | 51..=54)
        || matches!(office, 57 | 59 | 61 | 65 | 67..=69 | 71 | 72 | 81..=84 | 90 | 91 | 93 | 97 | 98)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["59-119/9013", "591199013", "59 119/9013", "59 1199013"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_offices_fail() {
        for clear in ["59-119/9014", "00-119/9013", "5911990", "5911-99/013"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

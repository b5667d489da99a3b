//! Lithuanian personal codes: a digit for sex and century, date of birth, a serial number, a check
//! digit of two rounds modulo eleven (Gyventojų registro įstatymas); those that begin with 9 are
//! exceptions without a date. Births after 2030 are refused. Most single wrong digits are caught.

use crate::Pass;
use crate::ee::is_dated;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::twice_eleven;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let fits = match digits.symbols() {
        code @ [9, ..] => {
            code.len() == 11 && !all_same(code) && !ascending(code) && twice_eleven::passes(code)
        }
        code => is_dated(code),
    };
    (fits && digits.separators().is_empty()).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["33309240064", "96050699079"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["33309240164", "33313240064", "3330924006"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Korean resident registration numbers: date of birth, century and sex, five digits, and a check digit
//! modulo 11 by the weights 2 to 9 and 2 to 5. Numbers given since October 2020 have no check digit
//! (Enforcement Rule of the Resident Registration Act) and are not told from others.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || !digits.written_as(&[0x67], b" -") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    let century = match symbols[6] {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    let right = (11 - weighted::sum(&symbols[..12], &WEIGHTS) % 11) % 10;
    (is_day(century + field(0), field(2), field(4))
        && field(7) <= 96
        && u32::from(symbols[12]) == right)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["971013-9019902", "9710139019902"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["971013-9019903", "971313-9019902", "97101-39019902", "971013901990"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

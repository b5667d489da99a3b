//! Malaysian identity cards (MyKad): date of birth, place, and four digits, the last of which tells the sex
//! (National Registration Department). There is no check digit: dates and places are what is checked.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || !digits.written_as(&[0x624], b" -") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    // 17 to 20, 69, 70, 73, 80, 81 and 94 to 97 are no places.
    let is_place = matches!(field(6), 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99);
    (is_place && is_day_in_some_century(field(0), field(2), field(4)) && symbols[8..] != [0; 4])
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["770305-02-1234", "770305021234"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["771305-02-1234", "770305-17-1234", "770305-02-0000", "77030502123"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

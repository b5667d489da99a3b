//! Egyptian national numbers: century, date of birth, governorate of birth, four digits whose last is odd for men,
//! and a digit whose sum nobody has published (Civil Status Law 143 of 1994). Dates and places are what is checked.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};

const LAST_YEAR: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 14 || !digits.written_as(&[0x16241, 0x122_2241], b" -") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    let century = match symbols[0] {
        2 => 1900,
        3 => 2000,
        _ => return None,
    };
    let year = century + field(1);
    // 88 is a birth abroad.
    let is_place = matches!(field(7), 1..=4 | 11..=19 | 21..=29 | 31..=35 | 88);
    (year <= LAST_YEAR && is_day(year, field(3), field(5)) && is_place && symbols[9..13] != [0; 4])
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_day_and_a_governorate_pass() {
        for clear in
            ["29001011234567", "30402290112345", "2 900101 12 3456 7", "2-90-01-01-12-3456-7"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_days_places_and_forms_fail() {
        for clear in [
            "19001011234567",
            "29002301234567",
            "29001010534567",
            "23102290112345",
            "39901011234567",
            "2900101123456",
            "29001011200007",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Health insurance numbers of Quebec: three letters of the surname and one of the first name, the
//! date of birth with fifty added to a woman's month, and two digits (Régie de l'assurance maladie
//! du Québec, "Numéro d'assurance maladie"). How the last digit is computed is not published: only
//! form and date are checked.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    if symbols.len() != 12 || !written.written_as(&[0x444], b" -") {
        return None;
    }
    let (letters, digits) = symbols.split_at(4);
    if !letters.iter().all(u8::is_ascii_uppercase) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pair = |at: usize| number(&[digits[at] - b'0', digits[at + 1] - b'0']) as u32;
    let month = if pair(2) > 50 { pair(2) - 50 } else { pair(2) };
    is_day_in_some_century(pair(0), month, pair(4)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_men_and_women_pass() {
        for clear in ["TREM 8507 1512", "TREM85571512", "trem-8507-1512"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn dates_that_are_none_and_other_forms_fail() {
        for clear in ["TREM 8513 1512", "TREM 8507 3212", "TRE1 8507 1512", "TREM 8507 151"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

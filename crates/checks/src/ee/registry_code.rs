//! Estonian registry codes of companies, associations and institutions: eight digits that begin
//! with 1, 7, 8 or 9, the last by two rounds modulo eleven (Registrite ja Infosüsteemide Keskus).
//! Most single wrong digits are caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::twice_eleven;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let code = digits.symbols();
    (code.len() == 8
        && matches!(code[0], 1 | 7..=9)
        && !all_same(code)
        && !ascending(code)
        && digits.separators().is_empty()
        && twice_eleven::passes(code))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        assert!(passes(b"16564804").is_some());
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["16564805", "32345674", "1234567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

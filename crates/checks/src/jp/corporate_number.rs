//! Japanese corporate numbers: a check digit modulo 9, never 0, before twelve digits (National Tax Agency); on invoices T
//! stands before them.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let clear = clear.strip_prefix(b"T").unwrap_or(clear);
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || !digits.written_as(&[0x1444], b"- ") || all_same(symbols) {
        return None;
    }
    let sum = weighted::sum(&symbols[1..], &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    (u32::from(symbols[0]) == 9 - sum % 9).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["5835678256246", "5-8356-7825-6246", "T5835678256246"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["2835678256246", "583567825624", "58356-7825-6246", "TT5835678256246"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

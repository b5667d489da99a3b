//! Argentine tax and labour numbers (CUIT, CUIL): a kind of holder, eight digits, weights 5, 4, 3,
//! 2, 7, 6, 5, 4, 3, 2 and a check digit modulo 11 (AFIP, Resolución General 10/97). A remainder
//! of one is written 9, so that a wrong digit passes now and then.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// Those of natural persons: the kinds 20, 23, 24, 25, 26 and 27.
pub(crate) fn person(clear: &[u8]) -> Option<Pass> {
    passes(clear, |kind| matches!(kind, 20 | 23..=27))
}

/// Those of organisations: 30, 33 and 34, and 50, 51 and 55 for holders abroad.
pub(crate) fn organisation(clear: &[u8]) -> Option<Pass> {
    passes(clear, |kind| matches!(kind, 30 | 33 | 34 | 50 | 51 | 55))
}

fn passes(clear: &[u8], is_kind: fn(u64) -> bool) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 11 || !digits.written_as(&[0x281], b" -.") {
        return None;
    }
    let right = match 11 - weighted::sum(&symbols[..10], &WEIGHTS) % 11 {
        11 => 0,
        10 => 9,
        digit => digit,
    };
    (is_kind(number(&symbols[..2]))
        && right == u32::from(symbols[10])
        && symbols[2..10].iter().any(|&digit| digit != 0))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["20-05536168-2", "20267565393", "20 26756539 3"] {
            assert!(person(clear.as_bytes()).is_some(), "{clear}");
            assert!(organisation(clear.as_bytes()).is_none(), "{clear}");
        }
        assert!(organisation(b"30-50001091-2").is_some());
    }

    #[test]
    fn wrong_digits_kinds_and_lengths_fail() {
        for clear in
            ["20267565392", "21-05536168-2", "20-00000000-1", "2026756539", "202-6756539-3"]
        {
            assert!(person(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Brazilian driving licences (CNH, its register number): nine digits and two check digits modulo 11, the
//! first by the weights 9 to 1, the second by 1 to 9, two less where the first would be 10 (Resolução
//! CONTRAN 886/2021 has the form). Where the second is 10 it is written 0.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && digits.groups() == 0
        && check_digits(&symbols[..9]) == symbols[9..]
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digits(digits: &[u8]) -> [u8; 2] {
    let first = weighted::sum(digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    let second = weighted::sum(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11;
    let (first, less) = if first == 10 { (0, 2) } else { (first, 0) };
    let second = (second + 11 - less) % 11;
    [first as u8, if second == 10 { 0 } else { second as u8 }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digits_pass() {
        assert!(passes(b"97625655678").is_some());
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["97625655677", "9762565567", "00000000000", "976256556-78"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Brazilian voters' numbers (título eleitoral): eight digits, the state from 01 to 28, and two check
//! digits modulo 11, of which 10 is written 0 (Resolução TSE 23.659/2021, art. 36). In São Paulo and
//! Minas Gerais 1 stood for 0 before, which passes too.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || !digits.written_as(&[0x444], b" .-") {
        return None;
    }
    let state = number(&symbols[8..10]);
    let is_right = |digit: u8, sum: u32| {
        let remainder = sum % 11 % 10;
        u32::from(digit) == remainder || sum.is_multiple_of(11) && state <= 2 && digit == 1
    };
    ((1..=28).contains(&state)
        && is_right(symbols[10], weighted::sum(&symbols[..8], &[2, 3, 4, 5, 6, 7, 8, 9]))
        && is_right(symbols[11], weighted::sum(&symbols[8..11], &[7, 8, 9]))
        && !all_same(&symbols[..8]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digits_pass() {
        for clear in ["102385010671", "1023 8501 0671"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_states_and_lengths_fail() {
        for clear in ["102385010672", "102385013071", "10238501067"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Australian Medicare numbers: eight digits, the first 2 to 6, weights 1, 3, 7, 9 twice, a check
//! digit modulo 10, the card's issue and mostly the person's place on the card (Services Australia;
//! AIHW METeOR 270101). Every wrong digit among the first nine is caught; issue and place are free.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 8] = [1, 3, 7, 9, 1, 3, 7, 9];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let grouped = match digits.groups() {
        0 => true,
        0x451 | 0x4511 => digits.separated_by(b" -/."),
        0xA1 => digits.separated_by(b"-/ "),
        _ => false,
    };
    (matches!(symbols.len(), 10 | 11)
        && grouped
        && matches!(symbols[0], 2..=6)
        && weighted::sum(&symbols[..8], &WEIGHTS) % 10 == u32::from(symbols[8])
        && symbols[9] != 0
        && symbols.get(10) != Some(&0)
        && !all_same(&symbols[..9]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_and_without_a_place_pass() {
        for clear in ["2123 45670 1", "2123456701", "2123 45670 1/1", "21234567011", "2123-45670-1"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_first_digits_and_lengths_fail() {
        for clear in ["2123456711", "7123456701", "2123456700", "212345670", "2222222221"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

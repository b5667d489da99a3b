//! South African identity numbers: date of birth, serial number, citizen (0), resident (1) or refugee (2),
//! a digit that meant race, and a check digit by Luhn (Identification Act 68 of 1997, section 7).

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || !digits.written_as(&[0x6421, 0x6412, 0x643, 0x67], b" -") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    (is_day_in_some_century(field(0), field(2), field(4))
        && symbols[10] <= 2
        && luhn::passes(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["7503305044089", "750330 5044 089", "750330 5044 08 9"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_days_and_lengths_fail() {
        for clear in ["7503305044088", "7513305044089", "750330504408", "0000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

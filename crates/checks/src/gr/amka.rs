//! Greek social security numbers (AMKA): day, month and year of birth, four digits, Luhn (law
//! 3655/2008, article 153). Luhn catches every single wrong digit.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 11 || !digits.separated_by(b" -") {
        return None;
    }
    let part = |from: usize| number(&symbols[from..from + 2]) as u32;
    (is_day_in_some_century(part(4), part(2), part(0)) && luhn::passes(symbols))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["01013099997", "010130 99997", "010130-99997"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_days_and_lengths_fail() {
        for clear in ["01013099999", "32013099995", "0101309999", "010130999970", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Scottish patients' numbers (Community Health Index): day, month and year of birth, three digits,
//! check digit as in NHS numbers (Public Health Scotland, "CHI number"). Every single wrong digit is
//! caught.

use super::nhs;
use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if !nhs::is_checked(symbols) || !digits.written_as(&[0x64, 0x2224, 0x334], b" -") {
        return None;
    }
    let part = |from: usize| number(&symbols[from..from + 2]) as u32;
    is_day_in_some_century(part(4), part(2), part(0)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_day_of_birth_pass() {
        for clear in ["0101010028", "010101 0028", "010101-0028", "01 01 01 0028"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_days_and_wrong_digits_fail() {
        for clear in ["9434765919", "0101010027", "0113010028", "01010100", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

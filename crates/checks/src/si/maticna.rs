//! Slovenian numbers of the business register (matična številka): six digits, a check digit by weights 7
//! to 2 modulo 11, perhaps three characters of a unit (Uredba o vodenju in vzdrževanju Poslovnega registra).
//! Every single wrong digit of the first seven is caught, but for the two remainders that share the digit 0.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values};
use crate::sums::weighted;

const WEIGHTS: [u8; 6] = [7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let (number, unit) = symbols.split_at_checked(7)?;
    let digits = digit_values::<7>(number)?;
    let rest = weighted::sum(&digits[..6], &WEIGHTS) % 11;
    let is_unit = matches!(unit, [] | [_, b'0'..=b'9', b'0'..=b'9']);
    // A remainder of 0 is given to no number.
    (is_unit
        && written.separated_by(b" .")
        && rest != 0
        && u32::from(digits[6]) == (11 - rest) % 10
        && !all_same(&digits)
        && !ascending(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_and_without_a_unit_pass() {
        for clear in ["9331310000", "9331310", "9331310001"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["9331320000", "933131", "93313100", "1111111", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

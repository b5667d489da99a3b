//! Venezuelan tax numbers (RIF): V, E, J, P or G, eight digits, and a check digit modulo 11 into which the letter
//! counts (SENIAT).

use crate::Pass;
use crate::grouped::{Grouped, digit_values};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let (letter, digits) = written.symbols().split_first()?;
    let digits = digit_values::<9>(digits)?;
    let kind = match letter {
        b'V' => 4,
        b'E' => 8,
        b'J' => 12,
        b'P' => 16,
        b'G' => 20,
        _ => return None,
    };
    let sum = kind + weighted::sum(&digits, &[3, 2, 7, 6, 5, 4, 3, 2]);
    let right = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    (written.written_as(&[0x181, 0x19, 0x91], b" -") && right == u32::from(digits[8]))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["V-11470283-4", "V114702834", "v-11470283-4"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["V-11470283-5", "A-11470283-4", "V1147028344", "V-1147-02834"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Greek tax numbers (AFM), also with EL or GR in front: nine digits, powers of two from 256 as
//! weights, modulo 11, where 10 is written as 0 (Independent Authority for Public Revenue). A few
//! wrong digits are let through because 0 stands for two remainders.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values, without_prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let number = without_prefix(without_prefix(written.symbols(), b"EL"), b"GR");
    (written.separated_by(b" -./") && is_afm(&digit_values(number)?)).then_some(Pass::PLAIN)
}

/// Whether these nine digits are a tax number.
pub(crate) fn is_afm(digits: &[u8; 9]) -> bool {
    let sum = digits[..8].iter().fold(0, |sum, &digit| (sum + u32::from(digit)) * 2);
    u32::from(digits[8]) == sum % 11 % 10 && !all_same(digits) && !ascending(&digits[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["094259216", "EL 094259216", "GR094259216", "el094259216", "023456780"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in ["123456783", "000000000", "09425921", "CY094259216", "0942592160", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

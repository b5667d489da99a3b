//! Portuguese tax numbers (NIF, NIPC), also written with PT as a VAT number: nine digits, weights 9
//! to 2 and modulo 11, where 10 is written as 0 (Decreto-Lei 14/2013). A few wrong digits are let
//! through because 0 stands for two remainders.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values, without_prefix};
use crate::sums::weighted;

const WEIGHTS: [u8; 8] = [9, 8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let digits = digit_values::<9>(without_prefix(written.symbols(), b"PT"))?;
    let check = (11 - weighted::sum(&digits, &WEIGHTS) % 11) % 11 % 10;
    (written.separated_by(b" -.")
        && digits[0] != 0
        && u32::from(digits[8]) == check
        && !all_same(&digits)
        && !ascending(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["501964843", "PT 501 964 843", "501.964.843", "pt501964843"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_other_prefixes_fail() {
        for clear in ["501964842", "123456789", "999999999", "ES501964843", "50196484", "000000000"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Italian VAT numbers (partita IVA), also with IT in front, which companies and temporary residents
//! use as tax code as well: serial number, office, Luhn (D.P.R. 633/1972, article 35). Luhn catches
//! every single wrong digit.

use crate::Pass;
use crate::grouped::{Grouped, ascending, digit_values, number, without_prefix};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let digits = digit_values::<11>(without_prefix(written.symbols(), b"IT"))?;
    let office_in_use = matches!(number(&digits[7..10]), 1..=100 | 120 | 121 | 888 | 999);
    (written.separated_by(b" -.")
        && number(&digits[..7]) != 0
        && office_in_use
        && !ascending(&digits)
        && luhn::passes(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["00743110157", "IT 00743110157", "it00743110157", "IT-00743110157"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_offices_and_lengths_fail() {
        for clear in ["00743110158", "00743111015", "0074311015", "00000000000", "FR00743110157"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

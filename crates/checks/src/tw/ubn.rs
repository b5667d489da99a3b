//! Taiwanese unified business numbers: eight digits, weights 1, 2, 1, 2, 1, 2, 4, 1, the digits of whose products add up to
//! a multiple of ten; or to one less, where the seventh digit is 7 (Ministry of Finance). Since 2023 a multiple of five
//! will do, so that there are numbers enough; those are not found by this check.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 8 || !digits.written_as(&[], b"") || all_same(symbols) {
        return None;
    }
    let products =
        symbols.iter().zip([1, 2, 1, 2, 1, 2, 4, 1]).map(|(digit, weight)| digit * weight);
    let sum: u8 = products.map(|product| product / 10 + product % 10).sum();
    (sum.is_multiple_of(10) || sum % 10 == 9 && symbols[6] == 7).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["00501503", "04595257", "10458575"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["00501502", "0050150", "0050-1503", "00000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

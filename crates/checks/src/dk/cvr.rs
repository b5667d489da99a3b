//! Danish business numbers, behind DK also VAT numbers: eight digits, weights 2 and 7 to 1, modulo
//! eleven (Erhvervsstyrelsen, "CVR-nummer"). Every single wrong digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 8] = [2, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"DK"))?;
    let number = digits.symbols();
    (number.len() == 8
        && number[0] != 0
        && !all_same(number)
        && !ascending(number)
        && weighted::sum(number, &WEIGHTS).is_multiple_of(11)
        && digits.written_as(&[0x2222, 0x44], b" .-"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["13585628", "DK13585628", "DK 13 58 56 28"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["13585627", "01358562", "1358562"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

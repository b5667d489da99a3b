//! Swedish VAT numbers: an organisation or personal identity number, whose last digit is Luhn's,
//! and 01 (Skatteverket, "Momsregistreringsnummer"). Every single wrong digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::luhn;
use crate::{Pass, country_prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"SE"))?;
    let [ten @ .., 0, 1] = digits.symbols() else { return None };
    (ten.len() == 10
        && !all_same(ten)
        && !ascending(ten)
        && luhn::passes(ten)
        && digits.written_as(&[0x642, 0xA2], b"- "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["SE556703748501", "SE 556703-7485-01", "556703748501", "se556703748501"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["SE556703748502", "SE556703748601", "SE55670374850"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

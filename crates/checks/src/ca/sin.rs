//! Canadian social insurance numbers: nine digits by Luhn; none begins with 0 or 8 (Government of
//! Canada, "The Social Insurance Number code of practice"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.symbols().len() == 9
        && !matches!(digits.symbols()[0], 0 | 8)
        && digits.written_as(&[0x333], b" -.")
        && luhn::passes(digits.symbols()))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["123-456-782", "123456782", "130 692 544", "193 456 787"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_first_digits_fail() {
        for clear in ["123456783", "046454286", "823456785", "1234-56-782", "12345678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Thai numbers of companies and foundations: 0, eleven digits, and the check digit of citizens' numbers (Department of
//! Business Development).

use super::pin;
use crate::Pass;
use crate::grouped::{Grouped, is_filler};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 13
        && symbols[0] == 0
        && digits.written_as(&[0x121351, 0x14521], b" -")
        && pin::is_checked(symbols)
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["0994000617721", "0-99-4-000-61772-1", "0105536112014"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["0994000617723", "1234545678781", "099400061772", "09-94-000-61772-1"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

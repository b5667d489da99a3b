//! Dutch education numbers, for pupils without a BSN: nine digits that begin with 10, the weights of
//! a BSN, and a remainder of five modulo eleven (DUO, Programma van eisen onderwijsnummer). Every
//! single wrong digit is caught.

use super::bsn::remainder;
use crate::Pass;
use crate::grouped::Grouped;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.symbols().len() == 9
        && digits.symbols().starts_with(&[1, 0])
        && remainder(digits.symbols()) == 5
        && digits.written_as(&[0x423, 0x333], b" .-"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["101222331", "1012.22.331", "101 222 331"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_citizens_numbers_fail() {
        for clear in ["100252333", "211222337", "111222333", "10122233"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

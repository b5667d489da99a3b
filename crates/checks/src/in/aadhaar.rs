//! Indian Aadhaar numbers: twelve digits by Verhoeff, the first not 0 or 1, never a palindrome
//! (UIDAI, "A UID numbering scheme"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::verhoeff;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 12
        && symbols[0] >= 2
        && digits.written_as(&[0x444], b" -")
        && verhoeff::passes(symbols)
        && !symbols.iter().eq(symbols.iter().rev()))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // UIDAI's test numbers for developers.
        for clear in ["2341 2341 2346", "999941057058", "999971658847", "9999-3311-9405"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_palindromes_and_first_digits_fail() {
        for clear in
            ["234123412347", "222222222222", "123412341234", "23412 3412346", "23412341234"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

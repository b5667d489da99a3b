//! Uruguayan tax numbers (RUT): two digits of the registering office, six of the taxpayer, 001, and a check digit
//! modulo 11 by the weights 4, 3, 2 and 9 to 2 (Dirección General Impositiva).

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear.strip_prefix(b"UY").unwrap_or(clear).trim_ascii_start())?;
    let symbols = digits.symbols();
    (symbols.len() == 12
        && digits.written_as(&[0x2631, 0x264], b" -")
        && (1..=22).contains(&number(&symbols[..2]))
        && symbols[2..8] != [0; 6]
        && symbols[8..11] == [0, 0, 1]
        && weighted::sum(symbols, &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["21-100342-001-7", "211003420017", "UY 21 140634 001 1", "UY211406340011"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in
            ["210303670014", "211003420027", "331003420017", "2110-0342-0017", "21100342001"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

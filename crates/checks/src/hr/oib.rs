//! Croatian personal identification numbers, of persons and companies: eleven digits, the last by
//! ISO 7064 MOD 11,10 (Zakon o osobnom identifikacijskom broju), with HR before them as a VAT number.
//! Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::iso7064::mod_11_10;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let clear = match clear {
        [b'H' | b'h', b'R' | b'r', b' ', rest @ ..] | [b'H' | b'h', b'R' | b'r', rest @ ..] => rest,
        _ => clear,
    };
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && digits.written_as(&[0x3332, 0x335, 0x2333], b" -")
        && mod_11_10(symbols)
        && !is_filler(&symbols[..10]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["33392005961", "HR 33392005961", "HR33392005961"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["33392005962", "3339200596", "333920059611", "00000000001", "SI33392005961"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

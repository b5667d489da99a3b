//! Slovenian tax numbers: seven digits, the first not 0, weights 8 to 2 and a check digit modulo 11,
//! ten written 0 (Zakon o davčnem postopku, article 33), with SI before them as a VAT number. Every
//! single wrong digit is caught but in rare cases.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let clear = match clear {
        [b'S' | b's', b'I' | b'i', b' ', rest @ ..] | [b'S' | b's', b'I' | b'i', rest @ ..] => rest,
        _ => clear,
    };
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 8 || symbols[0] == 0 || !digits.written_as(&[0x44, 0x233, 0x332], b" ") {
        return None;
    }
    let right = match 11 - weighted::sum(&symbols[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => 0,
        digit => digit,
    };
    (right == u32::from(symbols[7]) && !all_same(symbols)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["50223054", "SI 50223054", "SI50223054", "si50223054"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["50223055", "09999990", "5022305", "502230544", "HR50223054"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

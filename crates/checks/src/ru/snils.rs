//! Russian pension insurance numbers (SNILS): nine digits and two check digits, the sum of the digits by the
//! weights 9 to 1 modulo 101, of which 100 is written 00 (Pension Fund, Resolution 192p of 2006).

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};
use crate::sums::weighted;

/// Numbers up to it were given before there was a check.
const UNCHECKED_MAX: u64 = 1_001_998;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 11 {
        return None;
    }
    let written = match digits.groups() {
        0 => true,
        0x3332 => matches!(digits.separators(), b"-- " | b"---" | b"   "),
        0x92 => digits.separated_by(b" -"),
        _ => false,
    };
    let sum = weighted::sum(&symbols[..9], &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    (written
        && number(&symbols[..9]) > UNCHECKED_MAX
        && u64::from(sum % 101 % 100) == number(&symbols[9..])
        && !is_filler(&symbols[..9]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["112-233-445 95", "11223344595", "087-654-303 00"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["112-233-445 96", "1122334459", "11-2233-445 95", "000-000-000 00"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Brazilian numbers of workers (PIS, PASEP, NIS, NIT): ten digits and a check digit modulo 11 by the
//! weights 3, 2, 9 to 2, of which 10 and 11 are written 0 (Caixa, Manual do Cadastro NIS).

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let written = match digits.groups() {
        0 => true,
        0x3521 => matches!(digits.separators(), b"..-" | b"..." | b"   "),
        0x1331 | 0xA1 => digits.separated_by(b".-"),
        _ => false,
    };
    (symbols.len() == 11
        && written
        && check_digit(&symbols[..10]) == symbols[10]
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digit(digits: &[u8]) -> u8 {
    let remainder = weighted::sum(digits, &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    if remainder < 2 { 0 } else { (11 - remainder) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["120.56412.54-5", "12056412545"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_groups_and_lengths_fail() {
        for clear in ["120.56412.54-6", "1205641254", "12.056.412-545", "00000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

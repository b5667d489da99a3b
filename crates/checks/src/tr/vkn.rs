//! Turkish tax numbers (vergi kimlik numarası): nine digits and a check digit, for which each digit is
//! moved by its place and multiplied by a power of two modulo 9 (Gelir İdaresi Başkanlığı).

use crate::Pass;
use crate::grouped::{Grouped, is_filler};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && digits.written_as(&[0x334, 0x3331], b" ")
        && check_digit(&symbols[..9]) == u32::from(symbols[9])
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digit(digits: &[u8]) -> u32 {
    let moved = digits.iter().zip((1..=9u32).rev()).map(|(&digit, place)| {
        let moved = (u32::from(digit) + place) % 10;
        let product = moved * (1 << place) % 9;
        if moved != 0 && product == 0 { 9 } else { product }
    });
    (10 - moved.sum::<u32>() % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["4540536920", "454 053 6920"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["4540536921", "454053692", "45405369200", "1111111111"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

//! Mexican account numbers (CLABE): bank, place, account, and a digit that makes the last digits of the
//! products with 3, 7, 1 add up to tens (Banco de México, Circular 3/2012). No product of 3, 7 or 1
//! loses a digit: every single wrong one is caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::weighted;

const WEIGHTS: [u8; 18] = [3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 18
        && digits.written_as(&[0x33B1, 0x44442, 0x333333], b" -")
        && check_digit(&symbols[..17]) == symbols[17]
        && symbols[..3] != [0; 3]
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digit(digits: &[u8]) -> u8 {
    ((10 - weighted::sum(digits, &WEIGHTS) % 10) % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["032180000118359719", "002010077777777771", "032 180 00011835971 9"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["032180000118359718", "03218000011835971", "000000000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

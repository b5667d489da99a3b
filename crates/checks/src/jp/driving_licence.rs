//! Japanese driving licences: the public safety commission, two digits of the year, six of the commission, a check digit
//! modulo 11 by the weights 5 to 2 and 7 to 2, and how often the licence was issued again. The police name the parts
//! (Okinawa, Guidelines for the business of driving licences); the weights are what makers of software share.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 12
        && digits.written_as(&[0x444], b" -")
        && is_commission(number(&symbols[..2]))
        && (11 - weighted::sum(&symbols[..10], &WEIGHTS) % 11) % 10 == u32::from(symbols[10]))
    .then_some(Pass::PLAIN)
}

fn is_commission(code: u64) -> bool {
    matches!(
        code,
        10..=14 | 20..=25 | 30 | 40..=55 | 60..=65 | 70..=74 | 80..=83 | 90..=97
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["301482037130", "620482037151", "3014 8203 7130"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_commissions_and_forms_fail() {
        for clear in ["301482037140", "311482037130", "30148203713", "301-482-037-130"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

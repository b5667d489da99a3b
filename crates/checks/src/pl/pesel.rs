//! Polish identity numbers: date of birth with the century in the month, four digits, a check digit
//! by the weights 1, 3, 7, 9 (gov.pl, "Czym jest numer PESEL"). Births after 2030 are refused.
//! Every single wrong digit is caught, since all weights are units modulo 10.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 11] = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];

/// Later births cannot stand in data of today.
const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    if digits.symbols().len() != 11 || !digits.separators().is_empty() {
        return None;
    }
    let pair = |at: usize| number(&digits.symbols()[at..at + 2]) as u32;
    let century = match pair(2) / 20 {
        0 => 1900,
        1 => 2000,
        4 => 1800,
        _ => return None,
    };
    let year = century + pair(0);
    (year <= YEAR_MAX
        && is_day(year, pair(2) % 20, pair(4))
        && weighted::sum(digits.symbols(), &WEIGHTS).is_multiple_of(10))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass_in_three_centuries() {
        for clear in ["44051401359", "02211307589", "02122401358", "44051401458"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_days_and_lengths_fail() {
        for clear in ["44051401358", "02381307589", "44053201359", "4405140135", "440514 01359"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

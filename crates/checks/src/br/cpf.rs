//! Brazilian tax numbers of natural persons: nine digits and two check digits modulo 11, of which
//! 10 and 11 are written 0 (Receita Federal, IN RFB 1548/2015); one digit repeated eleven times is
//! refused. That 0 stands for two remainders: two wrong digits in a thousand are not caught, all of
//! them in the first or the sixth place.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

/// The first check digit leaves the first weight out.
const WEIGHTS: [u8; 10] = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && is_usual_grouping(&digits)
        && check_digit(&symbols[..9]) == symbols[9]
        && check_digit(&symbols[..10]) == symbols[10]
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

fn is_usual_grouping(digits: &Grouped) -> bool {
    match digits.groups() {
        0 => true,
        0x3332 => matches!(digits.separators(), b"..-" | b"..." | b"   " | b"---" | b"  -"),
        0x92 => matches!(digits.separators(), b"-" | b"/"),
        _ => false,
    }
}

fn check_digit(digits: &[u8]) -> u8 {
    let remainder = weighted::sum(digits, &WEIGHTS[WEIGHTS.len() - digits.len()..]) % 11;
    if remainder < 2 { 0 } else { (11 - remainder) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["390.533.447-05", "39053344705", "111.444.777-35", "123456789-09"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_repeated_digits_and_other_groupings_fail() {
        for clear in ["390.533.447-06", "111.111.111-11", "39-053-344-705", "3905334470"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    proptest! {
        #[test]
        fn a_wrong_digit_passes_in_two_places_only(
            mut digits in prop::collection::vec(0u8..10, 9),
            place in 0usize..11,
            wrong in 0u8..10,
        ) {
            digits.push(check_digit(&digits));
            digits.push(check_digit(&digits));
            prop_assume!(digits[place] != wrong);
            digits[place] = wrong;
            let text: Vec<u8> = digits.iter().map(|digit| digit + b'0').collect();
            prop_assert!(passes(&text).is_none() || matches!(place, 0 | 5));
        }
    }
}

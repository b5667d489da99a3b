//! Turkish identity numbers (T.C. kimlik numarası): nine digits without a leading zero and two check digits,
//! the first from the digits in odd and even places, the second the sum of the ten before it (Nüfus
//! Hizmetleri Kanunu 5490 has the number, the population office its check).

use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 11 || symbols[0] == 0 || !digits.written_as(&[0x3332, 0x33311], b" ") {
        return None;
    }
    let sum = |places: &[u8]| places.iter().map(|&digit| u32::from(digit)).sum::<u32>();
    let odd: u32 = symbols[..9].iter().step_by(2).map(|&digit| u32::from(digit)).sum();
    let even = sum(&symbols[..9]) - odd;
    // Ten times nine digits exceed what is taken away.
    let first = (odd * 7 + 90 - even) % 10;
    let second = (sum(&symbols[..9]) + first) % 10;
    (u32::from(symbols[9]) == first && u32::from(symbols[10]) == second && !all_same(&symbols[..9]))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["17291716060", "10000000146", "172 917 160 60"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_leading_zeros_and_lengths_fail() {
        for clear in ["17291716050", "17291716061", "1729171606", "07291716092"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

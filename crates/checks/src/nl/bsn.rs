//! Dutch citizen service numbers: nine digits, weights 9 to 2 and -1, a multiple of eleven (RvIG,
//! Logisch ontwerp BSN); a leading zero is often left out. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

/// -1 is 10 modulo 11.
const WEIGHTS: [u8; 9] = [9, 8, 7, 6, 5, 4, 3, 2, 10];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let weights = match digits.symbols().len() {
        9 => &WEIGHTS[..],
        8 => &WEIGHTS[1..],
        _ => return None,
    };
    let sum = weighted::sum(digits.symbols(), weights);
    (sum > 0
        && !all_same(&digits.symbols()[..weights.len() - 1])
        && sum.is_multiple_of(11)
        && digits.written_as(&[0x423, 0x333, 0x323], b" .-"))
    .then_some(Pass::PLAIN)
}

/// What the weighted sum of nine digits leaves modulo eleven.
pub(super) fn remainder(digits: &[u8]) -> u32 {
    weighted::sum(digits, &WEIGHTS) % 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in
            ["111222333", "1112.22.333", "123456782", "111 222 333", "010464554", "10464554"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_zeros_fail() {
        for clear in
            ["111222334", "111111110", "000000000", "1112223", "1112223330", "11-12-22-333"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

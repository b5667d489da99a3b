//! Australian tax file numbers: nine digits, or eight in old ones, a weighted sum that is a
//! multiple of eleven. The two lengths have weights of their own; the test numbers of both lengths
//! that makers of tax software share agree with these. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [1, 4, 3, 7, 5, 8, 6, 9, 10];
const WEIGHTS_OF_EIGHT: [u8; 8] = [10, 7, 8, 4, 6, 3, 5, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let weights = match digits.symbols().len() {
        9 => &WEIGHTS[..],
        8 => &WEIGHTS_OF_EIGHT[..],
        _ => return None,
    };
    let sum = weighted::sum(digits.symbols(), weights);
    (sum > 0 && sum.is_multiple_of(11) && digits.written_as(&[0x333, 0x233, 0x332], b" -."))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_of_both_lengths_pass() {
        for clear in [
            "123 456 782",
            "648188480",
            "648188535",
            "37118629",
            "37 118 660",
            "85655734",
            "38593474",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_zeros_fail() {
        for clear in ["123456783", "37118628", "000000000", "999 999 999", "1234567", "1234567820"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

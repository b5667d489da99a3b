//! New Zealand tax numbers (IRD): seven or eight digits and a check digit modulo 11 by the weights 3, 2,
//! 7, 6, 5, 4, 3, 2, by others where that gives 10 (Inland Revenue, payday filing specification).
//! Numbers below 10,000,000 and above 200,000,000 are not issued.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
const SECOND_WEIGHTS: [u8; 8] = [7, 4, 3, 2, 5, 2, 7, 6];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let mut padded = [0; 9];
    let start = 9usize.checked_sub(symbols.len()).filter(|&start| start <= 1)?;
    padded[start..].copy_from_slice(symbols);
    ((10_000_000..=200_000_000).contains(&number(&padded))
        && digits.written_as(&[0x333, 0x233, 0x71, 0x81], b" -")
        && check_digit(&padded[..8]) == Some(padded[8])
        && !is_filler(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digit(digits: &[u8]) -> Option<u8> {
    let by = |weights: &[u8]| (11 - weighted::sum(digits, weights) % 11) % 11;
    let digit = if by(&WEIGHTS) == 10 { by(&SECOND_WEIGHTS) } else { by(&WEIGHTS) };
    u8::try_from(digit).ok().filter(|&digit| digit < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["49-091-850", "49091850", "136-410-132", "136410132"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_ranges_and_lengths_fail() {
        for clear in ["136410133", "9125568", "1364101320", "13-641-0132", "999999999"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

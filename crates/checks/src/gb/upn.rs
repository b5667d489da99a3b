//! Pupils' numbers in England: a check letter, local authority, school, year, serial number whose
//! last place is a letter in temporary ones; weights 2 to 13 modulo 23 (Department for Education,
//! "Unique pupil numbers"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values, number};

/// The letters by remainder: I, O and S are left out.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [control, body @ .., last] = written.symbols() else { return None };
    let digits = digit_values::<11>(body)?;
    let last = match last {
        b'0'..=b'9' => u32::from(last - b'0') + LETTERS.len() as u32,
        _ => LETTERS.iter().position(|letter| letter == last)? as u32,
    };
    // A digit counts as its place behind the letters.
    let weighted = digits.iter().zip(2..).map(|(&digit, weight)| (u32::from(digit) + 23) * weight);
    let sum: u32 = weighted.sum::<u32>() + last * 13;
    (written.separated_by(b" ")
        && (201..=959).contains(&number(&digits[..3]))
        && !all_same(&digits)
        && *control == LETTERS[(sum % 23) as usize])
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        assert!(passes(b"H801200001001").is_some());
        assert!(passes(b"h801200001001").is_some());
    }

    #[test]
    fn wrong_letters_authorities_and_lengths_fail() {
        for clear in ["A801200001001", "H80120000100", "T101200001001", "H8012000010011", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

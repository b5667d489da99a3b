//! Irish personal public service numbers: seven digits, a letter by weights 8 to 2 modulo 23, and
//! since 2013 a second letter A, B or H that counts nine times; older second letters W, T and X
//! count nothing (Department of Social Protection). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values};
use crate::sums::weighted;

/// The control letters by remainder.
const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let (body, letters) = written.symbols().split_at_checked(7)?;
    let digits = digit_values::<7>(body)?;
    let (control, second) = match letters {
        [control] | [control, b'W' | b'T' | b'X'] => (control, b'W'),
        [control, second @ (b'A' | b'B' | b'H')] => (control, *second),
        _ => return None,
    };
    (written.separated_by(b" -")
        && control_letter(&digits, second) == Some(*control)
        && !all_same(&digits)
        && !ascending(&digits))
    .then_some(Pass::PLAIN)
}

/// The letter for seven digits and a second letter, W where there is none.
pub(crate) fn control_letter(digits: &[u8; 7], second: u8) -> Option<u8> {
    let second = LETTERS.iter().position(|&letter| letter == second)? as u32;
    let sum = weighted::sum(digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
    Some(LETTERS[(sum % 23) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["6433435F", "6433435FT", "6433435FW", "6433435OA", "6433435IH", "6433435 f"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_fillers_and_lengths_fail() {
        for clear in ["6433435E", "6433435VH", "1234567T", "643343F", "6433435FTT", "6433435", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

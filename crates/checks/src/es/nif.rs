//! Spanish identity numbers: the DNI, eight digits and a letter by the remainder modulo 23, and the
//! NIF of natural persons without one (K, L or M, seven digits, letter). Real Decreto 1065/2007,
//! articles 19 and 20. Every single wrong digit is caught: 23 is a prime beyond all digits. Digits
//! that never fall are refused, one number in four thousand: tables of characters have such runs.
//! The ministry's own example is one and passes: it is a specimen.

use crate::Pass;
use crate::grouped::{Grouped, number};

/// The control letters by remainder.
pub(crate) const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [body @ .., letter] = written.symbols() else { return None };
    let digits = body.strip_prefix(b"K").or(body.strip_prefix(b"L")).or(body.strip_prefix(b"M"));
    let digits = digits.unwrap_or(body);
    (body.len() == 8
        && written.separated_by(b" -.")
        && is_no_run(digits)
        && control_letter(digits) == Some(*letter))
    .then_some(Pass::PLAIN)
}

fn is_no_run(digits: &[u8]) -> bool {
    digits.len() < 8 || digits == b"12345678" || digits.windows(2).any(|pair| pair[1] < pair[0])
}

/// The letter for a number; `None` when there is anything but digits.
pub(crate) fn control_letter(digits: &[u8]) -> Option<u8> {
    let mut values = [0; 9];
    for (value, &digit) in values.get_mut(..digits.len())?.iter_mut().zip(digits) {
        *value = digit.is_ascii_digit().then(|| digit - b'0')?;
    }
    Some(LETTERS[(number(&values[..digits.len()]) % 23) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // 00000000T would too; a number that was never given to anyone is refused.
        for clear in ["12345678Z", "12345678-Z", "12.345.678-Z", "54362315k", "54362315 K"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
        assert!(passes(b"00000000T").is_none());
    }

    #[test]
    fn digits_that_never_fall_fail() {
        for clear in ["34455689X", "01256677889X", "23456789X", "01256678Q"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn numbers_of_persons_without_a_dni_pass() {
        assert!(passes(b"K1234567L").is_some());
        assert!(passes(b"K1234567A").is_none());
    }

    #[test]
    fn wrong_letters_and_lengths_fail() {
        for clear in ["12345678A", "1234567Z", "123456789Z", "X1234567L", "1234567AZ", "Z", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

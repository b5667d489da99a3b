//! Serial numbers of German identity cards with their check digit (weights 7, 3, 1): since 2010 a
//! letter of an issuing office and eight characters without vowels, before nine digits; a `D` for
//! the nationality may follow (PAuswV; BSI TR-03110). Every digit taken for another digit is
//! caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::seven_three_one;

/// What a serial number is written with: no vowels, and nothing that looks like a digit.
pub(crate) const SERIAL: &[u8] = b"0123456789CFGHJKLMNPRTVWXYZ";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let number = written.symbols().strip_suffix(b"D").unwrap_or(written.symbols());
    let first = number.first()?;
    let serial_fits = if first.is_ascii_digit() {
        number.iter().all(u8::is_ascii_digit)
    } else {
        b"LMNPRTVWXY".contains(first)
    };
    (serial_fits && checked_serial(number) && written.separated_by(b" -")).then_some(Pass::PLAIN)
}

/// Nine characters of a serial number and the digit that checks them.
pub(crate) fn checked_serial(number: &[u8]) -> bool {
    let [serial @ .., check] = number else { return false };
    serial.len() == 9
        && serial.iter().all(|character| SERIAL.contains(character))
        && serial.iter().any(|&character| character != b'0')
        && check.is_ascii_digit()
        && seven_three_one::check_digit(serial.iter().copied()) == Some(check - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specimens_of_both_forms_pass() {
        // The printer's specimens of 2010 and 2021, and the example of the old form.
        for clear in ["T220001293", "L01X00T471", "1220001297", "1220001297D", "t220001293"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_letters_and_lengths_fail() {
        for clear in
            ["T220001294", "A220001293", "T22000129", "TE20001293", "0000000000", "T2200012933"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

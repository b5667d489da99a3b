//! Finnish personal identity codes: date of birth, a sign of the century (of 2023: also B to F and
//! U to Y), a serial number from 002 on, and a character that is the remainder of the nine digits
//! divided by 31 (DVV, "Henkilötunnus"; asetus 690/2022). Serial numbers from 900 on are for
//! practice and refused, as are births after 2030. Every single wrong digit is caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::number;

const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let code: &[u8; 11] = clear.try_into().ok()?;
    let mut digits = [0; 9];
    let places = (0..6).chain(7..10);
    for (digit, at) in digits.iter_mut().zip(places) {
        *digit = code[at].checked_sub(b'0').filter(|digit| *digit < 10)?;
    }
    let pair = |at: usize| number(&digits[at..at + 2]) as u32;
    let year = pair(4) + century(code[6].to_ascii_uppercase())?;
    let control = CHARACTERS[(number(&digits) % 31) as usize];
    (year <= YEAR_MAX
        && is_day(year, pair(2), pair(0))
        && (2..900).contains(&number(&digits[6..]))
        && code[10].to_ascii_uppercase() == control)
        .then_some(Pass::PLAIN)
}

fn century(sign: u8) -> Option<u32> {
    match sign {
        b'+' => Some(1800),
        b'-' | b'U'..=b'Y' => Some(1900),
        b'A'..=b'F' => Some(2000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["261272-820F", "090611A252L", "210564Y330R", "160819c440v"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["261272-820A", "310252-308Y", "131052G308T", "131052-308", "131052-3082T"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

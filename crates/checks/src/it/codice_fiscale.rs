//! Italian tax codes of natural persons: letters of the names, year, month and day of birth (women
//! plus 40), place, control letter; digits may be replaced by letters where two persons would share
//! a code (D.M. 23 December 1976, omocodia). Every single wrong digit is caught.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::Grouped;

/// What the characters 0-9 and A-Z count at odd places; at even ones they count 0-9 and 0-25.
const ODD: [u32; 36] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, // digits
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";

/// The letters that stand for the digits 0 to 9 in a code changed by omocodia.
const OMOCODIA: &[u8; 10] = b"LMNPQRSTUV";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let code = written.symbols();
    if code.len() != 16 || !written.separated_by(b" -") {
        return None;
    }
    let digit = |at: usize| match code[at] {
        byte @ b'0'..=b'9' => Some(u32::from(byte - b'0')),
        byte => OMOCODIA.iter().position(|&letter| letter == byte).map(|value| value as u32),
    };
    let year = digit(6)? * 10 + digit(7)?;
    let month = MONTHS.iter().position(|&letter| letter == code[8])? as u32 + 1;
    let day = digit(9)? * 10 + digit(10)?;
    let place = digit(12)? * 100 + digit(13)? * 10 + digit(14)?;
    (is_name(&code[..3])
        && is_name(&code[3..6])
        && is_day_in_some_century(year, month, if day > 40 { day - 40 } else { day })
        && matches!(code[11], b'A'..=b'M' | b'Z')
        && place != 0
        && control_letter(&code[..15]) == Some(code[15]))
    .then_some(Pass::PLAIN)
}

/// A name is written with its consonants, then its vowels, then fillers X: after a vowel comes no
/// other consonant, after a filler that ends the vowels nothing else.
fn is_name(letters: &[u8]) -> bool {
    let mut vowel_seen = false;
    let mut filler_seen = false;
    letters.iter().all(|&letter| {
        let vowel = b"AEIOU".contains(&letter);
        let fits = letter.is_ascii_uppercase()
            && (!vowel_seen || vowel || letter == b'X')
            && (!filler_seen || letter == b'X');
        filler_seen |= vowel_seen && letter == b'X';
        vowel_seen |= vowel;
        fits
    })
}

/// The letter that checks these characters; `None` when one is neither digit nor capital.
pub(crate) fn control_letter(code: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (index, &byte) in code.iter().enumerate() {
        let (value, even) = match byte {
            b'0'..=b'9' => (byte - b'0', byte - b'0'),
            b'A'..=b'Z' => (byte - b'A' + 10, byte - b'A'),
            _ => return None,
        };
        sum += if index % 2 == 0 { ODD[usize::from(value)] } else { u32::from(even) };
    }
    Some(b'A' + (sum % 26) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        // The example of the Agenzia delle Entrate's card, and python-stdnum's.
        for clear in
            ["RSSMRA85T10A562S", "rssmra85t10a562s", "RCCMNL83S18D969H", "RSS MRA 85T10 A562S"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn letters_for_digits_pass_with_their_own_control_letter() {
        let code = b"RSSMRA85T10A56N";
        let control = control_letter(code).unwrap();
        let mut whole = code.to_vec();
        whole.push(control);
        assert!(passes(&whole).is_some());
        whole[15] = if control == b'S' { b'T' } else { b'S' };
        assert!(passes(&whole).is_none());
    }

    #[test]
    fn names_are_consonants_then_vowels_then_fillers() {
        for name in ["RSS", "MRA", "FOX", "AXX", "XUA", "AIO"] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        for name in ["ABC", "OAT", "AXB", "AXE", "R0S"] {
            assert!(!is_name(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn wrong_letters_days_and_lengths_fail() {
        for clear in
            ["RSSMRA85T10A562A", "RSSMRA85F10A562S", "RSSMRA85T32A562S", "RSSMRA85T10A562", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

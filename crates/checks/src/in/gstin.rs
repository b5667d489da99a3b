//! Indian tax numbers of businesses (GSTIN): state, PAN of the holder, a count, `Z`, and a check character
//! by Luhn's way in base 36 (GST Council, Rule 10 of the CGST Rules). Every single wrong one is caught.

use crate::Pass;
use crate::grouped::{digit_values, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let value: [u8; 15] = clear.try_into().ok()?;
    let value = value.map(|byte| byte.to_ascii_uppercase());
    let state = number(&digit_values::<2>(&value[..2])?);
    let pan = &value[2..12];
    let formed = pan[..5].iter().all(u8::is_ascii_uppercase)
        && pan[5..9].iter().all(u8::is_ascii_digit)
        && pan[5..9] != *b"0000"
        && pan[9].is_ascii_uppercase()
        && b"ABCFGHJLPT".contains(&pan[3]);
    (matches!(state, 1..=38 | 97 | 99)
        && formed
        && value[12] != b'0'
        && value[13] == b'Z'
        && check_character(&value[..14]) == Some(value[14]))
    .then_some(Pass::PLAIN)
}

fn check_character(characters: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (at, &character) in characters.iter().enumerate() {
        let product = (character as char).to_digit(36)? * if at % 2 == 0 { 1 } else { 2 };
        sum += product / 36 + product % 36;
    }
    let right = char::from_digit((36 - sum % 36) % 36, 36)?;
    Some(right.to_ascii_uppercase() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["27AAPFU0939F1ZV", "27aapfu0939f1zv"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_states_and_lengths_fail() {
        for clear in ["27AAPFU0939F1ZO", "40AAPFU0939F1ZV", "27AAPFU0939F1Z", "2AAAPFU0939F1ZV"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

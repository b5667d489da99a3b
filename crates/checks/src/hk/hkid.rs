//! Hong Kong identity cards: one letter or two, six digits, and a check character modulo 11 in parentheses,
//! `A` for 10 (Immigration Department). A missing first letter counts as a space, which is 36.

use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let letters = clear.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (prefix, rest) = clear.split_at_checked(letters)?;
    let (digits, check) = rest.split_at_checked(6)?;
    let check = match check {
        [check] | [b'(', check, b')'] | [b' ', b'(', check, b')'] => check.to_ascii_uppercase(),
        _ => return None,
    };
    let value = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 10;
    let mut sum = match *prefix {
        [letter] => 36 * 9 + value(letter) * 8,
        [first, second] => value(first) * 9 + value(second) * 8,
        _ => return None,
    };
    for (&digit, weight) in digits.iter().zip((2..=7).rev()) {
        sum += u32::from(digit.checked_sub(b'0').filter(|&digit| digit < 10)?) * weight;
    }
    let right = match (11 - sum % 11) % 11 {
        10 => b'A',
        digit => b'0' + digit as u8,
    };
    (check == right && digits != b"000000").then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["A123456(3)", "A1234563", "AB987654(3)", "C123456(9)"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["A123456(4)", "A12345(3)", "ABC123456(3)", "A123456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

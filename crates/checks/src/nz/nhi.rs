//! New Zealand patients' numbers (NHI): three letters without I and O, then four digits of which the
//! last checks modulo 11, or two digits, a letter and a letter that checks modulo 23 (HISO 10046).

use crate::Pass;

/// Letters count from 1 in this order.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let value: [u8; 7] = clear.try_into().ok()?;
    let value = value.map(|byte| byte.to_ascii_uppercase());
    let is_old = value[5].is_ascii_digit();
    let formed = value[..3].iter().all(u8::is_ascii_uppercase)
        && value[3..5].iter().all(u8::is_ascii_digit)
        && value[6].is_ascii_digit() == is_old;
    let mut sum = 0;
    for (&byte, weight) in value[..6].iter().zip((2..=7u32).rev()) {
        sum += count(byte)? * weight;
    }
    let right = match (is_old, sum % 11) {
        (true, 0) => return None,
        (true, remainder) => u32::from(b'0') + (11 - remainder) % 10,
        (false, _) => u32::from(LETTERS[(22 - sum % 23) as usize]),
    };
    (formed && u32::from(value[6]) == right).then_some(Pass::PLAIN)
}

fn count(byte: u8) -> Option<u32> {
    if byte.is_ascii_digit() {
        return Some(u32::from(byte - b'0'));
    }
    LETTERS.iter().position(|&letter| letter == byte).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_of_both_forms_pass() {
        for clear in ["ZZZ0016", "ZZZ0024", "zac5361", "ZBN77VL"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_forms_fail() {
        for clear in ["ZZZ0017", "ZBN77VK", "ZIZ0016", "ZZ00016", "ZZZ00A6", "ZZZ001"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

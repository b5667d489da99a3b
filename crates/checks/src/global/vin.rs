//! Vehicle identification numbers (ISO 3779; 49 CFR 565): seventeen characters without I, O and Q.
//! The ninth is a check character modulo 11 in North America and China; elsewhere makers put what
//! they like there, so that such numbers fail here.

use crate::Pass;

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const CHECK_AT: usize = 8;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != WEIGHTS.len() || clear.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut sum = 0;
    for (&character, weight) in clear.iter().zip(WEIGHTS) {
        sum += value(character.to_ascii_uppercase())? * weight;
    }
    let right = match sum % 11 {
        10 => b'X',
        digit => digit as u8 + b'0',
    };
    (clear[CHECK_AT].to_ascii_uppercase() == right).then_some(Pass::PLAIN)
}

fn value(character: u8) -> Option<u32> {
    Some(match character {
        b'0'..=b'9' => u32::from(character - b'0'),
        b'A'..=b'H' => u32::from(character - b'A') + 1,
        b'J'..=b'N' => u32::from(character - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(character - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["1M8GDM9AXKP042788", "1HGCM82633A004352", "1hgcm82633a004352"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_lengths_fail() {
        for clear in
            ["1M8GDM9AXKP042789", "1M8GDM9AXKP04278", "IM8GDM9AXKP042788", "11111111111111111"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

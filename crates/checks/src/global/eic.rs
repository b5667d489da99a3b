//! Energy identification codes of companies, meters and areas: two digits of the issuing office, a letter
//! for the sort, twelve characters and a check character by weights 16 to 2 modulo 37 (ENTSO-E, "The Energy
//! Identification Coding Scheme"). Every single wrong character is caught.

use crate::Pass;

const LENGTH: usize = 16;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != LENGTH || clear.ends_with(b"-") {
        return None;
    }
    let sum = clear[..LENGTH - 1]
        .iter()
        .zip((2..=16u32).rev())
        .try_fold(0, |sum, (&character, weight)| Some(sum + weight * value(character)?))?;
    let check = 36 - (sum + 36) % 37;
    let same = clear[3..15].windows(2).all(|pair| pair[0] == pair[1]);
    (clear[..2].iter().all(u8::is_ascii_digit)
        && b"ATVWXYZ".contains(&clear[2])
        && !same
        && value(clear[LENGTH - 1])? == check)
        .then_some(Pass::PLAIN)
}

fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some(u32::from(character - b'0')),
        b'A'..=b'Z' => Some(u32::from(character - b'A') + 10),
        b'-' => Some(36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_pass() {
        assert!(passes(b"22XWATTPLUS----G").is_some());
    }

    #[test]
    fn wrong_characters_and_lengths_fail() {
        for clear in ["22XWATTPLUS----X", "22XWATTPLUS---G", "AAXWATTPLUS----G", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

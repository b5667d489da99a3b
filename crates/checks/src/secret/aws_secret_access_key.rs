//! Secret access keys of Amazon Web Services have no check digit: 40 characters of base64 that look
//! random. Hashes in hexadecimal, paths and identifiers of 40 characters do not, and are refused;
//! of random keys about one in two hundred is refused with them.

use crate::Pass;

const LENGTH: usize = 40;

/// Random keys have 25 on average, with a standard deviation of 3; prose, paths and names have
/// fewer.
const CLASS_CHANGES_MIN: usize = 14;

/// Random keys have 30 on average; the rest of the room is for those with luck.
const DIFFERENT_MIN: u32 = 20;

/// `NamesInCamelCase` change class often but have hardly any digits or capitals in a row; random
/// keys have six of either on average, and one in three hundred has fewer than these of both.
const DIGITS_OR_CAPITAL_PAIRS_MIN: usize = 3;

/// Six slashes or more are a path: one random key in twenty thousand.
const SLASHES_MAX: usize = 5;

#[derive(Clone, Copy, Eq, PartialEq)]
enum Class {
    Digit,
    Lower,
    Sign,
    Upper,
}

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != LENGTH {
        return None;
    }
    let mut count = [0usize; 4];
    let mut changes = 0;
    let mut before = None;
    let mut different = 0u128;
    for &byte in clear {
        let class = class(byte)?;
        count[class as usize] += 1;
        changes += usize::from(before.is_some_and(|before| before != class));
        before = Some(class);
        different |= 1 << byte;
    }
    let is_pair = |pair: &[u8]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase();
    let capital_pairs = clear.windows(2).filter(|pair| is_pair(pair)).count();
    let slashes = clear.iter().filter(|&&byte| byte == b'/').count();
    (count[Class::Digit as usize] > 0
        && count[Class::Lower as usize] > 0
        && count[Class::Upper as usize] > 0
        && count[Class::Digit as usize].max(capital_pairs) >= DIGITS_OR_CAPITAL_PAIRS_MIN
        && changes >= CLASS_CHANGES_MIN
        && different.count_ones() >= DIFFERENT_MIN
        && slashes <= SLASHES_MAX)
        .then_some(Pass::PLAIN)
}

fn class(byte: u8) -> Option<Class> {
    match byte {
        b'0'..=b'9' => Some(Class::Digit),
        b'a'..=b'z' => Some(Class::Lower),
        b'A'..=b'Z' => Some(Class::Upper),
        b'+' | b'/' => Some(Class::Sign),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_documentation_passes() {
        // It ends in a word, so it is close to the limits; the catalog names it as a specimen.
        assert!(passes(b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").is_some());
    }

    #[test]
    fn texts_that_are_not_random_fail() {
        for clear in [
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
            "src/main/java/com/example/Service2/Main1",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmn",
            "ThisIsAVeryLongClassNameForAnExample2Use",
            "aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1a",
            "A/b1/C/d2/E/f3/G/h4/I/j5/K/l6/M/n7/O/p8/",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_alphabets_fail() {
        assert!(passes(b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE").is_none());
        assert!(passes(b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEK=Y").is_none());
        assert!(passes(b"").is_none());
    }

    #[test]
    fn nearly_all_random_keys_pass() {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ALPHABET[(state >> 32) as usize % 64]
        };
        let keys = 20_000;
        let passed = (0..keys).filter(|_| {
            let key: Vec<u8> = (0..LENGTH).map(|_| random()).collect();
            passes(&key).is_some()
        });
        assert!(passed.count() * 1000 >= keys * 995);
    }
}

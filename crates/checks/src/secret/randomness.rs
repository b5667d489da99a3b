//! How random characters are told from words, and from what stands in documentation in a secret's
//! place. No published rule exists: the limits are set so that fewer than one random token in two
//! hundred is refused.

use std::sync::LazyLock;

/// A token with this many characters may have a longer row of one character by chance: encoded
/// zeros.
const LONG: usize = 64;

/// What people write where a secret would stand. Compared without case.
static PLACEHOLDERS: Words = Words::new(&[
    b"***",
    b"...",
    b"<",
    b"01234567",
    b"12345678",
    b"87654321",
    b"abcdefg",
    b"change-me",
    b"change_me",
    b"changeit",
    b"changeme",
    b"deadbeef",
    b"dummy",
    b"example",
    b"foobar",
    b"insert-",
    b"insert_",
    b"placeholder",
    b"redacted",
    b"replace",
    b"sample",
    b"todo",
    b"xxxx",
    b"your",
]);

/// Words of programs: what holds one is a name, a path or an expression.
static CODE_WORDS: Words = Words::new(&[
    b"access",
    b"account",
    b"config",
    b"content",
    b"context",
    b"credential",
    b"default",
    b"environ",
    b"field",
    b"function",
    b"handler",
    b"header",
    b"index",
    b"input",
    b"manager",
    b"null",
    b"object",
    b"option",
    b"param",
    b"passw",
    b"process",
    b"provider",
    b"request",
    b"response",
    b"secret",
    b"server",
    b"service",
    b"session",
    b"string",
    b"token",
    b"undefined",
    b"update",
    b"value",
    b"variable",
]);

/// Whether the value is one that documentation shows instead of a secret.
pub(super) fn is_placeholder(value: &[u8]) -> bool {
    holds_one_of(value, &PLACEHOLDERS) || has_row(value) || has_ladder(value)
}

/// Whether the value is made of the words that programs are made of.
pub(super) fn is_code(value: &[u8]) -> bool {
    holds_one_of(value, &CODE_WORDS)
}

/// Whether the characters differ as much as random ones of their alphabet do.
pub(super) fn is_random(value: &[u8]) -> bool {
    let length = value.len();
    if length < 8 {
        return false;
    }
    // The first quarter may be a prefix in other characters.
    let (prefix, rest) = value.split_at(length / 4);
    let mut counts = [0u32; 256];
    let of_rest = count(rest, &mut counts);
    let of_prefix = count(prefix, &mut counts);
    let mut repeated = 0.0;
    for (row, (mut bits, more)) in (0..).step_by(64).zip(of_prefix.into_iter().zip(of_rest)) {
        bits |= more;
        while bits != 0 {
            let count = counts[row + bits.trailing_zeros() as usize];
            bits &= bits - 1;
            if count > 1 {
                repeated += weight(count as usize);
            }
        }
    }
    let entropy = log2(length) - repeated / length as f64;
    let least = 0.7 * log2(length.min(alphabet(of_rest)));
    entropy >= least
}

/// Counts characters. Returns which there are, as bits: few of the 256.
fn count(value: &[u8], counts: &mut [u32; 256]) -> [u64; 4] {
    let mut present = [0u64; 4];
    for &byte in value {
        counts[usize::from(byte)] += 1;
        present[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
    present
}

/// Logarithms of the numbers that lengths and counts mostly are.
static LOGARITHMS: LazyLock<[f64; 256]> =
    LazyLock::new(|| std::array::from_fn(|number| (number as f64).log2()));

fn log2(number: usize) -> f64 {
    LOGARITHMS.get(number).copied().unwrap_or_else(|| (number as f64).log2())
}

fn weight(count: usize) -> f64 {
    count as f64 * log2(count)
}

/// How many characters the smallest usual alphabet has that holds all that there are.
fn alphabet(present: [u64; 4]) -> usize {
    let [signs, letters, ..] = present;
    let only = |more_signs: u64, more_letters: u64| {
        signs & !more_signs == 0 && letters & !more_letters == 0 && present[2..] == [0, 0]
    };
    if only(DIGITS, 0) {
        10
    } else if only(DIGITS, HEXADECIMAL) {
        16
    } else if letters & CAPITALS == 0 || letters & SMALL == 0 {
        36
    } else {
        64
    }
}

/// The bits of bytes in a range, of the 64 from `from` on.
const fn bits(from: u8, first: u8, last: u8) -> u64 {
    (u64::MAX >> (63 - (last - first))) << (first - from)
}

const DIGITS: u64 = bits(0, b'0', b'9');
const CAPITALS: u64 = bits(64, b'A', b'Z');
const SMALL: u64 = bits(64, b'a', b'z');
const HEXADECIMAL: u64 = bits(64, b'A', b'F') | bits(64, b'a', b'f');

/// How often neighbours among letters and digits are of different kinds: small, capital, digit.
pub(super) fn kind_changes(value: &[u8]) -> usize {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let mut words = value.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let Some(&first) = words.next() else { return 0 };
    let changes = words.scan(first, |before, &byte| {
        let changed = kind(*before) != kind(byte);
        *before = byte;
        Some(usize::from(changed))
    });
    changes.sum()
}

fn holds_one_of(value: &[u8], words: &Words) -> bool {
    let held = |at: usize| words.list.iter().any(|word| begins_with(&value[at..], word));
    for (at, three) in value.array_windows().enumerate() {
        if words.may_begin(*three) && held(at) {
            return true;
        }
    }
    (value.len().saturating_sub(2)..value.len()).any(held)
}

/// Whether a text begins with a word, which is in lower case.
fn begins_with(text: &[u8], word: &[u8]) -> bool {
    // Bytes that differ by more than their case differ in their low bits.
    let is_first = text[0] & LOW_BITS as u8 == word[0] & LOW_BITS as u8;
    is_first && text.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word))
}

/// Words in lower case, with the three characters that each begins with as bits: most places of a value
/// are passed over by those.
struct Words {
    list: &'static [&'static [u8]],
    /// By the low bits of a first character, in which case does not show: those of the second.
    seconds: [u32; LOW_BITS + 1],
    /// By those of a first character: those of the third.
    thirds: [u32; LOW_BITS + 1],
}

/// What tells letters apart, whatever their case.
const LOW_BITS: usize = 31;

impl Words {
    const fn new(list: &'static [&'static [u8]]) -> Self {
        let mut seconds = [0; LOW_BITS + 1];
        let mut thirds = [0; LOW_BITS + 1];
        let mut at = 0;
        while at < list.len() {
            let word = list[at];
            let first = word[0] as usize & LOW_BITS;
            // Behind a short word anything may stand.
            seconds[first] |=
                if word.len() > 1 { 1 << (word[1] as usize & LOW_BITS) } else { u32::MAX };
            thirds[first] |=
                if word.len() > 2 { 1 << (word[2] as usize & LOW_BITS) } else { u32::MAX };
            at += 1;
        }
        Self { list, seconds, thirds }
    }

    #[inline]
    fn may_begin(&self, three: [u8; 3]) -> bool {
        let [first, second, third] = three.map(|byte| usize::from(byte) & LOW_BITS);
        self.seconds[first] >> second & self.thirds[first] >> third & 1 != 0
    }
}

/// One character again and again.
fn has_row(value: &[u8]) -> bool {
    let length = if value.len() < LONG { 6 } else { 16 };
    has_run(value, length, |first, second| first == second)
}

/// Characters that follow each other in the alphabet.
fn has_ladder(value: &[u8]) -> bool {
    has_run(value, 7, |first, second| first.wrapping_add(1) == second)
}

/// Whether so many characters stand side by side of which every two neighbours are as asked.
fn has_run(value: &[u8], length: usize, are: impl Fn(u8, u8) -> bool) -> bool {
    let mut run = 1;
    for &[first, second] in value.array_windows() {
        run = if are(first, second) { run + 1 } else { 1 };
        if run >= length {
            return true;
        }
    }
    false
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Random texts of this length over an alphabet, always the same ones.
    pub(crate) fn drawn(alphabet: &[u8], length: usize, count: usize) -> Vec<Vec<u8>> {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut character = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            alphabet[(state >> 32) as usize % alphabet.len()]
        };
        (0..count).map(|_| (0..length).map(|_| character()).collect()).collect()
    }

    pub(crate) const ALNUM: &[u8] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    #[test]
    fn nearly_all_random_texts_are_random_and_no_placeholder() {
        for alphabet in [ALNUM, b"0123456789abcdef", b"abcdefghijklmnopqrstuvwxyz234567"] {
            for length in [20, 32, 64, 120] {
                let texts = drawn(alphabet, length, 10_000);
                let passed = |text: &&Vec<u8>| is_random(text) && !is_placeholder(text);
                assert!(texts.iter().filter(passed).count() >= 9_950, "{length}");
            }
        }
    }

    #[test]
    fn placeholders_are_known() {
        for text in [
            "xxxxxxxxxxxxxxxxxxxxxxxx",
            "YOUR-API-KEY-HERE",
            "changeme123",
            "0123456789abcdef0123456789abcdef",
            "aaaaaaaabbbbbbbb",
            "abcdefghijklmnop",
            "my_example_key_1",
            "***************",
        ] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_are_held_wherever_and_however_they_are_written() {
        for words in [&PLACEHOLDERS, &CODE_WORDS] {
            for word in words.list {
                let capitals = word.to_ascii_uppercase();
                for text in
                    [*word, &capitals, &[b"9-", *word].concat(), &[word, b"~9".as_slice()].concat()]
                {
                    assert!(holds_one_of(text, words), "{}", text.escape_ascii());
                }
            }
        }
        let everywhere = |value: &[u8], words: &Words| {
            let value = value.to_ascii_lowercase();
            words.list.iter().any(|word| value.windows(word.len()).any(|part| part == *word))
        };
        // An alphabet of few characters, in which words come about by chance.
        for text in drawn(b"xX.*<oOyYuUrRtTdD", 12, 20_000) {
            assert_eq!(holds_one_of(&text, &PLACEHOLDERS), everywhere(&text, &PLACEHOLDERS));
        }
        assert!(!holds_one_of(b"", &PLACEHOLDERS));
    }

    #[test]
    fn every_character_counts_once() {
        let alphabet = |value: &[u8]| {
            let all = |of_kind: fn(&u8) -> bool| value.iter().all(of_kind);
            if all(u8::is_ascii_digit) {
                10.0
            } else if all(u8::is_ascii_hexdigit) {
                16.0
            } else if all(|byte| !byte.is_ascii_uppercase())
                || all(|byte| !byte.is_ascii_lowercase())
            {
                36.0
            } else {
                64.0
            }
        };
        let plainly = |value: &[u8]| {
            let of_byte = |byte: u8| value.iter().filter(|&&it| it == byte).count() as f64;
            let counts = (0..=255).map(of_byte).filter(|&count| count > 1.0);
            let repeated: f64 = counts.map(|count| count * count.log2()).sum();
            let length = value.len() as f64;
            let least = 0.7 * length.min(alphabet(&value[value.len() / 4..])).log2();
            value.len() >= 8 && length.log2() - repeated / length >= least
        };
        for letters in
            [b"ab\x00\xff?@Zz09".as_slice(), b"abcdef", b"0123456789", b"09afAF", b"xyz789", ALNUM]
        {
            for length in [7, 8, 9, 16, 40, 300] {
                for text in drawn(letters, length, 500) {
                    assert_eq!(is_random(&text), plainly(&text), "{}", text.escape_ascii());
                }
            }
        }
    }

    #[test]
    fn repetitions_are_not_random() {
        for text in ["abababababababab", "1111222211112222", "aaaaaaaaaaaab", "short"] {
            assert!(!is_random(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn names_of_programs_are_code() {
        assert!(is_code(b"getSecretValue2"));
        assert!(is_code(b"process.env.KEY1"));
        assert!(!is_code(b"Vq8zR2mXw0Tn"));
    }
}

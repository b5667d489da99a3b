//! How random characters are told from words, and from what stands in documentation in a secret's
//! place. No published rule exists: the limits are set so that fewer than one random token in two
//! hundred is refused.

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
    let mut counts = [0u32; 256];
    // Which characters there are, as bits: few of the 256.
    let mut present = [0u64; 4];
    for &byte in value {
        counts[usize::from(byte)] += 1;
        present[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
    let length = value.len() as f64;
    let mut repeated = 0.0;
    for (row, mut bits) in (0..).step_by(64).zip(present) {
        while bits != 0 {
            let count = counts[row + bits.trailing_zeros() as usize];
            bits &= bits - 1;
            if count > 1 {
                repeated += weight(f64::from(count));
            }
        }
    }
    let entropy = length.log2() - repeated / length;
    // The first quarter may be a prefix in other characters.
    let least = 0.7 * length.min(alphabet(&value[value.len() / 4..])).log2();
    value.len() >= 8 && entropy >= least
}

fn weight(count: f64) -> f64 {
    count * count.log2()
}

/// How many characters the smallest usual alphabet has that holds all of these.
fn alphabet(value: &[u8]) -> f64 {
    let all = |of_kind: fn(u8) -> bool| value.iter().all(|&byte| of_kind(byte));
    if all(|byte| byte.is_ascii_digit()) {
        10.0
    } else if all(|byte| byte.is_ascii_hexdigit()) {
        16.0
    } else if all(|byte| !byte.is_ascii_uppercase()) || all(|byte| !byte.is_ascii_lowercase()) {
        36.0
    } else {
        64.0
    }
}

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
    let begins = |at: usize, word: &[u8]| {
        value.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
    };
    let held = |at: usize| words.list.iter().any(|word| begins(at, word));
    let pairs = || value.windows(2).map(|pair| (pair[0], pair[1]));
    (0..).zip(pairs()).any(|(at, (first, second))| words.may_begin(first, second) && held(at))
        || value.len().checked_sub(1).is_some_and(held)
}

/// Words in lower case, with the two characters that each begins with as bits: most places of a value
/// are passed over by those.
struct Words {
    list: &'static [&'static [u8]],
    /// By the low bits of a first character, in which case does not show: those of the second.
    seconds: [u32; LOW_BITS + 1],
}

/// What tells letters apart, whatever their case.
const LOW_BITS: usize = 31;

impl Words {
    const fn new(list: &'static [&'static [u8]]) -> Self {
        let mut seconds = [0; LOW_BITS + 1];
        let mut at = 0;
        while at < list.len() {
            let word = list[at];
            // Behind a word of one character anything may stand.
            let bits = if word.len() > 1 { 1 << (word[1] as usize & LOW_BITS) } else { u32::MAX };
            seconds[word[0] as usize & LOW_BITS] |= bits;
            at += 1;
        }
        Self { list, seconds }
    }

    fn may_begin(&self, first: u8, second: u8) -> bool {
        let low = |byte: u8| usize::from(byte) & LOW_BITS;
        self.seconds[low(first)] >> low(second) & 1 != 0
    }
}

/// One character again and again.
fn has_row(value: &[u8]) -> bool {
    let length = if value.len() < LONG { 6 } else { 16 };
    value.windows(length).any(|row| row.iter().all(|&byte| byte == row[0]))
}

/// Characters that follow each other in the alphabet.
fn has_ladder(value: &[u8]) -> bool {
    value.windows(7).any(|row| row.windows(2).all(|pair| pair[0].wrapping_add(1) == pair[1]))
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
        let plainly = |value: &[u8]| {
            let of_byte = |byte: u8| value.iter().filter(|&&it| it == byte).count() as f64;
            let repeated: f64 =
                (0..=255).map(of_byte).filter(|&count| count > 1.0).map(weight).sum();
            let length = value.len() as f64;
            let least = 0.7 * length.min(alphabet(&value[value.len() / 4..])).log2();
            value.len() >= 8 && length.log2() - repeated / length >= least
        };
        for letters in [b"ab\x00\xff?@Zz09".as_slice(), b"abcdef", ALNUM] {
            for length in [8, 9, 16, 40] {
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

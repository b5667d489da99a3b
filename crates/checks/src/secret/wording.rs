//! How far letters and digits are from the words, names and numbers that people and programs write.
//! Counted are pairs of letters that words hardly have and changes between small letters, capitals
//! and digits; a capital that begins a word is none. The pairs were counted in the identifiers of
//! some thousand source files and in common words of other European languages: those listed make up 96 in a
//! hundred of the pairs of words, and less than half of random ones.

/// By letter: the letters that follow it in words, bit 0 for `a`.
const FOLLOWING: [u32; 26] = [
    0x33E_BD6E, 0x016_4915, 0x11E_DDBF, 0x056_5939, 0x1FF_F9FF, 0x01E_4939, 0x016_6991, 0x01A_5911,
    0x2AE_F87F, 0x000_4010, 0x004_4111, 0x13C_CD1D, 0x014_D113, 0x07C_6FFD, 0x07E_FD6F, 0x01E_C99D,
    0x050_0000, 0x13E_FD7F, 0x35C_DDD5, 0x35E_D9BD, 0x00E_B97F, 0x000_4111, 0x006_6111, 0x008_8115,
    0x004_A000, 0x000_4011,
];

/// Signs that stand in passwords more than in names, dates and paths.
const SIGNS: &[u8] = b"!#$%&*?@^~";

/// How many neighbours are such as words do not have.
pub(super) fn oddities(value: &[u8]) -> usize {
    value.windows(2).filter(|pair| is_odd(pair[0], pair[1])).count()
}

fn is_odd(first: u8, second: u8) -> bool {
    if !first.is_ascii_alphanumeric() || !second.is_ascii_alphanumeric() {
        return SIGNS.contains(&second);
    }
    if first.is_ascii_digit() || second.is_ascii_digit() {
        return first.is_ascii_digit() != second.is_ascii_digit();
    }
    let letter = |byte: u8| u32::from(byte.to_ascii_lowercase() - b'a');
    let follows = FOLLOWING[letter(first) as usize] >> letter(second) & 1 != 0;
    !follows || (first.is_ascii_lowercase() && second.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::super::randomness::tests::{ALNUM, drawn};
    use super::*;

    #[test]
    fn words_and_names_have_few_oddities() {
        for text in
            ["passphrase", "getUserPasswordHash", "Geheimnis2024", "motdepasse", "bienvenido"]
        {
            assert!(oddities(text.as_bytes()) * 10 < text.len() * 3, "{text}");
        }
    }

    #[test]
    fn random_texts_have_many() {
        for alphabet in [ALNUM, &ALNUM[..52], b"abcdefghijklmnopqrstuvwxyz0123456789".as_slice()] {
            let texts = drawn(alphabet, 12, 2_000);
            let odd = texts.iter().filter(|text| oddities(text) * 10 >= text.len() * 3).count();
            assert!(odd >= 1_900, "{odd}");
        }
    }
}

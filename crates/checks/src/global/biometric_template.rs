//! Biometric templates as tables keep them: hexadecimal digits, base64 (ISO/IEC 19794 records, images of traits), or the
//! numbers of a vector (embeddings of faces and voices). None of them has a check of its own; what is told apart are words,
//! and the lengths of hashes, since keys and browsers have fingerprints too.

use crate::Pass;

/// Digits of MD5 to SHA-256 and of SHA-512. No template is as short, and one as long as SHA-512 is let go.
const HEX_MIN: usize = 66;
const HEX_OF_SHA512: usize = 128;
/// Characters of SHA-256 and of SHA-512, padded or not.
const BASE64_MIN: usize = 48;
const BASE64_OF_SHA512: [usize; 2] = [86, 88];
const BASE64_SYMBOLS_MIN: usize = 16;
const HEX_SYMBOLS_MIN: usize = 8;
const VECTOR_NUMBERS_MIN: usize = 16;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let bare = without_prefix(clear);
    (is_hex(bare) || is_base64(bare) || is_vector(bare)).then_some(Pass::PLAIN)
}

/// The data behind `data:image/png;base64,`, `0x` and what databases write before bytes.
fn without_prefix(clear: &[u8]) -> &[u8] {
    if let Some(at) = clear.windows(7).take(64).position(|seven| seven == b"base64,") {
        return &clear[at + 7..];
    }
    let prefixes: [&[u8]; 4] = [b"base64:", b"0x", b"\\x", b"hex:"];
    prefixes.iter().find_map(|prefix| clear.strip_prefix(*prefix)).unwrap_or(clear)
}

fn is_hex(bare: &[u8]) -> bool {
    bare.len() >= HEX_MIN
        && bare.len() != HEX_OF_SHA512
        && bare.len().is_multiple_of(2)
        && bare.iter().all(u8::is_ascii_hexdigit)
        && symbols(bare) >= HEX_SYMBOLS_MIN
}

fn is_base64(bare: &[u8]) -> bool {
    let padding = bare.iter().rev().take_while(|&&byte| byte == b'=').count();
    let data = &bare[..bare.len() - padding];
    let is_symbol =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let has = |of: fn(&u8) -> bool| data.iter().any(of);
    bare.len() >= BASE64_MIN
        && !BASE64_OF_SHA512.contains(&bare.len())
        && padding <= 2
        && data.iter().all(is_symbol)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && symbols(data) >= BASE64_SYMBOLS_MIN
}

/// `[0.0124, -0.318, …]`: numbers of which most have a fraction.
fn is_vector(bare: &[u8]) -> bool {
    let is_bracket = |byte: &u8| matches!(byte, b'[' | b']' | b'(' | b')' | b'{' | b'}');
    let begins = bare.iter().take_while(|byte| is_bracket(byte)).count();
    let ends = bare[begins..].iter().rev().take_while(|byte| is_bracket(byte)).count();
    let is_gap = |byte: &u8| matches!(byte, b',' | b';' | b' ' | b'|' | b'\n' | b'\r' | b'\t');
    let within = &bare[begins..bare.len() - ends];
    let (mut numbers, mut fractions) = (0, 0);
    for part in within.split(is_gap).filter(|part| !part.is_empty()) {
        let is_digit =
            |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
        if !part.iter().all(is_digit) || !part.iter().any(u8::is_ascii_digit) {
            return false;
        }
        numbers += 1;
        fractions += usize::from(part.contains(&b'.'));
    }
    numbers >= VECTOR_NUMBERS_MIN && 2 * fractions > numbers
}

/// How many different bytes there are.
fn symbols(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    bytes.iter().for_each(|&byte| seen[usize::from(byte)] = true);
    seen.iter().filter(|&&seen| seen).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE64: &str = "Rk1SACAyMAAAAAAqAAABAAGQAMUAxQEAAAAoFkCPAQ9XAEBTACZlAIA3AE5sAA";

    #[test]
    fn data_in_hexadecimal_base64_and_vectors_pass() {
        let hex = "464d5200203230000000002a0000010001900190".repeat(2);
        let vector = (0..32).map(|at| format!("0.0{at}, -0.{at}1")).collect::<Vec<_>>().join(", ");
        for clear in [
            hex.clone(),
            format!("0x{hex}"),
            BASE64.to_owned(),
            format!("data:image/png;base64,{BASE64}=="),
            format!("[{vector}]"),
            vector.replace(", ", " "),
            format!("[\n  {}\n]", vector.replace(", ", ",\r\n\t")),
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn hashes_words_and_times_fail() {
        for clear in [
            "d41d8cd98f00b204e9800998ecf8427e".to_owned(),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            "9c:92:15:a7:4f:e6:14:6a:b8:de:99:e9:f0:60:0d:c2".repeat(3),
            "SHA256:GuCwbczZSH1qGcTNWDbSqc6cmwe1Lw7Vex6ZxmpEIxQ".to_owned(),
            "GuCwbczZSH1qGcTNWDbSqc6cmwe1Lw7Vex6ZxmpEIxQ=".to_owned(),
            "0".repeat(96),
            "enrolled on the second of May at the gate of the northern building".to_owned(),
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17".to_owned(),
            "0.1, 0.2, 0.3".to_owned(),
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}

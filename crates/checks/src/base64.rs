//! Base64 (RFC 4648), decoded on the fly: in the alphabet of URLs and file names, or in the standard
//! one.

const NONE: u8 = u8::MAX;

static VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut at = 0;
    while at < alphabet.len() {
        values[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// Hands over the decoded bytes one by one; `None` when the text is not base64 for URLs without
/// padding.
pub(crate) fn decode(text: &[u8], byte: impl FnMut(u8)) -> Option<()> {
    decode_with(text, byte, |character| character)
}

/// The same for the standard alphabet, whose last two characters are `+` and `/`.
pub(crate) fn decode_standard(text: &[u8], byte: impl FnMut(u8)) -> Option<()> {
    decode_with(text, byte, |character| match character {
        b'+' => b'-',
        b'/' => b'_',
        b'-' | b'_' => b'=',
        other => other,
    })
}

fn decode_with(text: &[u8], mut byte: impl FnMut(u8), for_urls: impl Fn(u8) -> u8) -> Option<()> {
    let mut bits = 0u32;
    let mut count = 0;
    for &character in text {
        let value = VALUES[usize::from(for_urls(character))];
        if value == NONE {
            return None;
        }
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            byte((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    // Six bits left over are a character too many.
    (count < 6).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&[u8]>) {
        let mut bytes = Vec::new();
        let decoded = decode(text.as_bytes(), |byte| bytes.push(byte));
        assert_eq!(decoded.map(|()| bytes.as_slice()), expected);
    }

    #[test]
    fn vectors_of_rfc_4648_decode() {
        check("", Some(b""));
        check("Zg", Some(b"f"));
        check("Zm8", Some(b"fo"));
        check("Zm9v", Some(b"foo"));
        check("Zm9vYmFy", Some(b"foobar"));
        check("-_8", Some(&[0xFB, 0xFF]));
    }

    #[test]
    fn the_standard_alphabet_has_plus_and_slash() {
        let mut bytes = Vec::new();
        assert!(decode_standard(b"+/8", |byte| bytes.push(byte)).is_some());
        assert_eq!(bytes, [0xFB, 0xFF]);
        assert!(decode_standard(b"-_8", |_| ()).is_none());
    }

    #[test]
    fn other_texts_do_not() {
        for text in ["Z", "Zm9vY", "Zg==", "Z+", "Z/", "Zm 8"] {
            check(text, None);
        }
    }
}

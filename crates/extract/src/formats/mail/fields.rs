//! The fields of a header: names, values as text, parameters.

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::input::quoted_printable;
use crate::formats::base64;

/// Bytes of one field that are kept; the rest is passed over.
pub(super) const FIELD_BYTES_MAX: usize = 64 * 1024;

/// The name and value of a field's first line.
pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let fits =
        !name.is_empty() && name.len() <= 128 && name.iter().all(|byte| (33..127).contains(byte));
    fits.then_some((name, &line[colon + 1..]))
}

/// Bytes as text: UTF-8, else as most old programs wrote.
pub(super) fn as_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A value with its encoded words decoded.
pub(super) fn decoded(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let (before, word) = rest.split_at(start);
        match encoded_word(word) {
            Some((text, length)) => {
                // White space between two words is not part of the text.
                if !(after_word && before.trim().is_empty()) {
                    out.push_str(before);
                }
                out.push_str(&text);
                rest = &word[length..];
                after_word = true;
            }
            None => {
                out.push_str(before);
                out.push_str("=?");
                rest = &word[2..];
                after_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text of the encoded word that `word` begins with, and its length.
fn encoded_word(word: &str) -> Option<(String, usize)> {
    let mut steps = word[2..].splitn(3, '?');
    let (charset, encoding, rest) = (steps.next()?, steps.next()?, steps.next()?);
    let end = rest.find("?=")?;
    let encoded = &rest.as_bytes()[..end];
    let mut bytes = Vec::new();
    match encoding {
        "B" | "b" => {
            let mut decoder = base64::Decoder::default();
            decoder.decode(encoded, &mut bytes);
            decoder.finish(&mut bytes);
        }
        "Q" | "q" => {
            let spaced: Vec<u8> =
                encoded.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
            quoted_printable(&spaced, &mut bytes);
        }
        _ => return None,
    }
    // A language may follow the charset.
    let charset = charset.split('*').next().unwrap_or_default();
    let encoding = super::known_encoding(charset).unwrap_or(UTF_8);
    let length = 2 + charset_bytes(word) + end + 2;
    Some((encoding.decode_without_bom_handling(&bytes).0.into_owned(), length))
}

/// Bytes of charset, encoding and their question marks.
fn charset_bytes(word: &str) -> usize {
    let steps: Vec<&str> = word[2..].splitn(3, '?').collect();
    steps[0].len() + 1 + steps[1].len() + 1
}

/// A value such as `text/plain; charset=utf-8`: its first word in lower case, and its parameters.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) value: String,
    parameters: Vec<(String, String)>,
}

impl Parameters {
    const MOST: usize = 256;

    pub(super) fn of(value: &str) -> Self {
        let mut pieces = pieces(value).into_iter();
        let first = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = pieces
            .take(Self::MOST)
            .filter_map(|piece| {
                let (name, value) = piece.split_once('=')?;
                Some((name.trim().to_ascii_lowercase(), unquoted(value.trim())))
            })
            .collect();
        Self { value: first, parameters }
    }

    fn plain(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| &value[..])
    }

    /// A parameter, put together from its continuations and decoded.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        if let Some(value) = self.plain(name) {
            return Some(decoded(value));
        }
        let mut bytes = Vec::new();
        let mut charset = String::new();
        for number in 0..Self::MOST {
            let at = |star: &str| {
                let whole = if number == 0 { self.plain(&format!("{name}{star}")) } else { None };
                whole.or_else(|| self.plain(&format!("{name}*{number}{star}")))
            };
            if let Some(extended) = at("*").filter(|_| number > 0 || at("*").is_some()) {
                let text = match extended.splitn(3, '\'').collect::<Vec<_>>()[..] {
                    [label, _, text] if number == 0 => {
                        charset = label.to_owned();
                        text
                    }
                    _ => extended,
                };
                percent_decoded(text, &mut bytes);
            } else if let Some(value) = self.plain(&format!("{name}*{number}")) {
                bytes.extend_from_slice(value.as_bytes());
            } else {
                break;
            }
        }
        let encoding = super::known_encoding(&charset).unwrap_or(UTF_8);
        (!bytes.is_empty()).then(|| encoding.decode_without_bom_handling(&bytes).0.into_owned())
    }
}

/// The stretches between semicolons that no quotes hold.
fn pieces(value: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                pieces.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&value[start..]);
    pieces
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else {
        return value.split_ascii_whitespace().next().unwrap_or_default().to_owned();
    };
    let mut out = String::new();
    let mut escaped = false;
    for character in inner.chars() {
        match character {
            _ if escaped => {
                out.push(character);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => break,
            _ => out.push(character),
        }
    }
    out
}

fn percent_decoded(text: &str, into: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(bytes.get(at + 1)), hex(bytes.get(at + 2)))
        {
            into.push((high << 4 | low) as u8);
            at += 3;
        } else {
            into.push(byte);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_become_text() {
        for (value, want) in [
            ("plain =? text", "plain =? text"),
            ("=?utf-8?Q?caf=C3=A9_au_lait?= now", "café au lait now"),
            ("=?iso-8859-1?q?caf=E9?= =?UTF-8?B?w7E=?=", "caféñ"),
            ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
            ("a =?utf-8*en?q?b?= c", "a b c"),
        ] {
            assert_eq!(decoded(value), want, "{value}");
        }
    }

    #[test]
    fn parameters_are_unquoted_joined_and_decoded() {
        let value = "text/Plain; charset=\"utf-8\"; name=\"a;\\\"b\"";
        let found = Parameters::of(value);
        assert_eq!(found.value, "text/plain");
        assert_eq!(found.get("charset").unwrap(), "utf-8");
        assert_eq!(found.get("name").unwrap(), "a;\"b");
        let found = Parameters::of("attachment; filename*=iso-8859-1'en'caf%E9.txt");
        assert_eq!(found.get("filename").unwrap(), "café.txt");
        let found =
            Parameters::of("a; filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.txt");
        assert_eq!(found.get("filename").unwrap(), "café.txt");
        assert_eq!(found.get("other"), None);
    }
}

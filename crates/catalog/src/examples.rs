//! Example texts: fillers are expanded and the marks around the match taken off.

use std::ops::Range;

use magpie_checks::sums::crc32;

use crate::Example;
use crate::digest::digest;

/// Kinds of fillers and the characters they draw from.
const ALPHABETS: &[(&str, &[u8])] = &[
    ("alnum", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
    ("base64", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    ("base64url", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
    ("digits", b"0123456789"),
    ("hex", b"0123456789abcdef"),
    ("lower", b"abcdefghijklmnopqrstuvwxyz"),
    ("upper", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
];
/// The filler that checks the characters before it, as many as it says, instead of drawing any.
const REMAINDER: &str = "crc32";
const FILLER_CHARACTERS_MAX: usize = 4096;

/// Replaces `{upper:16}` and its like by drawn characters. The detector's id and the filler
/// itself decide what is drawn, so that a failing example fails again, and the same filler gives
/// the same characters in every example of a file. Braces that are no filler stay.
pub(crate) fn expand(id: &str, text: &str) -> Result<String, String> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        expanded.push_str(&rest[..open]);
        rest = &rest[open..];
        match filler(rest) {
            None => {
                expanded.push('{');
                rest = &rest[1..];
            }
            Some((REMAINDER, count, length)) => {
                let checked = expanded.len().checked_sub(count).and_then(|at| expanded.get(at..));
                let checked = checked.ok_or("crc32 asks for more than what stands before it")?;
                let digits = crc32::base62(crc32::remainder(checked.as_bytes()));
                expanded.extend(digits.map(char::from));
                rest = &rest[length..];
            }
            Some((kind, count, length)) => {
                draw(id, kind, count, &mut expanded)?;
                rest = &rest[length..];
            }
        }
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Reads `{kind:count}` at the start of `text`, with its length.
fn filler(text: &str) -> Option<(&str, usize, usize)> {
    let inner = text.strip_prefix('{')?;
    let close = inner.find('}')?;
    let (kind, count) = inner[..close].split_once(':')?;
    let is_kind = kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let is_kind = is_kind && kind.starts_with(|c: char| c.is_ascii_lowercase());
    let count = count.bytes().all(|b| b.is_ascii_digit()).then(|| count.parse().ok())??;
    is_kind.then_some((kind, count, close + 2))
}

fn draw(id: &str, kind: &str, count: usize, out: &mut String) -> Result<(), String> {
    let Some((_, alphabet)) = ALPHABETS.iter().find(|(name, _)| *name == kind) else {
        let kinds: Vec<&str> = ALPHABETS.iter().map(|(name, _)| *name).collect();
        return Err(format!("{{{kind}:{count}}} is no filler; there are {}", kinds.join(", ")));
    };
    if count > FILLER_CHARACTERS_MAX {
        return Err(format!("a filler gives {FILLER_CHARACTERS_MAX} characters at most"));
    }
    let seed = digest([id.as_bytes(), kind.as_bytes(), &count.to_le_bytes()]) as u64;
    let mut state = seed;
    for _ in 0..count {
        let drawn = splitmix(&mut state) % alphabet.len() as u64;
        out.push(char::from(alphabet[drawn as usize]));
    }
    Ok(())
}

/// The generator of Steele, Lea and Flood: fixed for ever, unlike a library's default.
pub(crate) fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Takes off the one pair of `<<` and `>>`.
pub(crate) fn unmark(text: &str) -> Result<Example, String> {
    let only = "exactly one match must stand between << and >>";
    let (before, after) = text.split_once("<<").ok_or(only)?;
    let (inside, after) = after.split_once(">>").ok_or(only)?;
    if inside.is_empty() || [before, inside, after].iter().any(|part| has_mark(part)) {
        return Err(only.into());
    }
    let span = before.len()..before.len() + inside.len();
    Ok(Example { text: [before, inside, after].concat(), span })
}

fn has_mark(text: &str) -> bool {
    text.contains("<<") || text.contains(">>")
}

/// Finds the one place of `span` in `text`.
pub(crate) fn locate(text: String, span: &str) -> Result<Example, String> {
    let mut places = text.match_indices(span);
    let found: Option<Range<usize>> = match (span.is_empty(), places.next(), places.next()) {
        (false, Some((start, _)), None) => Some(start..start + span.len()),
        _ => None,
    };
    match found {
        Some(span) => Ok(Example { text, span }),
        None => Err("the span must stand in the text exactly once".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_gives_the_span_in_bytes() {
        let example = unmark("José: <<12345678Z>>.").unwrap();
        assert_eq!(&example.text[example.span], "12345678Z");
        assert_eq!(example.text, "José: 12345678Z.");
    }

    #[test]
    fn one_mark_and_only_one() {
        for text in ["none", "<<a>> <<b>>", "<<a", "a>>", "<<>>"] {
            assert!(unmark(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_span_that_stands_twice_is_refused() {
        assert!(locate("ab ab".into(), "ab").is_err());
        assert_eq!(locate("x ab".into(), "ab").unwrap().span, 2..4);
    }

    #[test]
    fn fillers_are_drawn_by_the_id() {
        let first = expand("a/b", "AKIA{upper:16}").unwrap();
        assert_eq!(first.len(), 20);
        assert_eq!(first, expand("a/b", "AKIA{upper:16}").unwrap());
        assert_ne!(first, expand("a/c", "AKIA{upper:16}").unwrap());
    }

    #[test]
    fn a_remainder_covers_the_characters_before_it() {
        assert_eq!(expand("a", "x-123456789{crc32:9}").unwrap(), "x-1234567893jZRME");
        assert!(expand("a", "123{crc32:4}").is_err());
    }

    #[test]
    fn braces_that_are_no_filler_stay() {
        let json = r#"{"a": {"b": 1}}"#;
        assert_eq!(expand("a", json).unwrap(), json);
    }

    #[test]
    fn an_unknown_filler_is_named() {
        assert!(expand("a", "{uper:16}").unwrap_err().contains("upper"));
    }
}

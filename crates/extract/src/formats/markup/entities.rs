//! Character references: the predefined ones, numbers, and in HTML the names of Latin letters and
//! punctuation. Nothing is ever expanded from a document's own declarations.

use super::entity_names::NAMES;
use super::tokenizer::Dialect;

/// The text that a reference stands for: one character, or none for an invisible one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    bytes: [u8; 4],
    length: u8,
}

impl Decoded {
    fn of(character: char) -> Self {
        let mut bytes = [0; 4];
        let length = match shown(character) {
            Some(shown) => shown.encode_utf8(&mut bytes).len() as u8,
            None => 0,
        };
        Self { bytes, length }
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

/// The character as a reader sees it: spaces of every width are spaces, a hyphen that does not
/// break is a hyphen, and what has no width is not there.
fn shown(character: char) -> Option<char> {
    match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        other => Some(other),
    }
}

/// Decodes the reference that `text` begins with, and says how many bytes it takes.
pub(super) fn decode(text: &[u8], dialect: Dialect) -> Option<(Decoded, usize)> {
    match text {
        [b'&', b'#', rest @ ..] => {
            number(rest, dialect).map(|(character, taken)| (Decoded::of(character), taken + 2))
        }
        [b'&', rest @ ..] => {
            name(rest, dialect).map(|(character, taken)| (Decoded::of(character), taken + 1))
        }
        _ => None,
    }
}

fn number(text: &[u8], dialect: Dialect) -> Option<(char, usize)> {
    let (radix, prefix) = match text {
        [b'x' | b'X', ..] => (16, 1),
        _ => (10, 0),
    };
    let mut value = 0u32;
    let mut taken = prefix;
    for byte in &text[prefix..] {
        let Some(digit) = char::from(*byte).to_digit(radix) else { break };
        value = value.saturating_mul(radix).saturating_add(digit);
        taken += 1;
    }
    if taken == prefix {
        return None;
    }
    let closed = text.get(taken) == Some(&b';');
    if !closed && dialect == Dialect::Xml {
        return None;
    }
    let character = match (dialect, value) {
        (_, 0) => return None,
        (Dialect::Html, 0x80..=0x9f) => windows_1252(value as u8),
        _ => char::from_u32(value)?,
    };
    Some((character, taken + usize::from(closed)))
}

/// What browsers read numbers of the C1 controls as.
fn windows_1252(byte: u8) -> char {
    let byte_text = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte_text);
    text.chars().next().unwrap_or(char::from(byte))
}

fn name(text: &[u8], dialect: Dialect) -> Option<(char, usize)> {
    let length = text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    let name = &text[..length];
    let closed = text.get(length) == Some(&b';');
    let character = match (dialect, name) {
        (_, b"amp") => '&',
        (_, b"lt") => '<',
        (_, b"gt") => '>',
        (_, b"quot") => '"',
        (Dialect::Xml, b"apos") => '\'',
        (Dialect::Xml, _) => return None,
        (Dialect::Html, b"nbsp") => ' ',
        (Dialect::Html, _) if !closed => return None,
        (Dialect::Html, _) => {
            let found = NAMES.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
            NAMES[found].1
        }
    };
    // Browsers read the oldest names without their semicolon too.
    (closed || dialect == Dialect::Html).then_some((character, length + usize::from(closed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Option<(String, usize)> {
        decode(text.as_bytes(), Dialect::Html).map(|(d, taken)| (d.as_str().to_owned(), taken))
    }

    fn xml(text: &str) -> Option<(String, usize)> {
        decode(text.as_bytes(), Dialect::Xml).map(|(d, taken)| (d.as_str().to_owned(), taken))
    }

    #[test]
    fn names_are_sorted_so_that_they_can_be_searched() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn numbers_and_names_decode_with_their_length() {
        assert_eq!(html("&#49;x"), Some(("1".into(), 5)));
        assert_eq!(html("&#x31;x"), Some(("1".into(), 6)));
        assert_eq!(html("&#49x"), Some(("1".into(), 4)));
        assert_eq!(html("&eacute;"), Some(("é".into(), 8)));
        assert_eq!(html("&#150;"), Some(("–".into(), 6)));
        assert_eq!(xml("&apos;"), Some(("'".into(), 6)));
    }

    #[test]
    fn spaces_are_spaces_and_what_has_no_width_is_gone() {
        assert_eq!(html("&nbsp;"), Some((" ".into(), 6)));
        assert_eq!(html("&nbsp1"), None);
        assert_eq!(html("&nbsp x"), Some((" ".into(), 5)));
        assert_eq!(xml("&#160;"), Some((" ".into(), 6)));
        assert_eq!(html("&shy;"), Some((String::new(), 5)));
        assert_eq!(html("&#8209;"), Some(("-".into(), 7)));
    }

    #[test]
    fn what_names_nothing_stays() {
        assert_eq!(xml("&eacute;"), None);
        assert_eq!(xml("&amp"), None);
        assert_eq!(html("&nosuchname;"), None);
        assert_eq!(html("& "), None);
        assert_eq!(html("&#;"), None);
        assert_eq!(html("&#99999999999999;"), None);
        assert_eq!(html("&#xD800;"), None);
    }
}

//! Fonts: which letters their codes show, and how wide these are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object, Stream};

use super::streams;

/// Bytes of one map from codes to letters.
const MAP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Width of a letter that no one tells, in thousandths of the size.
const WIDTH: f64 = 500.0;

/// A font's dictionary, made ready so that its encoding can be asked for.
pub(super) struct Prepared {
    dictionary: Dictionary,
    /// What the codes say that the font names glyphs for; `None` for a glyph without a known letter.
    named: BTreeMap<u8, Option<String>>,
    /// Codes below this one show letters that only the font itself knows.
    own_below: u8,
    first: i64,
    widths: Vec<f64>,
    /// Whether codes are of two bytes.
    pub(super) is_wide: bool,
    /// Whether its map from codes to letters could not be read in full.
    pub(super) is_damaged: bool,
    has_map: bool,
}

/// The letters that codes show.
pub(super) enum Letters<'p> {
    /// Some by the names of their glyphs, the others by an encoding.
    Told {
        encoding: Encoding<'p>,
        font: &'p Prepared,
    },
    /// UTF-16, the higher byte first.
    Wide,
    Unknown,
}

impl Letters<'_> {
    /// Appends what the codes show; `false` when not all of it can be told.
    pub(super) fn write(&self, codes: &[u8], into: &mut String) -> bool {
        match self {
            Self::Told { encoding, font } if font.named.is_empty() => {
                let is_own = |code: &u8| *code < font.own_below && !code.is_ascii_whitespace();
                encoding.write_to_string(codes, into).is_ok() && !codes.iter().any(is_own)
            }
            Self::Told { encoding, font } => {
                let mut is_told = true;
                for code in codes {
                    match font.named.get(code) {
                        Some(Some(letters)) => into.push_str(letters),
                        Some(None) => is_told = false,
                        None => is_told &= encoding.write_to_string(&[*code], into).is_ok(),
                    }
                }
                is_told
            }
            Self::Wide => {
                into.push_str(&encoding_rs::UTF_16BE.decode_without_bom_handling(codes).0);
                true
            }
            Self::Unknown => false,
        }
    }
}

impl Prepared {
    pub(super) fn of(font: &Dictionary, document: &Document) -> Self {
        let mut dictionary = font.clone();
        dictionary.set("Type", Object::Name(b"Font".to_vec()));
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let map = map.ok().map(|map| streams::content(map, MAP_BYTES_MAX));
        let (has_map, is_damaged) = (map.is_some(), map.as_ref().is_some_and(|m| m.is_damaged));
        if let Some(map) = map {
            // The map is the file's own word; an encoding only names glyphs.
            dictionary.remove(b"Encoding");
            dictionary.set("ToUnicode", Object::Stream(Stream::new(Dictionary::new(), map.bytes)));
        }
        let widths = font.get_deref(b"Widths", document).and_then(Object::as_array);
        let widths = widths.map_or_else(
            |_| Vec::new(),
            |widths| {
                let width = |width: &Object| {
                    let number = document.dereference(width).ok().and_then(|(_, w)| number(w));
                    number.unwrap_or(WIDTH)
                };
                widths.iter().take(65_536).map(width).collect()
            },
        );
        let subtype = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let mut named = BTreeMap::new();
        if !has_map
            && let Ok(encoding) = font.get_deref(b"Encoding", document)
            && let Ok(encoding) = encoding.as_dict()
        {
            named = names(encoding, document);
            if !named.is_empty() {
                let base = encoding.get(b"BaseEncoding").cloned();
                dictionary.set("Encoding", base.unwrap_or(Object::Name(STANDARD.to_vec())));
            }
        }
        let own_below = if !has_map && is_symbolic(font, document) { b' ' } else { 0 };
        let is_wide = subtype == b"Type0";
        Self { dictionary, named, own_below, first, widths, is_wide, is_damaged, has_map }
    }

    pub(super) fn letters<'p>(&'p self, document: &'p Document) -> Letters<'p> {
        if self.is_wide && !self.has_map {
            let encoding = self.dictionary.get_deref(b"Encoding", document);
            let name = encoding.and_then(Object::as_name).unwrap_or_default();
            let is_wide = [&b"UCS2"[..], b"UTF16"]
                .iter()
                .any(|kind| memchr::memmem::find(name, kind).is_some());
            return if is_wide { Letters::Wide } else { Letters::Unknown };
        }
        match self.dictionary.get_font_encoding_with_limit(document, MAP_BYTES_MAX) {
            // A map that is none.
            Ok(encoding) if self.has_map => match encoding {
                Encoding::UnicodeMapEncoding(_) => Letters::Told { encoding, font: self },
                _ => Letters::Unknown,
            },
            Ok(encoding) => Letters::Told { encoding, font: self },
            Err(_) => Letters::Unknown,
        }
    }

    /// Width of a text in thousandths of the size.
    pub(super) fn width(&self, codes: &[u8]) -> f64 {
        if self.is_wide {
            return codes.len() as f64 / 2.0 * WIDTH;
        }
        let width = |&code: &u8| {
            let index = usize::try_from(i64::from(code) - self.first).ok();
            index.and_then(|index| self.widths.get(index)).copied().unwrap_or(WIDTH)
        };
        codes.iter().map(width).sum()
    }
}

/// A number of either kind.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
}

const STANDARD: &[u8] = b"StandardEncoding";

/// Whether the codes of a font without an encoding are its own.
fn is_symbolic(font: &Dictionary, document: &Document) -> bool {
    const SYMBOLIC: i64 = 4;
    let described = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
    let flags = described.and_then(|d| d.get_deref(b"Flags", document)).and_then(Object::as_i64);
    !font.has(b"Encoding") && flags.is_ok_and(|flags| flags & SYMBOLIC != 0)
}

/// What an encoding names glyphs for, by their codes.
fn names(encoding: &Dictionary, document: &Document) -> BTreeMap<u8, Option<String>> {
    let mut named = BTreeMap::new();
    let differences = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    let mut code = 0u8;
    for difference in differences.into_iter().flatten() {
        match document.dereference(difference) {
            Ok((_, Object::Integer(number))) => code = u8::try_from(*number).unwrap_or(0),
            Ok((_, Object::Name(name))) => {
                named.insert(code, letters_of(name));
                code = code.wrapping_add(1);
            }
            _ => {}
        }
    }
    named
}

/// The letters that the name of a glyph tells, as Adobe's rules for such names read it.
fn letters_of(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    if name == ".notdef" {
        return Some(String::new());
    }
    let name = name.split('.').next()?;
    if name.contains('_') {
        return name.split('_').map(letter_of).collect();
    }
    letter_of(name)
}

fn letter_of(name: &str) -> Option<String> {
    let number = |digits: &str| {
        let digits = Some(digits).filter(|d| d.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
    };
    if let Some(digits) = name.strip_prefix("uni").filter(|d| d.len() >= 4 && d.is_ascii()) {
        return digits.as_bytes().chunks(4).map(|d| number(std::str::from_utf8(d).ok()?)).collect();
    }
    if let Some(letter) =
        name.strip_prefix('u').filter(|d| (4..=6).contains(&d.len())).and_then(number)
    {
        return Some(letter.into());
    }
    // Numbers of glyphs, which some lists take for names.
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() < name.len() && stem.len() <= 1 {
        return None;
    }
    // The list of names is the library's: it is asked for an encoding of this one glyph.
    let mut encoding = Dictionary::new();
    let glyph = Object::Name(name.as_bytes().to_vec());
    encoding.set("Differences", Object::Array(vec![Object::Integer(0), glyph]));
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    let nothing = Document::new();
    let letters = font.get_font_encoding(&nothing).ok()?.bytes_to_string(&[0]).ok()?;
    Some(letters).filter(|letters| !letters.is_empty())
}

#[cfg(test)]
mod tests {
    use super::letters_of;

    #[test]
    fn names_of_glyphs_tell_letters() {
        let cases = [
            ("uni0041", Some("A")),
            ("uni00410042", Some("AB")),
            ("u1F600", Some("😀")),
            ("eight", Some("8")),
            ("f_i", Some("fi")),
            ("a.sc", Some("a")),
            ("Euro", Some("€")),
            ("g3", None),
            ("a10", None),
            ("G0A", None),
            ("cid:12", None),
            ("uniXYZW", None),
        ];
        for (name, letters) in cases {
            assert_eq!(letters_of(name.as_bytes()).as_deref(), letters, "{name}");
        }
    }
}

//! Fonts: which letters their codes show, and how wide these are.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Stream};

use super::streams;

/// Bytes of one map from codes to letters.
const MAP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of the maps of all fonts that are kept; the others are read again where they are asked for.
const KEPT_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Width of a letter that no one tells, in thousandths of the size.
const WIDTH: f64 = 500.0;

/// A font's dictionary, made ready so that its letters can be asked for.
pub(super) struct Prepared {
    dictionary: Dictionary,
    says: Says,
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
    /// Bytes of that map.
    map_bytes: usize,
}

/// What tells the letters of codes.
enum Says {
    /// The font's own map.
    Map(Encoding<'static>),
    /// Some the names of their glyphs, the others an encoding.
    Encoding,
    /// They are UTF-16, the higher byte first.
    Wide,
    Nothing,
}

/// The fonts of a document that are ready, by their objects.
pub(super) struct Fonts {
    by_id: BTreeMap<ObjectId, Rc<Prepared>>,
    /// Bytes of the maps of all of them.
    map_bytes: usize,
    /// Stands in for a font that is not there.
    none: Rc<Prepared>,
}

impl Fonts {
    pub(super) fn new(document: &Document) -> Self {
        let none = Rc::new(Prepared::of(&Dictionary::new(), document));
        Self { by_id: BTreeMap::new(), map_bytes: 0, none }
    }

    /// The font of this name, made ready when it is asked for first.
    pub(super) fn named(
        &mut self,
        name: &[u8],
        resources: &[&Dictionary],
        document: &Document,
    ) -> Rc<Prepared> {
        let found = resources.iter().find_map(|resources| {
            let fonts = resources.get_deref(b"Font", document).and_then(Object::as_dict).ok()?;
            let (id, font) = document.dereference(fonts.get(name).ok()?).ok()?;
            Some((id, font.as_dict().ok()?))
        });
        let Some((id, font)) = found else { return Rc::clone(&self.none) };
        if let Some(ready) = id.and_then(|id| self.by_id.get(&id)) {
            return Rc::clone(ready);
        }
        let ready = Rc::new(Prepared::of(font, document));
        let kept_bytes = self.map_bytes + ready.map_bytes;
        if let Some(id) = id.filter(|_| kept_bytes <= KEPT_BYTES_MAX) {
            self.map_bytes = kept_bytes;
            self.by_id.insert(id, Rc::clone(&ready));
        }
        ready
    }
}

impl Prepared {
    pub(super) fn of(font: &Dictionary, document: &Document) -> Self {
        let mut dictionary = font.clone();
        dictionary.set("Type", Object::Name(b"Font".to_vec()));
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let map = map.ok().map(|map| streams::content(map, MAP_BYTES_MAX));
        let (has_map, is_damaged) = (map.is_some(), map.as_ref().is_some_and(|m| m.is_damaged));
        let map_bytes = map.as_ref().map_or(0, |map| map.bytes.len());
        let map = map.map(|map| map_of(map.bytes, document));
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
        let says = match map {
            Some(Some(map)) => Says::Map(map),
            // A map that is none.
            Some(None) => Says::Nothing,
            None if is_wide => {
                let encoding = dictionary.get_deref(b"Encoding", document);
                let name = encoding.and_then(Object::as_name).unwrap_or_default();
                let is_utf_16 = [&b"UCS2"[..], b"UTF16"]
                    .iter()
                    .any(|kind| memchr::memmem::find(name, kind).is_some());
                if is_utf_16 { Says::Wide } else { Says::Nothing }
            }
            None => Says::Encoding,
        };
        Self { dictionary, says, named, own_below, first, widths, is_wide, is_damaged, map_bytes }
    }

    /// Appends what the codes show; `false` when not all of it can be told.
    pub(super) fn write(&self, codes: &[u8], document: &Document, into: &mut String) -> bool {
        match &self.says {
            Says::Map(map) => map.write_to_string(codes, into).is_ok(),
            Says::Encoding => {
                let told = self.dictionary.get_font_encoding_with_limit(document, MAP_BYTES_MAX);
                told.is_ok_and(|encoding| self.write_encoded(codes, &encoding, into))
            }
            Says::Wide => {
                into.push_str(&encoding_rs::UTF_16BE.decode_without_bom_handling(codes).0);
                true
            }
            Says::Nothing => false,
        }
    }

    fn write_encoded(&self, codes: &[u8], encoding: &Encoding<'_>, into: &mut String) -> bool {
        if self.named.is_empty() {
            let is_own = |code: &u8| *code < self.own_below && !code.is_ascii_whitespace();
            return encoding.write_to_string(codes, into).is_ok() && !codes.iter().any(is_own);
        }
        let mut is_told = true;
        for code in codes {
            match self.named.get(code) {
                Some(Some(letters)) => into.push_str(letters),
                Some(None) => is_told = false,
                None => is_told &= encoding.write_to_string(&[*code], into).is_ok(),
            }
        }
        is_told
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

/// What a map from codes to letters says, as the library reads it; `None` where it is no such map.
fn map_of(bytes: Vec<u8>, document: &Document) -> Option<Encoding<'static>> {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("ToUnicode", Object::Stream(Stream::new(Dictionary::new(), bytes)));
    match font.get_font_encoding_with_limit(document, MAP_BYTES_MAX).ok()? {
        Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
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
    use std::rc::Rc;

    use lopdf::{Dictionary, Document, Object, Stream};

    use super::{Fonts, letters_of};

    /// A dictionary with one entry.
    fn with(key: &str, object: impl Into<Object>) -> Dictionary {
        let mut dictionary = Dictionary::new();
        dictionary.set(key, object);
        dictionary
    }

    #[test]
    fn a_font_is_made_ready_once_for_all_that_ask_and_maps_beyond_the_bound_are_not_kept() {
        let mut document = Document::new();
        let map = vec![b' '; super::MAP_BYTES_MAX];
        let mut resources = Vec::new();
        for bytes in [map[1..].to_vec(), map.clone(), map.clone(), map.clone(), map] {
            let map = document.add_object(Stream::new(Dictionary::new(), bytes));
            let font = document.add_object(with("ToUnicode", map));
            resources.push(with("Font", with("F", font)));
        }
        let mut fonts = Fonts::new(&document);
        let mut kept = Vec::new();
        for resources in &resources {
            let [first, again] = [(); 2].map(|()| fonts.named(b"F", &[resources], &document));
            kept.push(Rc::ptr_eq(&first, &again));
        }
        assert_eq!(kept, [true, true, true, true, false]);
    }

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

//! Fonts: which letters their codes show, and how wide these are.

use lopdf::{Dictionary, Document, Encoding, Object};

/// Bytes of one map from codes to letters.
const MAP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Width of a letter that no one tells, in thousandths of the size.
const WIDTH: f64 = 500.0;

/// A font's dictionary, made ready so that its encoding can be asked for.
pub(super) struct Prepared {
    dictionary: Dictionary,
    first: i64,
    widths: Vec<f64>,
    /// Whether codes are of two bytes.
    pub(super) is_wide: bool,
}

impl Prepared {
    pub(super) fn of(font: &Dictionary, document: &Document) -> Self {
        let mut dictionary = font.clone();
        dictionary.set("Type", Object::Name(b"Font".to_vec()));
        let has_map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).is_ok();
        if has_map {
            // The map is the file's own word; an encoding only names glyphs.
            dictionary.remove(b"Encoding");
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
        Self { dictionary, first, widths, is_wide: subtype == b"Type0" }
    }

    pub(super) fn encoding<'p>(&'p self, document: &'p Document) -> Option<Encoding<'p>> {
        self.dictionary.get_font_encoding_with_limit(document, MAP_BYTES_MAX).ok()
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

//! Characters that stand for ASCII ones in numbers: spaces, dashes, digits of other scripts, full-width
//! forms; and characters of no width, which stand for nothing.

use std::ops::Range;

use crate::classes::BLOCK_BYTES;

/// What a character stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    As(u8),
    Nothing,
}

/// What the character that begins `text` stands for, and its bytes; `None` when it stands for itself.
#[inline]
pub(crate) fn plain(text: &[u8]) -> Option<(Plain, usize)> {
    use Plain::{As, Nothing};
    Some(match *text {
        // No-break space and soft hyphen.
        [0xC2, 0xA0, ..] => (As(b' '), 2),
        [0xC2, 0xAD, ..] => (Nothing, 2),
        // Arabic-Indic, extended Arabic-Indic and Devanagari digits.
        [0xD9, digit @ 0xA0..=0xA9, ..] => (As(b'0' + digit - 0xA0), 2),
        [0xDB, digit @ 0xB0..=0xB9, ..] => (As(b'0' + digit - 0xB0), 2),
        [0xE0, 0xA5, digit @ 0xA6..=0xAF, ..] => (As(b'0' + digit - 0xA6), 3),
        // Spaces of any width; marks of no width and of direction; dashes and the minus sign.
        [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..] | [0xE2, 0x81, 0x9F, ..] => (As(b' '), 3),
        [0xE2, 0x80, 0x8B..=0x8F, ..] | [0xE2, 0x81, 0xA0, ..] => (Nothing, 3),
        [0xE2, 0x80, 0x90..=0x95, ..] | [0xE2, 0x88, 0x92, ..] => (As(b'-'), 3),
        [0xE3, 0x80, 0x80, ..] => (As(b' '), 3),
        [0xEF, 0xBB, 0xBF, ..] => (Nothing, 3),
        // Full-width forms of printable ASCII.
        [0xEF, 0xBC, form @ 0x81..=0xBF, ..] => (As(0x21 + (form - 0x81)), 3),
        [0xEF, 0xBD, form @ 0x80..=0x9E, ..] => (As(0x60 + (form - 0x80)), 3),
        _ => return None,
    })
}

/// Whether a character of those may begin with the byte. An ideographic space is told only beside
/// others: it begins with the byte that most kana begin with.
pub(crate) fn begins_other(byte: u8) -> bool {
    matches!(byte, 0xC2 | 0xD9 | 0xDB | 0xE0 | 0xE2 | 0xEF)
}

/// Appends the places of all such characters that begin in `range`, rising. The bitmaps of its blocks say
/// where [`begins_other`] holds.
pub(crate) fn places(
    text: &[u8],
    range: Range<usize>,
    bitmaps: impl Iterator<Item = u64>,
    into: &mut Vec<Range<usize>>,
) {
    for (base, mut bits) in range.clone().step_by(BLOCK_BYTES).zip(bitmaps) {
        while bits != 0 {
            let at = base + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            if at < range.end
                && let Some((_, length)) = plain(&text[at..])
            {
                into.push(at..at + length);
            }
        }
    }
}

/// A stretch of text in which every character is what it stands for.
#[derive(Default)]
pub(crate) struct Plainly {
    pub(crate) text: Vec<u8>,
    /// By byte of `text`: where its character begins and ends in the source.
    pub(crate) places: Vec<(usize, usize)>,
}

impl Plainly {
    /// Reads the stretch of `source`.
    pub(crate) fn read(&mut self, source: &[u8], stretch: Range<usize>) {
        self.text.clear();
        self.places.clear();
        let mut at = stretch.start;
        while at < stretch.end {
            let (byte, length) = match plain(&source[at..]) {
                Some((Plain::Nothing, length)) => {
                    at += length;
                    continue;
                }
                Some((Plain::As(byte), length)) => (byte, length),
                None => (source[at], 1),
            };
            self.text.push(byte);
            self.places.push((at, at + length));
            at += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classes::{ByteSet, OTHER, classifier};

    #[test]
    fn digits_spaces_and_dashes_are_read_as_ascii() {
        let mut plainly = Plainly::default();
        for (text, plain) in [
            ("４１１１－１１１１", "4111-1111"),
            ("41\u{A0}11\u{2009}11\u{202F}1\u{2007}1", "41 11 11 1 1"),
            ("1\u{200B}2\u{AD}3\u{FEFF}4\u{2060}5", "12345"),
            ("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ०१२३४५६७८९", "0123456789 0123456789 0123456789"),
            ("1\u{2010}2\u{2013}3\u{2212}4", "1-2-3-4"),
            ("ＤＥ８９　ａｚ～", "DE89 az~"),
            ("né 12 €", "né 12 €"),
        ] {
            plainly.read(text.as_bytes(), 0..text.len());
            assert_eq!(String::from_utf8_lossy(&plainly.text), plain, "{text}");
        }
    }

    #[test]
    fn every_place_is_told_wherever_blocks_begin() {
        for pad in 0..130 {
            let text =
                format!("{}\u{A0}x٣y۴z५\u{2212}１{}", "a".repeat(pad), "b".repeat(130 - pad));
            let (mut told, mut blocks) = (Vec::new(), Vec::new());
            classifier(ByteSet::default(), Default::default())
                .classify(text.as_bytes(), &mut blocks);
            let bitmaps = blocks.iter().map(|block| block[OTHER]);
            places(text.as_bytes(), 0..text.len(), bitmaps, &mut told);
            let all = text.char_indices().filter(|(_, c)| !c.is_ascii());
            let all: Vec<_> = all.map(|(at, c)| at..at + c.len_utf8()).collect();
            assert_eq!(told, all, "{pad}");
        }
    }
}

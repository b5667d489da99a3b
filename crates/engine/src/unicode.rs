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
        // The mark of direction of Arabic.
        [0xD8, 0x9C, ..] => (Nothing, 2),
        // Arabic-Indic, extended Arabic-Indic and N'Ko digits.
        [0xD9, digit @ 0xA0..=0xA9, ..] => (As(b'0' + digit - 0xA0), 2),
        [0xDB, digit @ 0xB0..=0xB9, ..] => (As(b'0' + digit - 0xB0), 2),
        [0xDF, digit @ 0x80..=0x89, ..] => (As(b'0' + digit - 0x80), 2),
        [lead @ 0xE0..=0xE1, second @ 0x80..=0xBF, third @ 0x80..=0xBF, ..] => {
            (As(digit_of(lead, second, third)?), 3)
        }
        [0xEA, second @ 0x98..=0xAF, third @ 0x80..=0xBF, ..] => {
            (As(further_digit(0xA000 | bits(second) << 6 | bits(third))?), 3)
        }
        [0xF0, second @ 0x90..=0x9F, third @ 0x80..=0xBF, fourth @ 0x80..=0xBF, ..] => {
            let c = bits(second) << 12 | bits(third) << 6 | bits(fourth);
            (As(further_digit(c)?), 4)
        }
        // Spaces of any width; marks of no width and of direction; dashes and the minus sign.
        [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..] | [0xE2, 0x81, 0x9F, ..] => (As(b' '), 3),
        [0xE2, 0x80, 0x8B..=0x8F | 0xAA..=0xAE, ..] => (Nothing, 3),
        [0xE2, 0x81, 0xA0 | 0xA6..=0xA9, ..] => (Nothing, 3),
        [0xE2, 0x80, 0x90..=0x95, ..] | [0xE2, 0x88, 0x92, ..] => (As(b'-'), 3),
        [0xE3, 0x80, 0x80, ..] => (As(b' '), 3),
        [0xEF, 0xBB, 0xBF, ..] => (Nothing, 3),
        // Full-width forms of printable ASCII.
        [0xEF, 0xBC, form @ 0x81..=0xBF, ..] => (As(0x21 + (form - 0x81)), 3),
        [0xEF, 0xBD, form @ 0x80..=0x9E, ..] => (As(0x60 + (form - 0x80)), 3),
        _ => return None,
    })
}

/// The zeros of the decimal digits that UTF-8 begins with E0 and E1: of the scripts of India, Bangladesh, Sri Lanka,
/// Thailand, Laos, Tibet, Myanmar, Cambodia, Mongolia and Indonesia. A test compares them with Unicode's table.
const ZEROS: [u16; 25] = [
    0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50,
];

/// By sixteen characters up to U+1FFF: the place of the zero among them, which digits follow to nine; or [`NONE`].
static ZERO_IN_ROW: [u8; 512] = {
    let mut rows = [NONE; 512];
    let mut at = 0;
    while at < ZEROS.len() {
        rows[(ZEROS[at] >> 4) as usize] = (ZEROS[at] & 15) as u8;
        at += 1;
    }
    rows
};
const NONE: u8 = 16;

/// The digit, in ASCII, that these three bytes of one character stand for.
#[inline]
fn digit_of(lead: u8, second: u8, third: u8) -> Option<u8> {
    let row =
        usize::from(lead & 1) << 8 | usize::from(second & 63) << 2 | usize::from(third & 63) >> 4;
    let digit = (third & 15).wrapping_sub(ZERO_IN_ROW[row]);
    (digit < 10).then(|| b'0' + digit)
}

/// The zeros of the digits of Vai, Saurashtra, Kayah Li, Javanese, Tai Laing, Cham and Meetei Mayek, and of those beyond the
/// first plane: of 27 scripts, the bold and other digits of mathematics, and digits of seven segments. The same test.
const FURTHER_ZEROS: [u32; 46] = [
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x10D40, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA,
    0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60,
    0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140,
    0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The digit, in ASCII, that this character stands for.
fn further_digit(c: u32) -> Option<u8> {
    let behind = FURTHER_ZEROS.partition_point(|&zero| zero <= c);
    let digit = c - FURTHER_ZEROS.get(behind.checked_sub(1)?)?;
    (digit < 10).then(|| b'0' + digit as u8)
}

fn bits(byte: u8) -> u32 {
    u32::from(byte & 63)
}

/// Whether a character of those may begin with the byte.
pub(crate) fn begins_other(byte: u8) -> bool {
    matches!(byte, 0xC2 | 0xD8 | 0xD9 | 0xDB | 0xDF | 0xE0..=0xE3 | 0xEA | 0xEF | 0xF0)
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
            // Most kana begin as the ideographic space does, Arabic letters as a mark of direction, and Hangul as digits
            // of other scripts.
            let is_letter = match text[at] {
                0xE3 => text.get(at + 1) != Some(&0x80),
                0xD8 => text.get(at + 1) != Some(&0x9C),
                0xEA => text.get(at + 1) >= Some(&0xB0),
                _ => false,
            };
            if at < range.end
                && !is_letter
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
    use regex_syntax::hir::{Class, HirKind};

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
            ("๐๑๒๓๔๕๖๗๘๙ ০১২৩৪৫৬৭৮৯ ០១២៣៤៥៦៧៨៩", "0123456789 0123456789 0123456789"),
            ("\u{202A}+4\u{2066}9\u{2069}\u{202C} 3\u{200E}0", "+49 30"),
            ("4111\u{61C}1111", "41111111"),
            ("𝟒𝟏𝟭𝟙 🯱🯲🯳 ꧑꧒ ꩑꘡ 𞥑", "4111 123 12 11 1"),
            ("가각 갱 😀", "가각 갱 😀"),
            ("4111\u{3000}1111", "4111 1111"),
            ("1\u{2010}2\u{2013}3\u{2212}4", "1-2-3-4"),
            ("ＤＥ８９　ａｚ～", "DE89 az~"),
            ("né 12 €", "né 12 €"),
        ] {
            plainly.read(text.as_bytes(), 0..text.len());
            assert_eq!(String::from_utf8_lossy(&plainly.text), plain, "{text}");
        }
    }

    /// Which characters are decimal digits is Unicode's to say.
    #[test]
    fn digits_are_those_of_unicode() {
        let table = regex_syntax::parse(r"\d").expect("it is a class");
        let HirKind::Class(Class::Unicode(digits)) = table.kind() else { panic!("{table:?}") };
        let digit_of = |c: char| {
            let block = digits.iter().find(|block| (block.start()..=block.end()).contains(&c))?;
            Some(b'0' + ((c as u32 - block.start() as u32) % 10) as u8)
        };
        let mut told = 0;
        for c in ('\u{80}'..='\u{1FFFF}').filter(|c| begins_other(c.to_string().as_bytes()[0])) {
            let plain = match plain(c.to_string().as_bytes()) {
                Some((Plain::As(byte), length)) if byte.is_ascii_digit() => {
                    assert_eq!(length, c.len_utf8());
                    Some(byte)
                }
                _ => None,
            };
            assert_eq!(plain, digit_of(c), "{c} {:x}", c as u32);
            told += usize::from(plain.is_some());
        }
        assert_eq!(told, 750);
    }

    #[test]
    fn every_place_is_told_wherever_blocks_begin() {
        for pad in 0..130 {
            let text =
                format!("{}\u{A0}x٣y۴z५\u{2212}１{}", "a".repeat(pad), "b".repeat(130 - pad));
            let (mut told, mut blocks) = (Vec::new(), Vec::new());
            classifier(ByteSet::default(), ByteSet::default(), Default::default())
                .classify(text.as_bytes(), &mut blocks);
            let bitmaps = blocks.iter().map(|block| block[OTHER]);
            places(text.as_bytes(), 0..text.len(), bitmaps, &mut told);
            let all = text.char_indices().filter(|(_, c)| !c.is_ascii());
            let all: Vec<_> = all.map(|(at, c)| at..at + c.len_utf8()).collect();
            assert_eq!(told, all, "{pad}");
        }
    }
}

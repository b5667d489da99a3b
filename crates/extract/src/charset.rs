//! Charsets: tells which one a text is in, and hands it on as UTF-8.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use magpie_model::Body;

use crate::mixed::{Given, Mixed, narrow_starts, wide_begins};
use crate::noise::{LAST_BYTES, Noise, ends_in_noise};
use crate::source::{LOOKED_THROUGH_BYTES_MAX, Source};
use crate::transcode::{Offsets, Transcoded};
use crate::utf32::{self, Decoded, Order};

/// What the first bytes of a part are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UTF-8 or ASCII behind a mark of so many bytes: handed on as it is.
    Raw { mark_bytes: usize },
    /// Anything else that is text.
    Encoded { encoding: &'static Encoding, mark_bytes: usize },
    /// Four bytes for each character.
    Utf32 { order: Order, mark_bytes: usize },
    /// Not text.
    Binary,
}

/// Of a text, at most one byte in so many is a control character that texts do not hold.
pub(crate) const TEXT_BYTES_PER_CONTROL: usize = 20;
/// Where a markup language may name its charset.
const DECLARATION_BYTES: usize = 1024;

/// The charset of a part that begins with `head`; `head_is_all` when nothing follows.
pub(crate) fn detect(head: &[u8], head_is_all: bool) -> Charset {
    if let Some((order, mark_bytes)) = utf32::detect(head) {
        return Charset::Utf32 { order, mark_bytes };
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(head) {
        return if encoding == UTF_8 || is_ascii_in_pairs(&head[mark_bytes..]) {
            Charset::Raw { mark_bytes }
        } else {
            Charset::Encoded { encoding, mark_bytes }
        };
    }
    if is_ebcdic(head) {
        return Charset::Binary;
    }
    if utf16_follows(head) {
        return Charset::Raw { mark_bytes: 0 };
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Charset::Encoded { encoding, mark_bytes: 0 };
    }
    let text_like = controls(head) * TEXT_BYTES_PER_CONTROL <= head.len();
    if !text_like {
        return Charset::Binary;
    }
    if head.is_ascii() {
        // Later bytes may still be in what the text says of itself.
        return match declared(head) {
            Some(encoding) if !head_is_all => Charset::Encoded { encoding, mark_bytes: 0 },
            _ => Charset::Raw { mark_bytes: 0 },
        };
    }
    if mostly_utf8(head, head_is_all) {
        return Charset::Raw { mark_bytes: 0 };
    }
    if head_is_all && is_utf8_before_noise(head) {
        return Charset::Raw { mark_bytes: 0 };
    }
    if memchr::memchr(0, head).is_some() {
        return Charset::Binary;
    }
    let encoding = declared(head).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(head, head_is_all);
        detector.guess(None, Utf8Detection::Deny)
    });
    Charset::Encoded { encoding, mark_bytes: 0 }
}

/// The first bytes as UTF-8 without a mark; `None` when they are not text.
pub(crate) fn preview(head: &[u8], head_is_all: bool) -> Option<Cow<'_, [u8]>> {
    match detect(head, head_is_all) {
        Charset::Raw { mark_bytes } => Some(mixed(&head[mark_bytes..])),
        Charset::Encoded { encoding, mark_bytes } => {
            let mut text = Vec::new();
            let read = Transcoded::new(Box::new(&head[mark_bytes..]), encoding, 0);
            // Bytes in memory can be read.
            let _ = { read }.read_to_end(&mut text);
            Some(Cow::Owned(text))
        }
        Charset::Utf32 { order, mark_bytes } => {
            let mut text = String::new();
            utf32::decode(&head[mark_bytes..], order, &mut text);
            Some(Cow::Owned(text.into_bytes()))
        }
        Charset::Binary => None,
    }
}

/// A control character other than white space and escape sequences.
pub(crate) fn is_control(byte: u8) -> bool {
    // Compared, not matched: this is done for many bytes at once.
    (byte < 8) | (byte.wrapping_sub(14) < 13) | (byte.wrapping_sub(28) < 4) | (byte == 127)
}

/// How many such characters there are. Their counts fit a byte.
pub(crate) fn controls(head: &[u8]) -> usize {
    let counts = head.chunks(usize::from(u8::MAX) & !63).map(|bytes| {
        usize::from(bytes.iter().fold(0u8, |count, &byte| count + u8::from(is_control(byte))))
    });
    counts.sum()
}

/// UTF-16 text of European languages has a zero in every other byte, and hardly one in the rest;
/// of other languages, at least its spaces and digits do.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    memchr::memchr(0, head)?;
    let pairs = head.len() / 2;
    let whole = &head[..pairs * 2];
    let zeros = |parity: usize| whole.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let least = (pairs / 32).max(1);
    let encoding = if odd >= least && even * 16 <= odd {
        UTF_16LE
    } else if even >= least && odd * 16 <= even {
        UTF_16BE
    } else {
        return None;
    };
    if is_ascii_in_pairs(whole) {
        return None;
    }
    let (text, _) = encoding.decode_without_bom_handling(whole);
    is_of_characters(&text).then_some(encoding)
}

/// Whether most of a text are characters that texts hold. Of random pairs one in eight is for private use or
/// half a character.
fn is_of_characters(text: &str) -> bool {
    let is_odd = |c: &char| match c {
        '\t' | '\n' | '\r' | '\u{C}' => false,
        '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => true,
        c => c.is_control(),
    };
    let odd_ones = text.chars().filter(is_odd).count();
    // The head may end inside a surrogate pair.
    odd_ones * TEXT_BYTES_PER_CONTROL < text.chars().count() + TEXT_BYTES_PER_CONTROL
}

/// Whether text of bytes goes on in UTF-16. Two plain bytes may be a sign of UTF-16 as well, but hardly before
/// other text: where a line ends, where pairs would begin elsewhere, or where they differ too much.
fn utf16_follows(head: &[u8]) -> bool {
    let Some((at, _)) = wide_begins(head) else { return false };
    let before = &head[..at];
    let is_text = at > 0 && controls(before) == 0 && str::from_utf8(before).is_ok();
    let is_narrow = || before.ends_with(b"\n") || at % 2 == 1 || narrow_starts(before);
    is_text && is_narrow() && is_of_characters(&String::from_utf8_lossy(&mixed(head)))
}

/// A text of bytes that may change to UTF-16, as UTF-8.
fn mixed(head: &[u8]) -> Cow<'_, [u8]> {
    if wide_begins(head).is_none() {
        return Cow::Borrowed(head);
    }
    let mut text = Vec::new();
    match Mixed::new(Box::new(head), 0).read_to_end(&mut text) {
        Ok(_) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(head),
    }
}

/// Whether most pairs of bytes are two ASCII characters. In UTF-16 they would be signs of Chinese, of
/// which a text holds other ones too: by both bytes, one in five.
fn is_ascii_in_pairs(head: &[u8]) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    let (pairs, _) = head.as_chunks::<2>();
    let plain = pairs.iter().filter(|pair| is_plain(pair[0]) && is_plain(pair[1])).count();
    pairs.len() > 1 && plain * 5 > pairs.len() * 3
}

/// Whether the bytes are letters, digits, spaces and line ends of EBCDIC, whose space is 0x40, and not
/// one is an ASCII space.
fn is_ebcdic(head: &[u8]) -> bool {
    let is_one = |byte: u8| {
        matches!(byte, 0x40 | 0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9 | 0xC1..=0xC9 | 0xD1..=0xD9
            | 0xE2..=0xE9 | 0xF0..=0xF9 | 0x4B | 0x6B | 0x7C | 0x15 | 0x25 | 0x0D | 0x60 | 0x61)
    };
    // Nearly every other text has an ASCII space near its beginning, and is counted no further.
    if head.contains(&b' ') {
        return false;
    }
    let spaces = head.iter().filter(|&&byte| byte == 0x40).count();
    let known = head.iter().filter(|&&byte| is_one(byte)).count();
    spaces * 40 > head.len() && known * 10 > head.len() * 9
}

/// Whether the bytes are UTF-8, a few stray bytes in an otherwise clear case allowed.
fn mostly_utf8(head: &[u8], head_is_all: bool) -> bool {
    let (mut characters, mut strays) = (0usize, 0usize);
    let mut rest = head;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                characters += beyond_ascii(text.as_bytes());
                break;
            }
            Err(error) => {
                characters += beyond_ascii(&rest[..error.valid_up_to()]);
                match error.error_len() {
                    Some(length) => {
                        strays += 1;
                        rest = &rest[error.valid_up_to() + length..];
                    }
                    None => {
                        strays += usize::from(head_is_all);
                        break;
                    }
                }
            }
        }
    }
    strays == 0 || characters >= strays * 8
}

/// Whether the bytes are UTF-8 but for noise at their end, which is in no charset and tells none.
fn is_utf8_before_noise(head: &[u8]) -> bool {
    let valid = match str::from_utf8(head) {
        Ok(_) => return false,
        Err(error) => error.valid_up_to(),
    };
    let end = head.len() - valid;
    end <= LAST_BYTES.min(valid) && ends_in_noise(&head[head.len().saturating_sub(LAST_BYTES)..])
}

fn beyond_ascii(valid: &[u8]) -> usize {
    valid.iter().filter(|&&byte| byte >= 0xC0).count()
}

/// The charset that an XML or HTML head names, unless it is UTF-8 or one that ASCII bytes cannot
/// be written in.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(DECLARATION_BYTES)];
    if head.trim_ascii_start().first() != Some(&b'<') {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    let label = ["encoding=", "charset="].iter().find_map(|marker| {
        let at = memchr::memmem::find(&lower, marker.as_bytes())? + marker.len();
        let label = lower[at..].trim_ascii_start();
        let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
        let end = label
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_.:".contains(byte)))?;
        Some(label[..end].to_vec())
    })?;
    Encoding::for_label(&label)
        .filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
}

/// A text as UTF-8 without a byte-order mark: raw where it was UTF-8 already, else transcoded on
/// the way. Raw text may hold invalid bytes; they are handed on as they are.
pub(crate) struct Text<'s> {
    reader: Reader<'s>,
    mapped: Option<(&'s [u8], &'s dyn Body, bool)>,
    bytes_before: Option<u64>,
    offsets: Option<Rc<RefCell<Offsets>>>,
    line_end: u8,
    noise: Noise,
}

enum Reader<'s> {
    Mixed(Mixed<'s>),
    Other(Box<dyn Read + 's>),
}

/// See [`Text::line_end`].
pub(crate) fn line_end(head: &[u8]) -> u8 {
    let only_returns =
        memchr::memchr(b'\n', head).is_none() && memchr::memchr(b'\r', head).is_some();
    if only_returns { b'\r' } else { b'\n' }
}

impl<'s> Text<'s> {
    /// The text of a source, its charset told by its first bytes. Bytes that are not text are
    /// handed on raw.
    pub(crate) fn of(source: Source<'s>) -> Self {
        let (encoding, mark_bytes) = match detect(source.head(), source.head_is_all()) {
            Charset::Raw { mark_bytes } => (None, mark_bytes),
            Charset::Encoded { encoding, mark_bytes } => (Some(encoding), mark_bytes),
            Charset::Utf32 { order, mark_bytes } => {
                return Self::of_utf32(source, order, mark_bytes);
            }
            Charset::Binary => (None, 0),
        };
        let line_end = line_end(source.head());
        let mapped = source.mapped().map(|(bytes, body, cut)| (&bytes[mark_bytes..], body, cut));
        let holds_no_zero = source.holds_no_zero();
        let mapped = mapped.filter(|(bytes, ..)| {
            holds_no_zero
                || (bytes.len() <= LOOKED_THROUGH_BYTES_MAX && wide_begins(bytes).is_none())
        });
        let mut reader = source.into_reader();
        let mut mark = [0; 4];
        // The head holds the mark, so that this reads from memory.
        let skipped = reader.read_exact(&mut mark[..mark_bytes]);
        debug_assert!(skipped.is_ok(), "the mark was seen in the head");
        let noise = Noise::default();
        match encoding {
            None if mapped.is_some() => {
                mapped.iter().for_each(|(bytes, ..)| noise.look_at_all(bytes, holds_no_zero));
                let (reader, bytes_before) = (Reader::Other(reader), Some(mark_bytes as u64));
                Self { reader, mapped, bytes_before, offsets: None, line_end, noise }
            }
            None => {
                let reader = Mixed::new(reader, mark_bytes as u64).telling(noise.found());
                let offsets = Some(reader.offsets());
                let (reader, bytes_before) = (Reader::Mixed(reader), Some(0));
                Self { reader, mapped: None, bytes_before, offsets, line_end, noise }
            }
            Some(encoding) => {
                let reader = Transcoded::new(reader, encoding, mark_bytes as u64);
                let reader = reader.telling(noise.found());
                let offsets = reader.offsets();
                let bytes_before = offsets.is_some().then_some(0);
                let reader = Reader::Other(Box::new(reader));
                Self { reader, mapped: None, bytes_before, offsets, line_end, noise }
            }
        }
    }

    /// The same of a text in UTF-32. Its offsets are those of the text that it is read as.
    fn of_utf32(source: Source<'s>, order: Order, mark_bytes: usize) -> Self {
        let mut head = String::new();
        utf32::decode(&source.head()[mark_bytes..], order, &mut head);
        let line_end = line_end(head.as_bytes());
        let mut reader = source.into_reader();
        let mut mark = [0; 4];
        // The head holds the mark, so that this reads from memory.
        let skipped = reader.read_exact(&mut mark[..mark_bytes]);
        debug_assert!(skipped.is_ok(), "the mark was seen in the head");
        let noise = Noise::default();
        let reader = Reader::Other(Box::new(Decoded::new(reader, order, noise.found())));
        Self { reader, mapped: None, bytes_before: None, offsets: None, line_end, noise }
    }

    /// The text in memory, the mark left out, with its body to release it behind the reader, and
    /// whether it was cut at the limit for objects. Raw text only.
    pub(crate) fn mapped(&self) -> Option<(&'s [u8], &'s dyn Body, bool)> {
        self.mapped
    }

    /// What is added to offsets in the text: bytes of the part before it (the mark), or nothing where
    /// [`Self::offsets`] leads back from there. `None` when offsets in the part are not known.
    pub(crate) fn bytes_before(&self) -> Option<u64> {
        self.bytes_before
    }

    /// What ends its lines: `\r` alone only where its first bytes hold no `\n` at all.
    pub(crate) fn line_end(&self) -> u8 {
        self.line_end
    }
}

impl Text<'_> {
    /// The way from offsets in transcoded text back to those in the part.
    pub(crate) fn offsets(&self) -> Option<Rc<RefCell<Offsets>>> {
        self.offsets.clone()
    }

    /// Whether a stretch of what was read was no text.
    pub(crate) fn noise(&self) -> Rc<Cell<bool>> {
        self.noise.found()
    }

    /// Reads, and tells where a byte stands first in what was read: of most text, in the look at it that
    /// is taken anyway.
    pub(crate) fn read_seeking(&mut self, into: &mut [u8], sought: u8) -> io::Result<Given> {
        let given = match &mut self.reader {
            Reader::Mixed(mixed) => mixed.read_seeking(into, Some(sought))?,
            Reader::Other(reader) => {
                let read = reader.read(into)?;
                Given::of(&into[..read], Some(sought))
            }
        };
        self.noise.look(&into[..given.bytes]);
        Ok(given)
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.reader {
            Reader::Mixed(mixed) => mixed.read(into)?,
            Reader::Other(reader) => reader.read(into)?,
        };
        self.noise.look(&into[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(mark_bytes: usize) -> Charset {
        Charset::Raw { mark_bytes }
    }

    fn name(head: &[u8]) -> &'static str {
        match detect(head, true) {
            Charset::Encoded { encoding, .. } => encoding.name(),
            other => panic!("{other:?}"),
        }
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn marks_are_read_and_left_out() {
        assert_eq!(detect(b"\xEF\xBB\xBFa", true), raw(3));
        assert_eq!(name(b"\xFF\xFEa\0"), "UTF-16LE");
        assert_eq!(name(b"\xFE\xFF\0a"), "UTF-16BE");
    }

    #[test]
    fn utf16_is_told_by_its_zeros() {
        assert_eq!(name(&utf16le("name;card\r\nJosé;12\r\n")), "UTF-16LE");
        let swapped: Vec<u8> =
            utf16le("plain words").chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
        assert_eq!(name(&swapped), "UTF-16BE");
        assert_eq!(name(&utf16le("Привет, это просто текст 12345 и ещё")), "UTF-16LE");
    }

    #[test]
    fn bytes_that_go_on_in_utf16_are_no_utf16() {
        let more = utf16le(&"5,note of the log\r\n".repeat(40));
        for before in
            ["id,card\r\n5,4111111111111111\r\n", "a\r\n", "ab\n", "no line ends here, it goes on"]
        {
            for mark in [&b""[..], b"\xFF\xFE"] {
                let head = [before.as_bytes(), mark, &more].concat();
                assert_eq!(detect(&head, true), raw(0), "{before}");
                let text = preview(&head, true).unwrap();
                assert!(text.starts_with(before.as_bytes()), "{before}");
                assert!(text.ends_with(b"5,note of the log\r\n"), "{before}");
            }
        }
        for text in ["ひらがなだけ 12345678 のぶん", "中文 12345678 中文", "Привет 12345678"]
        {
            assert_eq!(name(&utf16le(text)), "UTF-16LE", "{text}");
        }
    }

    #[test]
    fn a_binary_with_some_utf16_is_no_text() {
        let mut state = 9u32;
        let random = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        let random: Vec<u8> = random.take(1_200).collect();
        let wide = utf16le("an enciphered container, of the department of finance");
        let line = b"a header\n".to_vec();
        for bytes in [
            [&wide[..], &random].concat(),
            [&random[..600], &wide, b"card 4111111111111111", &wide, &random].concat(),
            [&line[..], &wide, &random].concat(),
        ] {
            assert_eq!(detect(&bytes, true), Charset::Binary);
        }
    }

    #[test]
    fn numbers_in_binary_are_not_utf16() {
        let integers: Vec<u8> = (0u16..2_000).map(|n| n % 20).flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect(&integers, true), Charset::Binary);
        assert_eq!(detect(&[0], true), Charset::Binary);
    }

    #[test]
    fn ascii_with_zeros_or_a_mark_of_utf16_stays_ascii() {
        assert_eq!(detect(b"card 4539 5787 6362 1486\0\nreader@example.com\0\n", true), raw(0));
        assert_eq!(detect(b"\xFF\xFEcard 4539 5787 6362 1486\n", true), raw(2));
        let prefixed = b"\0\x19card 4539 5787 6362 1486 ".repeat(20);
        assert!(!matches!(detect(&prefixed, true), Charset::Encoded { .. }));
        let chinese = utf16le("这是普通的中文文本，里面有数字 12345 和别的字。\n");
        assert_eq!(name(&chinese), "UTF-16LE");
    }

    #[test]
    fn ebcdic_is_not_taken_for_a_text_of_another_charset() {
        // `NAME SMITH CARD 4539578763621486` in code page 037.
        let record = b"\xD5\xC1\xD4\xC5\x40\xE2\xD4\xC9\xE3\xC8\x40\xC3\xC1\xD9\xC4\x40\xF4\xF5\xF3\xF9\xF5\xF7\xF8\xF7\xF6\xF3\xF6\xF2\xF1\xF4\xF8\xF6\x15";
        assert_eq!(detect(&record.repeat(20), true), Charset::Binary);
    }

    #[test]
    fn legacy_text_is_decoded_and_utf8_is_not() {
        let spanish = "El ni\u{f1}o comi\u{f3} jam\u{f3}n, \u{bf}qu\u{e9} m\u{e1}s?\n".repeat(4);
        assert_eq!(detect(spanish.as_bytes(), true), raw(0));
        let latin: Vec<u8> = spanish.chars().map(|c| c as u8).collect();
        assert_eq!(name(&latin), "windows-1252");
    }

    #[test]
    fn a_character_cut_at_the_end_of_the_head_is_no_stray() {
        let text = "é".repeat(50);
        let cut = &text.as_bytes()[..99];
        assert_eq!(detect(cut, false), raw(0));
        assert_eq!(detect(&"Gruß ".as_bytes()[..4], false), raw(0));
    }

    #[test]
    fn a_declared_charset_is_believed() {
        let head = b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>\xB1</a>";
        assert_eq!(name(head), "ISO-8859-2");
        let ascii = b"<meta charset=utf-8><p>plain</p>";
        assert_eq!(detect(ascii, false), raw(0));
    }

    #[test]
    fn noise_is_binary() {
        let mut state = 1u32;
        let noise: Vec<u8> = (0..4_096)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        assert_eq!(detect(&noise, false), Charset::Binary);
    }
}

//! Decodes the escapes in JSON strings on the way, and remembers where the text was changed.

use std::cell::Cell;
use std::collections::VecDeque;
use std::ops::Range;

/// Where decoded text differs from the source. Offsets are in the decoded text.
#[derive(Default)]
pub(super) struct Escapes {
    /// Quotes that are characters of a string, not its end.
    quotes: Offsets,
    /// Line ends that are characters of a string.
    newlines: Offsets,
    /// Behind which offset, how many bytes longer the source is by then; rising.
    shifts: VecDeque<(u64, u64)>,
    shift: u64,
    shift_before: u64,
    newlines_before: u64,
}

/// Rising offsets. Questions mostly rise too, so that each begins where the last one ended.
#[derive(Default)]
struct Offsets {
    all: VecDeque<u64>,
    asked: Cell<usize>,
}

impl Offsets {
    /// How many lie before `at`.
    fn before(&self, at: u64) -> usize {
        if self.all.is_empty() {
            return 0;
        }
        let mut index = self.asked.get();
        if index > 0 && self.all[index - 1] >= at {
            index = self.all.partition_point(|&offset| offset < at);
        } else {
            while self.all.get(index).is_some_and(|&offset| offset < at) {
                index += 1;
            }
        }
        self.asked.set(index);
        index
    }

    #[inline]
    fn contains(&self, at: u64) -> bool {
        !self.all.is_empty() && self.all.get(self.before(at)) == Some(&at)
    }

    /// Drops those before `at`; returns how many.
    fn forget(&mut self, at: u64) -> u64 {
        let gone = self.before(at);
        self.all.drain(..gone);
        self.asked.set(0);
        gone as u64
    }
}

impl Escapes {
    /// Whether any quote that is not forgotten belongs to a string's content.
    pub(super) fn has_content_quotes(&self) -> bool {
        !self.quotes.all.is_empty()
    }

    /// Whether the quote at `at` belongs to a string's content.
    pub(super) fn is_content_quote(&self, at: u64) -> bool {
        self.quotes.contains(at)
    }

    /// Whether any newline that is not forgotten belongs to a string's content.
    pub(super) fn has_content_newlines(&self) -> bool {
        !self.newlines.all.is_empty()
    }

    /// Whether the newline at `at` belongs to a string's content.
    pub(super) fn is_content_newline(&self, at: u64) -> bool {
        self.newlines.contains(at)
    }

    /// Newlines in `from..to` that belong to strings.
    pub(super) fn content_newlines(&self, from: u64, to: u64) -> u64 {
        let before = self.newlines.before(from);
        (self.newlines.before(to) - before) as u64
    }

    /// Newlines before `at` that belong to strings.
    pub(super) fn content_newlines_before(&self, at: u64) -> u64 {
        self.newlines_before + self.newlines.before(at) as u64
    }

    /// The offset in the source of an offset in the decoded text.
    pub(super) fn source_offset(&self, at: u64) -> u64 {
        let behind = self.shifts.partition_point(|&(from, _)| from <= at);
        let shift = match behind {
            0 => self.shift_before,
            _ => self.shifts[behind - 1].1,
        };
        at + shift
    }

    /// Forgets what lies before `at`.
    pub(super) fn forget(&mut self, at: u64) {
        self.quotes.forget(at);
        self.newlines_before += self.newlines.forget(at);
        while let Some(&(from, shift)) = self.shifts.front()
            && from <= at
        {
            self.shift_before = shift;
            self.shifts.pop_front();
        }
    }

    /// Notes that `decoded` stands at `at` for `source_bytes` bytes.
    fn note(&mut self, at: u64, decoded: &[u8], source_bytes: usize) {
        match decoded {
            b"\"" => self.quotes.all.push_back(at),
            b"\n" => self.newlines.all.push_back(at),
            _ => {}
        }
        if decoded.len() != source_bytes {
            // A text is never longer than its source.
            self.shift += (source_bytes - decoded.len()) as u64;
            self.shifts.push_back((at + decoded.len() as u64, self.shift));
        }
    }
}

/// The decoder's place in the source: whether it is inside a string. JSON strings hold no raw
/// line ends, so every line begins outside, and between two backslashes the quotes tell.
#[derive(Clone, Copy, Default)]
pub(super) struct Unescape {
    in_string: bool,
}

/// The longest escape: a pair of surrogates.
const ESCAPE_BYTES_MAX: usize = 12;

/// Between escapes that stand close, a loop is faster than setting up a search.
const SHORT_BYTES: usize = 48;

impl Unescape {
    /// Decodes a piece of the source where it stands, `base` in the decoded text; `first` is its first
    /// backslash. Returns the bytes taken (all, or fewer when the end may cut an escape and more is to come)
    /// and the bytes of text that now stand in their place.
    pub(super) fn run(
        &mut self,
        piece: &mut [u8],
        first: Option<usize>,
        more_follows: bool,
        base: u64,
        escapes: &mut Escapes,
    ) -> (usize, usize) {
        let (mut at, mut to) = (0, 0);
        let mut next = first;
        while let Some(backslash) = next {
            self.pass(piece, at..backslash, &mut to);
            if more_follows && piece.len() - backslash < ESCAPE_BYTES_MAX {
                return (backslash, to);
            }
            at = backslash + self.escape(piece, backslash, &mut to, base, escapes);
            next = memchr::memchr(b'\\', &piece[at..]).map(|found| at + found);
        }
        self.pass(piece, at..piece.len(), &mut to);
        (piece.len(), to)
    }

    /// Text without a backslash, to where the text before it ends.
    fn pass(&mut self, piece: &mut [u8], passed: Range<usize>, to: &mut usize) {
        self.note(&piece[passed.clone()]);
        let bytes = passed.len();
        if passed.start != *to {
            piece.copy_within(passed, *to);
        }
        *to += bytes;
    }

    fn note(&mut self, text: &[u8]) {
        if text.len() < SHORT_BYTES {
            for &byte in text {
                self.in_string = (self.in_string ^ (byte == b'"')) && byte != b'\n';
            }
            return;
        }
        let line = match memchr::memrchr(b'\n', text) {
            Some(newline) => {
                self.in_string = false;
                &text[newline + 1..]
            }
            None => text,
        };
        self.in_string ^= memchr::memchr_iter(b'"', line).count() % 2 == 1;
    }

    /// The escape at `backslash`; returns its bytes. Outside strings, and where it is none, the backslash
    /// is kept. What an escape stands for is never longer than the escape.
    fn escape(
        self,
        piece: &mut [u8],
        backslash: usize,
        to: &mut usize,
        base: u64,
        escapes: &mut Escapes,
    ) -> usize {
        let decoded = if self.in_string { decode(&piece[backslash..]) } else { None };
        let (character, bytes) = decoded.unwrap_or(('\\', 1));
        let at = base + *to as u64;
        let mut buffer = [0; 4];
        let text = character.encode_utf8(&mut buffer).as_bytes();
        piece[*to..*to + text.len()].copy_from_slice(text);
        *to += text.len();
        if decoded.is_some() {
            escapes.note(at, text, bytes);
        }
        bytes
    }
}

/// The character that an escape stands for, and the bytes of the escape. A lone surrogate stands
/// for the replacement character.
pub(in crate::formats) fn decode(source: &[u8]) -> Option<(char, usize)> {
    let character = match source.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(source),
        _ => return None,
    };
    Some((character, 2))
}

fn unicode(source: &[u8]) -> Option<(char, usize)> {
    let unit = hex(source.get(2..6)?)?;
    if let Some(character) = char::from_u32(unit) {
        return Some((character, 6));
    }
    let low = source.get(6..12).filter(|next| next.starts_with(b"\\u")).and_then(|n| hex(&n[2..]));
    match low {
        Some(low @ 0xDC00..0xE000) if unit < 0xDC00 => {
            let scalar = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            Some((char::from_u32(scalar)?, 12))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_in_pieces(source: &[u8], piece: usize) -> (Vec<u8>, Escapes) {
        let (mut unescape, mut escapes) = (Unescape::default(), Escapes::default());
        let (mut out, mut pending) = (Vec::new(), Vec::new());
        let mut run = |pending: &mut Vec<u8>, more_follows| {
            let first = memchr::memchr(b'\\', pending);
            let base = out.len() as u64;
            let (taken, text) = unescape.run(pending, first, more_follows, base, &mut escapes);
            out.extend_from_slice(&pending[..text]);
            pending.drain(..taken);
        };
        for chunk in source.chunks(piece) {
            pending.extend_from_slice(chunk);
            run(&mut pending, true);
        }
        run(&mut pending, false);
        (out, escapes)
    }

    #[test]
    fn escapes_are_decoded_however_the_source_is_cut() {
        let source = br#"{"a":"x\ny \"q\" \/ \u00e9 \ud83d\ude00 \ud800 \x","b\\":1} \n"#;
        let want = "{\"a\":\"x\ny \"q\" / é 😀 \u{FFFD} \\x\",\"b\\\":1} \\n";
        for piece in 1..40 {
            let (out, escapes) = run_in_pieces(source, piece);
            assert_eq!(String::from_utf8(out.clone()).unwrap(), want, "pieces of {piece}");
            let quote = memchr::memmem::find(&out, b"\"q").unwrap() as u64;
            assert!(escapes.is_content_quote(quote) && !escapes.is_content_quote(1));
            assert_eq!(escapes.content_newlines(0, out.len() as u64), 1);
            assert_eq!(escapes.source_offset(out.len() as u64), source.len() as u64);
        }
    }

    #[test]
    fn forgetting_keeps_the_offsets_behind_it() {
        let (out, mut escapes) = run_in_pieces(br#"["\n\n\nabc\n"]"#, 100);
        let at = memchr::memmem::find(&out, b"abc").unwrap() as u64;
        let source = escapes.source_offset(at);
        escapes.forget(at);
        assert_eq!((source, escapes.source_offset(at)), (8, 8));
    }
}

//! Words in which some characters are escaped: percent signs, quoted-printable, `\u0040`, `&#64;`.

use std::ops::Range;

use super::{Kept, RUN_BYTES_MAX, Run, is_text};
use crate::formats::markup;

/// Letters and digits in a row that are searched for as they stand, whatever is written behind
/// them, when a digit is among them.
const PLAIN_BYTES_MAX: usize = 15;
const PLAIN_DIGITS_MAX: usize = 8;
/// The longest escape.
const ESCAPE_BYTES_MAX: usize = 12;

/// A way to escape characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// `%40`, and `+` for a space.
    Percent,
    /// `=40`, and `=` at the end of a line that goes on.
    QuotedPrintable,
    /// `\u0040`, `\x40`.
    Backslash,
    /// `&#64;`, `&commat;`.
    Reference,
}

/// Whether an escape may begin with the byte.
pub(super) fn is_sign(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'=')
}

/// Places of signs, rising. Quoted-printable is told apart, after all others.
#[derive(Default)]
pub(super) struct Signs {
    others: Vec<usize>,
    equals: Vec<usize>,
}

impl Signs {
    /// Takes the signs of a block at `base` that stand before `end`.
    pub(super) fn take(&mut self, text: &[u8], base: usize, mut bits: u64, end: usize) {
        while bits != 0 {
            let at = base + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            match text.get(at..end).and_then(|rest| rest.first()) {
                Some(b'=') => self.equals.push(at),
                Some(_) => self.others.push(at),
                None => return,
            }
        }
    }

    /// Finds the words that begin in `wanted`, all of whose signs were taken.
    pub(super) fn words(&self, text: &[u8], wanted: Range<usize>, found: &mut impl FnMut(Run)) {
        let end = wanted.end.min(text.len());
        let behind = &text[end..];
        let mut words = Words { text, wanted, ends: [0; 4] };
        // A word may begin before the end and have its first sign behind it.
        let others = memchr::memchr3_iter(b'%', b'\\', b'&', behind).map(|at| end + at);
        for at in self.others.iter().copied().chain(others) {
            let syntax = match text[at] {
                b'%' => Syntax::Percent,
                b'\\' => Syntax::Backslash,
                _ => Syntax::Reference,
            };
            if !words.sign(at, syntax, found) {
                break;
            }
        }
        let equals = memchr::memchr_iter(b'=', behind).map(|at| end + at);
        for at in self.equals.iter().copied().chain(equals) {
            if !words.sign(at, Syntax::QuotedPrintable, found) {
                break;
            }
        }
    }
}

struct Words<'t> {
    text: &'t [u8],
    wanted: Range<usize>,
    /// By syntax: where the last word ended.
    ends: [usize; 4],
}

impl Words<'_> {
    /// Looks at a sign; `false` when words begin behind what is wanted.
    fn sign(&mut self, at: usize, syntax: Syntax, found: &mut impl FnMut(Run)) -> bool {
        let Self { text, wanted, ends } = self;
        let end = &mut ends[syntax as usize];
        if at < *end || !syntax.begins(&text[at..]) {
            return true;
        }
        let (start, behind) = syntax.word(text, at);
        if start >= wanted.end {
            return false;
        }
        *end = behind;
        let begins = start == 0 || !syntax.in_word(text[start - 1]);
        if begins
            && start >= wanted.start
            && let Some((decoded, kept)) = syntax.decode(&text[start..behind])
        {
            found(Run { span: start..behind, text: decoded, kept });
        }
        true
    }
}

impl Syntax {
    fn in_word(self, byte: u8) -> bool {
        let signs: &[u8] = match self {
            Self::Percent => b"%._~+-@!*:",
            Self::QuotedPrintable => b"=._~+-@!*",
            Self::Backslash => b"\\._~+-@!*",
            Self::Reference => b"&#;._~+-@!*",
        };
        byte.is_ascii_alphanumeric() || signs.contains(&byte)
    }

    /// Whether an escape may begin here.
    fn begins(self, rest: &[u8]) -> bool {
        match self {
            Self::QuotedPrintable => {
                let code = |byte: &u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(byte);
                matches!(rest, [_, high, low, ..] if code(high) && code(low))
                    || soft_break(rest) > 0
            }
            Self::Percent => rest.get(1).is_some_and(u8::is_ascii_hexdigit),
            Self::Backslash => matches!(rest.get(1), Some(b'u' | b'x')),
            Self::Reference => rest.get(1).is_some_and(|b| *b == b'#' || b.is_ascii_alphabetic()),
        }
    }

    /// The word that holds the sign at `at`.
    fn word(self, text: &[u8], at: usize) -> (usize, usize) {
        let floor = at.saturating_sub(RUN_BYTES_MAX);
        let reach = text.len().min(at + RUN_BYTES_MAX);
        let before = |at: usize| {
            at - text[floor..at].iter().rev().take_while(|byte| self.in_word(**byte)).count()
        };
        let behind =
            |at: usize| at + text[at..reach].iter().take_while(|byte| self.in_word(**byte)).count();
        let (mut start, mut end) = (before(at), behind(at));
        if self == Self::QuotedPrintable {
            // A word goes on behind a line that was broken for its length.
            while let Some(line) = broken_line(&text[floor..start]) {
                start = before(floor + line);
            }
            while text[..end].ends_with(b"=") && goes_on(&text[floor..], end - floor) {
                let next = end + soft_break(&text[end - 1..]) - 1;
                if next >= reach || behind(next) == next {
                    break;
                }
                end = behind(next);
            }
        }
        (start, end)
    }

    /// A word without its escapes, and what it keeps, when it is text that a search could not see before.
    fn decode(self, word: &[u8]) -> Option<(Vec<u8>, Vec<Kept>)> {
        let (mut text, mut kept) = (Vec::with_capacity(word.len()), Vec::new());
        let (mut at, mut escapes, mut joined) = (0, 0, false);
        while at < word.len() {
            let sign = word[at..].iter().position(|byte| self.is_sign(*byte));
            let end = sign.map_or(word.len(), |sign| at + sign);
            let goes_on = self == Self::QuotedPrintable && is_split_number(word, end);
            let digits_max = if joined || goes_on { PLAIN_BYTES_MAX } else { PLAIN_DIGITS_MAX };
            if self == Self::QuotedPrintable && is_seen(&word[at..end], digits_max) {
                return None;
            }
            let shown = |byte: &u8| match byte {
                b'+' if self == Self::Percent => b' ',
                byte => *byte,
            };
            kept.push((text.len()..text.len() + end - at, at));
            text.extend(word[at..end].iter().map(shown));
            at = end;
            if end < word.len() {
                at += self.escape(&word[end..], &mut text)?;
                escapes += 1;
            }
            joined = goes_on;
        }
        // Where the last escape ended, if it ends the word.
        kept.push((text.len()..text.len(), at));
        let is_value = self == Self::QuotedPrintable && is_parameter(word);
        (escapes > 0 && !is_value && is_text(&text)).then_some((text, kept))
    }

    fn is_sign(self, byte: u8) -> bool {
        let sign = match self {
            Self::Percent => b'%',
            Self::QuotedPrintable => b'=',
            Self::Backslash => b'\\',
            Self::Reference => b'&',
        };
        byte == sign
    }

    /// Appends what an escape stands for; returns its bytes.
    fn escape(self, escape: &[u8], into: &mut Vec<u8>) -> Option<usize> {
        let escape = &escape[..escape.len().min(ESCAPE_BYTES_MAX)];
        match self {
            Self::Percent => {
                into.push(hex(escape.get(1..3)?)? as u8);
                Some(3)
            }
            Self::QuotedPrintable => {
                let line_end = soft_break(escape);
                if line_end > 0 {
                    return Some(line_end);
                }
                let code = escape.get(1..3).filter(|_| self.begins(escape))?;
                let byte = hex(code)? as u8;
                // Nobody writes letters and digits so.
                (!byte.is_ascii_alphanumeric()).then(|| into.push(byte)).map(|()| 3)
            }
            Self::Backslash if escape.get(1) == Some(&b'x') => {
                let byte = hex(escape.get(2..4)?)? as u8;
                let character = char::from(byte);
                into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                (!byte.is_ascii_alphanumeric()).then_some(4)
            }
            Self::Backslash => {
                let unit = hex(escape.get(2..6)?).filter(|_| escape.get(1) == Some(&b'u'))?;
                let low = escape.get(6..12).filter(|low| low.starts_with(b"\\u"));
                let units = [unit as u16, low.and_then(|low| hex(&low[2..])).unwrap_or(0) as u16];
                let (character, taken) = match char::from_u32(unit) {
                    Some(character) => (character, 6),
                    None => (char::decode_utf16(units).next()?.ok()?, 12),
                };
                into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                Some(taken)
            }
            Self::Reference => {
                let (decoded, taken) = markup::reference(escape)?;
                into.extend_from_slice(decoded.as_str().as_bytes());
                (escape.get(taken - 1) == Some(&b';')).then_some(taken)
            }
        }
    }
}

/// Whether a word is a name and a number, as in `offset=285987646`. A space, `=20`, may stand between them.
fn is_parameter(word: &[u8]) -> bool {
    let name =
        word.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    match &word[name..] {
        [b'=', b'2', b'0', ..] => false,
        [b'=', digits @ ..] => name > 0 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Whether a stretch without escapes holds what is found as it stands.
fn is_seen(plain: &[u8], digits_max: usize) -> bool {
    let digits = |piece: &[u8]| piece.iter().filter(|byte| byte.is_ascii_digit()).count();
    let mut pieces = plain.split(|byte| !byte.is_ascii_alphanumeric());
    plain.contains(&b'@')
        || digits(plain) > digits_max
        || pieces.any(|piece| piece.len() > PLAIN_BYTES_MAX && digits(piece) > 0)
}

/// Whether the soft line break at `at` stands between digits.
fn is_split_number(word: &[u8], at: usize) -> bool {
    let behind = at + soft_break(&word[at..]);
    behind > at
        && word[..at].last().is_some_and(u8::is_ascii_digit)
        && word.get(behind).is_some_and(u8::is_ascii_digit)
}

/// Bytes of a line that quoted-printable has broken: writers break at 76.
const BROKEN_LINE_BYTES: Range<usize> = 65..77;

/// The bytes of the soft line break that `rest` begins with, or 0.
fn soft_break(rest: &[u8]) -> usize {
    match rest {
        [b'=', b'\r', b'\n', ..] => 3,
        [b'=', b'\n', ..] => 2,
        _ => 0,
    }
}

/// Where the line ends, its soft break left out, whose break `text` ends with.
fn broken_line(text: &[u8]) -> Option<usize> {
    let line = text.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    (line.ends_with(b"=") && goes_on(text, line.len())).then_some(line.len())
}

/// Whether the line that ends before `end` is as long as broken lines are, and breaks there.
fn goes_on(text: &[u8], end: usize) -> bool {
    let near = &text[end.saturating_sub(BROKEN_LINE_BYTES.end)..end];
    let length =
        memchr::memrchr(b'\n', near).map_or(near.len(), |newline| near.len() - newline - 1);
    BROKEN_LINE_BYTES.contains(&length) && soft_break(&text[end - 1..]) > 0
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

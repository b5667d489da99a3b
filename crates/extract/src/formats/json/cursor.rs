//! The tokenizer: a forward cursor with the stack of containers around it.

use std::ops::Range;

use magpie_model::{Reason, Window};

use super::Shape;
use super::escapes::Escapes;
use super::paths::{KEY_BYTES_MAX, Path, Paths};
use crate::trail::Cursor;

/// Arrays so deep may be tables: a document that is one, and one that holds one beside other members.
const ITEMS_DEPTH: usize = 2;

/// How far behind a question the end of the string that it asks about is looked for.
const AHEAD_BYTES: usize = 256;

/// A place in decoded JSON text. Nothing before `at` is needed again, save the keys of the
/// containers whose paths nobody has asked for yet.
#[derive(Clone, Debug)]
pub(super) struct JsonCursor {
    pub(super) at: u64,
    /// Number of the record that holds `at`.
    pub(super) record: u64,
    /// Objects met so far that are items of an outer array: the rows of a document that is a table.
    pub(super) items: u64,
    /// Where the record's line begins, in JSON Lines.
    pub(super) record_start: u64,
    pub(super) stack: Vec<Frame>,
    pub(super) within: Within,
}

/// An open object or array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    is_object: bool,
    /// Items of the array before the cursor's.
    item: u64,
    /// The key of the member that holds the cursor; from..to in the text.
    key: (u64, u64),
    /// The path of its member or items, once somebody asked.
    child: Option<Path>,
}

/// What stands at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Before a value; `may_close` right after `[`, or a comma, which some writers leave behind.
    BeforeValue {
        may_close: bool,
    },
    /// Before a key or `}`.
    BeforeKey,
    BeforeColon,
    /// Behind a member or item.
    AfterValue,
    Key {
        start: u64,
    },
    /// `end` where its quote was seen already.
    Text {
        start: u64,
        end: Option<u64>,
    },
    Scalar {
        start: u64,
    },
    /// Behind the one value of a line.
    LineDone,
    /// Not JSON from `start` on: to the end of the line, or of the document.
    Broken {
        start: u64,
        reason: Reason,
    },
}

impl Cursor for JsonCursor {
    fn at(&self) -> u64 {
        self.at
    }
}

/// What the cursor needs to know besides the text.
pub(super) struct Rules<'r> {
    pub(super) shape: Shape,
    pub(super) depth_max: usize,
    pub(super) escapes: &'r Escapes,
}

impl JsonCursor {
    pub(super) const fn new() -> Self {
        let within = Within::BeforeValue { may_close: false };
        Self { at: 0, record: 0, items: 0, record_start: 0, stack: Vec::new(), within }
    }

    /// Takes in the text up to `stop`; `text` begins at `base`.
    pub(super) fn run(&mut self, text: &[u8], base: u64, stop: usize, rules: &Rules<'_>) {
        let mut at = (self.at - base) as usize;
        if rules.shape == Shape::Lines {
            at = self.skip_lines(text, base, at, stop, rules);
        }
        while at < stop {
            at = match self.within {
                Within::Key { start } => match self.string_end(text, base, at, stop, rules) {
                    Some(end) => {
                        self.key_done(start, base + end as u64);
                        end + 1
                    }
                    None => stop,
                },
                Within::Text { end, .. } => {
                    let known = end.map(|end| (end - base) as usize);
                    match known.or_else(|| self.string_end(text, base, at, stop, rules)) {
                        Some(end) if end < stop => {
                            self.value_done(rules.shape);
                            self.comma(text, end + 1..stop)
                        }
                        _ => stop,
                    }
                }
                Within::Scalar { .. } => {
                    let end = scalar_end(text, at, stop);
                    if end < stop {
                        self.value_done(rules.shape);
                    }
                    self.comma(text, end..stop)
                }
                Within::Broken { .. } => stop,
                Within::BeforeKey => match self.members(text, base, at..stop, rules) {
                    next if next > at => next,
                    _ => self.structure(text, base, at, stop, rules),
                },
                Within::BeforeValue { .. } if self.top_is_object() == Some(false) => {
                    match self.items(text, base, at..stop, rules) {
                        next if next > at => next,
                        _ => self.structure(text, base, at, stop, rules),
                    }
                }
                _ => self.structure(text, base, at, stop, rules),
            };
        }
        self.at = base + stop as u64;
    }

    /// JSON Lines: to the start of a line behind the cursor, which has so many before it.
    pub(super) fn begin_line(&mut self, record: u64, at: u64) {
        if at > self.at {
            *self = Self { at, record, record_start: at, ..Self::new() };
        }
    }

    /// JSON Lines: straight to the start of the last line that begins before `stop`.
    fn skip_lines(
        &mut self,
        text: &[u8],
        base: u64,
        at: usize,
        stop: usize,
        rules: &Rules<'_>,
    ) -> usize {
        let mut end = stop;
        while let Some(found) = memchr::memrchr(b'\n', &text[at..end]) {
            let newline = at + found;
            if rules.escapes.is_content_newline(base + newline as u64) {
                end = newline;
                continue;
            }
            // Mostly it is the only one, and looking for another costs less than counting does.
            let newlines = match memchr::memrchr(b'\n', &text[at..newline]) {
                None => 1,
                Some(_) => memchr::memchr_iter(b'\n', &text[at..=newline]).count() as u64,
            };
            let inside = rules.escapes.content_newlines(base + at as u64, base + newline as u64);
            self.record += newlines - inside;
            self.record_start = base + newline as u64 + 1;
            self.items = 0;
            self.stack.clear();
            self.within = Within::BeforeValue { may_close: false };
            return newline + 1;
        }
        at
    }

    fn string_end(
        &self,
        text: &[u8],
        base: u64,
        at: usize,
        stop: usize,
        rules: &Rules<'_>,
    ) -> Option<usize> {
        string_end(&text[..stop], base, at, rules.escapes)
    }

    /// Members that are written as most programs do, `"key":"value",` or `"key": 1,`, as far as `range` goes:
    /// what [`Self::structure`] would do with them, at once.
    fn members(&mut self, text: &[u8], base: u64, range: Range<usize>, rules: &Rules<'_>) -> usize {
        if rules.escapes.has_content_quotes() {
            return range.start;
        }
        let stop = range.end;
        let seen = &text[..text.len().min(stop + AHEAD_BYTES)];
        let mut at = range.start;
        let mut last_key = None;
        while at < stop && seen[at] == b'"' {
            let key = at + 1;
            let Some(key_end) = quote_in(&text[..stop], key) else { break };
            if key_end + 1 == stop || seen[key_end + 1] != b':' {
                break;
            }
            last_key = Some((base + key as u64, base + key_end as u64));
            self.within = Within::BeforeValue { may_close: false };
            at = behind_space(seen, key_end + 2).min(stop);
            match self.simple(seen, base, at..stop) {
                Some(end) => at = end,
                None => break,
            }
            if at == stop || self.within != Within::AfterValue || seen[at] != b',' {
                break;
            }
            self.within = Within::BeforeKey;
            at = behind_space(seen, at + 1).min(stop);
        }
        if let (Some(key), Some(frame)) = (last_key, self.stack.last_mut()) {
            frame.key = key;
            frame.child = None;
        }
        at
    }

    /// The same with items of an array.
    fn items(&mut self, text: &[u8], base: u64, range: Range<usize>, rules: &Rules<'_>) -> usize {
        if rules.escapes.has_content_quotes() {
            return range.start;
        }
        let stop = range.end;
        let seen = &text[..text.len().min(stop + AHEAD_BYTES)];
        let (mut at, mut passed) = (range.start, 0);
        while let Some(end) = self.simple(seen, base, at..stop) {
            at = end;
            if at == stop || self.within != Within::AfterValue || seen[at] != b',' {
                break;
            }
            passed += 1;
            self.within = Within::BeforeValue { may_close: true };
            at = behind_space(seen, at + 1).min(stop);
        }
        if let Some(frame) = self.stack.last_mut() {
            frame.item += passed;
        }
        at
    }

    /// A string, number or word that begins in `range`, in an object or array: to its end, or to that of
    /// `range`. None where something else begins there.
    #[inline]
    fn simple(&mut self, seen: &[u8], base: u64, range: Range<usize>) -> Option<usize> {
        let (at, stop) = (range.start, range.end);
        if at >= stop {
            return None;
        }
        let end = match seen[at] {
            b'"' => {
                let quote = quote_in(seen, at + 1);
                let Some(quote) = quote.filter(|&quote| quote < stop) else {
                    let end = quote.map(|quote| base + quote as u64);
                    self.within = Within::Text { start: base + at as u64 + 1, end };
                    return Some(stop);
                };
                quote + 1
            }
            first if begins_scalar(first) => {
                let end = scalar_end(seen, at, stop);
                if end == stop {
                    self.within = Within::Scalar { start: base + at as u64 };
                    return Some(stop);
                }
                end
            }
            _ => return None,
        };
        self.within = Within::AfterValue;
        Some(end)
    }

    /// One token of punctuation, the first byte of a value, or white space.
    fn structure(
        &mut self,
        text: &[u8],
        base: u64,
        at: usize,
        stop: usize,
        rules: &Rules<'_>,
    ) -> usize {
        let byte = text[at];
        if matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x1E) {
            let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x1E);
            return at + 1 + text[at + 1..stop].iter().take_while(|byte| blank(byte)).count();
        }
        let offset = base + at as u64;
        match (self.within, byte) {
            (Within::BeforeValue { .. }, b'"') => {
                return match self.string_end(text, base, at + 1, stop, rules) {
                    Some(end) => {
                        self.value_done(rules.shape);
                        self.comma(text, end + 1..stop)
                    }
                    None => {
                        self.within = Within::Text { start: offset + 1, end: None };
                        stop
                    }
                };
            }
            (Within::BeforeKey, b'"') => {
                return match self.string_end(text, base, at + 1, stop, rules) {
                    Some(end) => {
                        self.key_done(offset + 1, base + end as u64);
                        self.colon(text, end + 1..stop)
                    }
                    None => {
                        self.within = Within::Key { start: offset + 1 };
                        stop
                    }
                };
            }
            (Within::BeforeValue { .. }, b'{') => self.open(true, offset, rules),
            (Within::BeforeValue { .. }, b'[') => self.open(false, offset, rules),
            (Within::BeforeValue { may_close: true } | Within::AfterValue, b']')
                if self.top_is_object() == Some(false) =>
            {
                self.close(rules.shape);
            }
            (Within::BeforeKey | Within::AfterValue, b'}')
                if self.top_is_object() == Some(true) =>
            {
                self.close(rules.shape);
            }
            (Within::BeforeValue { .. }, byte)
                if begins_scalar(byte)
                    && (!self.stack.is_empty() || rules.shape == Shape::Lines) =>
            {
                self.within = Within::Scalar { start: offset };
                return at;
            }
            (Within::BeforeColon, b':') => self.within = Within::BeforeValue { may_close: false },
            (Within::AfterValue, b',') => {
                self.within = match self.stack.last_mut() {
                    Some(frame) if !frame.is_object => {
                        frame.item += 1;
                        Within::BeforeValue { may_close: true }
                    }
                    _ => Within::BeforeKey,
                };
            }
            _ => self.within = Within::Broken { start: offset, reason: Reason::MalformedFile },
        }
        at + 1
    }

    /// Takes in the colon right behind a key.
    fn colon(&mut self, text: &[u8], rest: Range<usize>) -> usize {
        if text[rest.clone()].first() == Some(&b':') {
            self.within = Within::BeforeValue { may_close: false };
            return rest.start + 1;
        }
        rest.start
    }

    /// Takes in the comma right behind the value of a member.
    fn comma(&mut self, text: &[u8], rest: Range<usize>) -> usize {
        let follows = text[rest.clone()].first() == Some(&b',');
        if follows && self.within == Within::AfterValue && self.top_is_object() == Some(true) {
            self.within = Within::BeforeKey;
            return rest.start + 1;
        }
        rest.start
    }

    fn top_is_object(&self) -> Option<bool> {
        self.stack.last().map(|frame| frame.is_object)
    }

    fn open(&mut self, is_object: bool, offset: u64, rules: &Rules<'_>) {
        if self.stack.len() >= rules.depth_max {
            let reason = Reason::JsonNestingLevelOverLimit;
            self.within = Within::Broken { start: offset, reason };
            return;
        }
        let is_item = self.top_is_object() == Some(false) && self.stack.len() <= ITEMS_DEPTH;
        self.items += u64::from(is_object && is_item);
        self.stack.push(Frame { is_object, item: 0, key: (0, 0), child: None });
        self.within =
            if is_object { Within::BeforeKey } else { Within::BeforeValue { may_close: true } };
    }

    fn close(&mut self, shape: Shape) {
        self.stack.pop();
        self.value_done(shape);
    }

    fn value_done(&mut self, shape: Shape) {
        self.within = if !self.stack.is_empty() {
            Within::AfterValue
        } else if shape == Shape::Lines {
            Within::LineDone
        } else {
            self.record += 1;
            Within::BeforeValue { may_close: false }
        };
    }

    fn key_done(&mut self, start: u64, end: u64) {
        if let Some(frame) = self.stack.last_mut() {
            frame.key = (start, end);
            frame.child = None;
        }
        self.within = Within::BeforeColon;
    }

    /// The positions of the items around the cursor, outermost first.
    pub(super) fn positions(&self) -> impl Iterator<Item = u64> {
        self.stack.iter().filter(|frame| !frame.is_object).map(|frame| frame.item)
    }

    /// The path of the innermost container. A key that is asked for the first time must still be
    /// in the window.
    pub(super) fn container(&mut self, window: &Window<'_>, paths: &mut Paths) -> Path {
        let mut path = Paths::ROOT;
        if let Some((_, outer)) = self.stack.split_last_mut() {
            for frame in outer {
                path = frame.child(path, window, paths);
            }
        }
        path
    }

    /// The path of the value at the cursor, likewise.
    pub(super) fn value(&mut self, window: &Window<'_>, paths: &mut Paths) -> Path {
        let container = self.container(window, paths);
        match self.stack.last_mut() {
            Some(frame) => frame.child(container, window, paths),
            None => Paths::ROOT,
        }
    }

    /// Learns the paths around the cursor, before the keys vanish from the window.
    pub(super) fn settle(&mut self, window: &Window<'_>, paths: &mut Paths) {
        match self.within {
            Within::Broken { .. } => {}
            Within::BeforeKey | Within::Key { .. } => {
                self.container(window, paths);
            }
            _ => {
                self.value(window, paths);
            }
        }
    }
}

impl Frame {
    /// The path of the member or items, where the container's own is `own`.
    fn child(&mut self, own: Path, window: &Window<'_>, paths: &mut Paths) -> Path {
        if let Some(child) = self.child {
            return child;
        }
        let child = if self.is_object {
            paths.member(own, key_text(window, self.key))
        } else {
            paths.item(own)
        };
        self.child = Some(child);
        child
    }
}

/// The bytes of a key, or more than a key may have where it is too long to be one.
fn key_text<'t>(window: &Window<'t>, (start, end): (u64, u64)) -> &'t [u8] {
    const TOO_LONG: &[u8] = &[b'.'; KEY_BYTES_MAX + 1];
    if end - start > KEY_BYTES_MAX as u64 {
        return TOO_LONG;
    }
    let offset = |at: u64| at.checked_sub(window.base).map(|at| at as usize);
    match (offset(start), offset(end)) {
        (Some(start), Some(end)) => window.text.get(start..end).unwrap_or(b""),
        _ => b"",
    }
}

/// The quote that ends the string around `at`.
#[inline]
pub(super) fn string_end(text: &[u8], base: u64, at: usize, escapes: &Escapes) -> Option<usize> {
    let mut from = at;
    loop {
        let quote = quote_in(text, from)?;
        if !escapes.is_content_quote(base + quote as u64) {
            return Some(quote);
        }
        from = quote + 1;
    }
}

/// The first quote from `at` on. Most strings are short, and for those looking at eight bytes at a time is
/// faster than setting up a search.
#[inline]
fn quote_in(text: &[u8], at: usize) -> Option<usize> {
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    let mut from = at;
    for _ in 0..4 {
        let Some(eight) = text.get(from..)?.first_chunk() else { break };
        let word = u64::from_le_bytes(*eight) ^ (LOWEST * u64::from(b'"'));
        // The highest bit of each byte that is zero, and perhaps of some behind the first.
        let quotes = word.wrapping_sub(LOWEST) & !word & LOWEST << 7;
        if quotes != 0 {
            return Some(from + quotes.trailing_zeros() as usize / 8);
        }
        from += 8;
    }
    Some(from + memchr::memchr(b'"', text.get(from..)?)?)
}

/// Behind the one space that many programs write.
fn behind_space(text: &[u8], at: usize) -> usize {
    at + usize::from(text.get(at) == Some(&b' '))
}

/// Whether a number or word may begin with the byte.
fn begins_scalar(byte: u8) -> bool {
    matches!(byte, b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'N' | b'I')
}

/// The end of a number or word.
pub(super) fn scalar_end(text: &[u8], at: usize, stop: usize) -> usize {
    at + text[at..stop].iter().take_while(|&&byte| is_scalar(byte)).count()
}

/// Whether a number or word may hold the byte.
pub(super) fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}

//! Values known by their heading: cells of tables, and what stands behind a label and a colon, an equals
//! sign or a quoted key.
//!
//! Tables are asked for their columns of such headings; other texts are looked through for the signs
//! between label and value, most of which are ruled out by the letters before them.

use std::collections::HashMap;

use magpie_checks::Pass;
use magpie_model::{Category, Cell, Layout, Place, Span, Window};

use super::{Found, Scanner};
use crate::Engine;
use crate::field::{ENDING_BYTES, FieldId, Told};
use crate::score::{Evidence, LabelOf};

/// The longest label before a sign, in bytes.
const KEY_BYTES_MAX: usize = 64;
/// Spaces and marks between a sign and its value, in bytes.
const GAP_BYTES_MAX: usize = 24;
/// The longest value behind a sign, in bytes.
pub(super) const VALUE_BYTES_MAX: usize = 256;
/// The longest cell, element or JSON value: biometric templates are of kilobytes.
const CELL_BYTES_MAX: usize = 8192;
/// How much is looked at of an array of numbers: sixteen of them say what the others are.
const NUMBERS_BYTES_MAX: usize = 1024;
/// Ends of a value that are tried, from the last.
const CUTS_MAX: usize = 8;
/// Labels and keys that are remembered.
const KEYS_MAX: usize = 4096;

/// What the headings of a part ask for.
#[derive(Default)]
pub(super) struct Headed {
    by_label: HashMap<u32, Vec<FieldId>>,
    by_key: HashMap<Box<[u8]>, Vec<FieldId>>,
    no_keys: NoKeys,
    cells: Vec<Cell>,
    told: Vec<Told>,
}

/// What stood before signs and was no label, for records are alike.
#[derive(Default)]
struct NoKeys {
    /// By a mix of the bytes: them.
    known: Vec<[u8; DECIDING_BYTES]>,
}

/// How many are remembered, a power of two.
const NO_KEYS_MAX: usize = 256;
/// Bytes before a sign that decide whether a label may end there, unless it ends with a number.
const DECIDING_BYTES: usize = 8;
const _: () = assert!(MARKS_MAX + ENDING_BYTES < DECIDING_BYTES);

impl NoKeys {
    /// Where the label before a sign ends; `None` where none may.
    #[inline]
    fn key_end(&mut self, text: &[u8], sign: usize, engine: &Engine) -> Option<usize> {
        let Some(bytes) = text[..sign].last_chunk() else { return key_end(text, sign, engine) };
        let mix = u64::from_le_bytes(*bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = mix as usize >> (u64::BITS - NO_KEYS_MAX.ilog2());
        if self.known.get(place) == Some(bytes) {
            return None;
        }
        let end = key_end(text, sign, engine);
        let last = bytes.iter().rev().find(|byte| !is_mark(byte));
        if end.is_none() && !last.is_some_and(u8::is_ascii_digit) {
            // Nothing but zeros before a sign is no label either.
            self.known.resize(NO_KEYS_MAX, [0; DECIDING_BYTES]);
            self.known[place] = *bytes;
        }
        end
    }
}

impl Headed {
    pub(super) fn clear(&mut self) {
        self.by_label.clear();
    }

    pub(super) fn of_label(&mut self, engine: &Engine, label: u32, text: &str) -> &[FieldId] {
        if self.by_label.len() >= KEYS_MAX && !self.by_label.contains_key(&label) {
            self.by_label.clear();
        }
        self.by_label.entry(label).or_insert_with(|| engine.fields.under(text))
    }

    fn of_key(&mut self, engine: &Engine, key: &[u8]) -> &[FieldId] {
        if !self.by_key.contains_key(key) {
            if self.by_key.len() >= KEYS_MAX {
                self.by_key.clear();
            }
            let asked = engine.fields.under(&String::from_utf8_lossy(key));
            self.by_key.insert(key.into(), asked);
        }
        &self.by_key[key]
    }
}

impl Scanner {
    /// Finds the values of fields that begin in the chunk.
    pub(super) fn fields(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        chunk: &Span,
        layout: &mut dyn Layout,
    ) {
        if engine.fields.is_empty() {
            return;
        }
        let mut headed = std::mem::take(&mut self.headed);
        let mut cells = std::mem::take(&mut headed.cells);
        cells.clear();
        let mut wanted = |label: u32, text: &str| !headed.of_label(engine, label, text).is_empty();
        layout.cells_under(window, chunk, &mut wanted, &mut |cell| cells.push(cell));
        for cell in cells.drain(..) {
            let Some(label) = cell.label else { continue };
            let asked = headed.of_label(engine, label, layout.label(label)).to_vec();
            let value = trimmed(window.text, cell.start..cell.end);
            self.value(window, engine, (&asked, value, cell), &mut headed);
        }
        headed.cells = cells;
        self.labelled(window, engine, chunk, layout, &mut headed);
        self.headed = headed;
    }

    /// Looks for signs between label and value.
    fn labelled(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        chunk: &Span,
        layout: &mut dyn Layout,
        headed: &mut Headed,
    ) {
        let text = window.text;
        let from = chunk.start.saturating_sub(GAP_BYTES_MAX + 1);
        for sign in memchr::memchr2_iter(b':', b'=', &text[from..chunk.end]) {
            let sign = from + sign;
            let Some(end) = headed.no_keys.key_end(text, sign, engine) else { continue };
            let Some((key, quoted)) = key_before(text, sign, end) else { continue };
            let Some(start) = value_behind(text, sign, quoted) else { continue };
            if !chunk.contains(&start) {
                continue;
            }
            let cell = self.cell(window, start, layout);
            let label = cell.label.filter(|&label| {
                let is_value = cell.start + 2 >= start;
                is_value || is_named(layout.label(label), &text[key.clone()])
            });
            // Of the value of a record the path says more than the key.
            let asked = match label {
                Some(label) => headed.of_label(engine, label, layout.label(label)).to_vec(),
                None => headed.of_key(engine, &text[key]).to_vec(),
            };
            if asked.is_empty() {
                continue;
            }
            if text[start] == b'[' {
                if let Some(numbers) = numbers_behind(text, start) {
                    self.value(window, engine, (&asked, numbers, cell), headed);
                }
                continue;
            }
            let limit = cell.end.min(start + VALUE_BYTES_MAX).min(text.len());
            let end = line_end(text, start, limit, text[sign], quoted);
            self.shortened(window, engine, (&asked, start..end, cell), headed);
        }
    }

    /// Tries a value and its beginnings up to a comma, a bracket or the like.
    fn shortened(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (asked, mut span, cell): (&[FieldId], Span, Cell),
        headed: &mut Headed,
    ) {
        for _ in 0..CUTS_MAX {
            let value = trimmed(window.text, span.clone());
            if self.value(window, engine, (asked, value, cell), headed) {
                return;
            }
            let within = &window.text[span.clone()];
            let cut = |at: &usize| match within[*at] {
                b',' | b';' | b'(' | b'[' | b'|' | b'\t' | b'/' => true,
                b' ' => matches!(within.get(at + 1), Some(b' ' | b'-')),
                b'.' => matches!(within.get(at + 1), Some(b' ')) && within.len() - at > 2,
                _ => false,
            };
            match (1..within.len()).rev().find(cut) {
                Some(at) => span.end = span.start + at,
                None => return,
            }
        }
    }

    /// Keeps the value where a field takes it, and says whether one does; what is allowed is taken, and not kept.
    fn value(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (asked, span, cell): (&[FieldId], Span, Cell),
        headed: &mut Headed,
    ) -> bool {
        let clear = &window.text[span.clone()];
        if clear.is_empty() || clear.len() > CELL_BYTES_MAX {
            return false;
        }
        headed.told.clear();
        engine.fields.tell(asked, clear, &mut headed.told);
        let mut found = false;
        for told in headed.told.drain(..) {
            // `password: required` stands in every manual; a column of passwords is one.
            let is_secret = engine.detector(told.detector).category == Category::Credentials;
            if is_secret && !matches!(cell.place, Place::Cell { .. }) {
                continue;
            }
            found = true;
            if engine.is_allowed(told.detector, clear, &mut self.scratch) {
                continue;
            }
            let field = engine.fields.field(told.field);
            let pass = Pass { detail: "", ..told.pass };
            let mut evidence = Evidence::of(field.base, told.check, Some(&pass));
            evidence.label_of = LabelOf::of(cell.place);
            evidence.by_heading = true;
            evidence.follows = field.follows;
            evidence.specimen = engine.is_specimen(told.detector, clear, &mut self.scratch);
            let confidence =
                if evidence.specimen { magpie_model::Confidence::Low } else { field.base };
            self.insert(Found {
                detector: told.detector,
                span: span.clone(),
                confidence,
                evidence: evidence.marked(),
                cell,
                weight: 0,
                disguised: false,
            });
        }
        found
    }
}

/// The span without the spaces around it.
fn trimmed(text: &[u8], span: Span) -> Span {
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    let behind = text[span.clone()].iter().rposition(|byte| !is_space(byte));
    let end = behind.map_or(span.start, |at| span.start + at + 1);
    let start = text[span.start..end].iter().position(|byte| !is_space(byte));
    start.map_or(end..end, |at| span.start + at..end)
}

/// Marks between a label and its sign, at most.
const MARKS_MAX: usize = 4;

fn is_mark(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'*' | b'_' | b' ' | b']' | b'`')
}

/// Where the label before a sign ends; `None` where none may.
fn key_end(text: &[u8], sign: usize, engine: &Engine) -> Option<usize> {
    let floor = sign.saturating_sub(KEY_BYTES_MAX);
    let behind = text[floor..sign].iter().rev().take_while(|byte| is_mark(byte)).count();
    if behind > MARKS_MAX {
        return None;
    }
    let end = sign - behind;
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b' ');
    let last = *text[floor..end].last()?;
    let numbers = if last.is_ascii_digit() {
        text[floor..end].iter().rev().take_while(|byte| is_number(byte)).count()
    } else {
        0
    };
    let letters = &text[floor..end - numbers];
    let last = *letters.last()?;
    if !(last.is_ascii_alphabetic() || last >= 0x80 || last == b')') {
        return None;
    }
    // Of the last word no more than that is asked for.
    let ends = &letters[letters.len().saturating_sub(ENDING_BYTES)..];
    let parts = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let tail = &ends[ends.iter().rposition(parts).map_or(0, |at| at + 1)..];
    (last == b')' || engine.fields.may_end(tail)).then_some(end)
}

/// The label before a sign, up to `end`, and whether it stands between quotes; `None` where it is none.
fn key_before(text: &[u8], sign: usize, end: usize) -> Option<(Span, bool)> {
    let floor = sign.saturating_sub(KEY_BYTES_MAX);
    let quoted = end < sign && matches!(text[end], b'"' | b'\'');
    let begins = |byte: &u8| match quoted {
        true => *byte == text[end],
        false => b"\n\r,;{}<>|\t&?=:\"'#!([".contains(byte),
    };
    let start = text[floor..end].iter().rposition(begins).map(|at| floor + at + 1);
    let start = start.or((floor == 0).then_some(0))?;
    Some((start..end, quoted))
}

/// Whether the last part of a label is the key.
fn is_named(label: &str, key: &[u8]) -> bool {
    let end = label.trim_end_matches(['\'', '"', ']']).as_bytes();
    !key.is_empty() && end.ends_with(key.trim_ascii())
}

/// Where the value behind a sign begins.
fn value_behind(text: &[u8], sign: usize, quoted: bool) -> Option<usize> {
    let behind = &text[sign + 1..text.len().min(sign + 1 + GAP_BYTES_MAX)];
    if matches!(behind.first(), Some(b':' | b'=' | b'/' | b'\\')) {
        return None;
    }
    let is_gap = |byte: &u8| matches!(byte, b' ' | b'\t' | b'*' | b'_' | b'"' | b'\'' | b'>');
    let gap = behind.iter().take_while(|byte| is_gap(byte)).count();
    let next = *behind.get(gap)?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric();
    // Base64 begins with `+` and `/` as with letters, and an array of numbers with its bracket.
    let is_value =
        is_word(next) || next >= 0x80 || matches!(next, b'#' | b'(' | b'[' | b'+' | b'/');
    (is_value && (!quoted || gap > 0 || is_word(next) || next == b'[')).then_some(sign + 1 + gap)
}

/// The array of numbers that begins at `start`, or as much of it as says what it is; `None` where
/// something else stands in it.
fn numbers_behind(text: &[u8], start: usize) -> Option<Span> {
    let limit = text.len().min(start + NUMBERS_BYTES_MAX);
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE, \n\r\t[".contains(byte);
    let length = text[start..limit].iter().take_while(|byte| is_part(byte)).count();
    let end = start + length;
    match text[..limit].get(end) {
        Some(b']') => Some(start..end + 1),
        Some(_) => None,
        None => text[start..end].iter().rposition(|byte| *byte == b',').map(|at| start..start + at),
    }
}

/// Where the value ends at the latest: with its quote, its line, or before the next label of the line.
fn line_end(text: &[u8], start: usize, limit: usize, sign: u8, quoted: bool) -> usize {
    let value = &text[start..limit];
    let opened = start > 0 && matches!(text[start - 1], b'"' | b'\'');
    let is_end = |byte: &u8| match opened {
        true => *byte == text[start - 1] || *byte == b'\n',
        false => b"\n\r<>{}\t".contains(byte) || (quoted && matches!(byte, b'"' | b',' | b'}')),
    };
    let end = value.iter().position(is_end).unwrap_or(value.len());
    if opened || sign == b':' {
        return start + end;
    }
    // `first_name=Anna last_name=Bauer`, `name=Anna&city=Ulm`.
    let Some(next) = memchr::memchr(b'=', &value[..end]) else {
        let stop = value[..end].iter().position(|byte| matches!(byte, b'&' | b';'));
        return start + stop.unwrap_or(end);
    };
    let before = |byte: &u8| matches!(byte, b' ' | b'&' | b';' | b',');
    start + value[..next].iter().rposition(before).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use magpie_catalog::Catalog;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_no_label_before_is_none_again_and_nothing_else_is() {
        let names =
            Catalog::builtin().expect("the catalogue").select(&["global/person_name".to_owned()]);
        let engine = Engine::new(&names.expect("a detector of names")).expect("an engine");
        let piece = "([\"' *_`\\]]{0,5}|name|city|first|ts|level|é|[0-9]{1,9}|x_|\\)|\n)[:=]?";
        proptest!(|(pieces in prop::collection::vec(piece, 0..60))| {
            let text = pieces.concat();
            let text = text.as_bytes();
            let mut known = NoKeys::default();
            for _ in 0..2 {
                for sign in memchr::memchr2_iter(b':', b'=', text) {
                    prop_assert_eq!(known.key_end(text, sign, &engine), key_end(text, sign, &engine));
                }
            }
        });
    }
}

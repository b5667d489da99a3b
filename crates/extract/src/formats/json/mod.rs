//! JSON: one document, several in a row, or one a line. Escapes in strings are decoded before the
//! text is fed; everything else is fed as it stands, and read only as far as a match needs it.

mod cursor;
mod escapes;
mod lines;
mod paths;
mod shape;
mod told;

use magpie_model::{Cell, Layout, Location, Outcome, Place, Reason, Span, Window};

use self::cursor::{JsonCursor, Rules, Within, is_scalar, scalar_end, string_end};
use self::escapes::{Escapes, Unescape};
use self::lines::LineCheck;
use self::paths::Paths;
use self::told::{LastTold, Positions, Told};
use super::Reading;
use super::text::Lines;
use crate::charset::Text;
use crate::feed::{Advance, Change, Piece, limit_outcome};
use crate::trail::Trail;

pub(super) use escapes::decode as unescape;
pub(crate) use shape::{Shape, shape};

/// How far the end of a value is looked for: context reaches less far.
const CELL_END_BYTES: usize = 8 * 1024;
/// Source bytes decoded at once.
const PIECE_BYTES: usize = 256 * 1024;

/// Feeds the whole text, escapes in strings decoded.
pub(crate) fn read(mut text: Text<'_>, shape: Shape, reading: &mut Reading<'_>) -> Outcome {
    let limits = reading.limits;
    let mut layout = JsonLayout::new(shape, text.bytes_before(), limits.json_depth_max);
    let piece_bytes = limits.window_bytes.clamp(64, PIECE_BYTES);
    let mut unescape = Unescape::default();
    let decode = |layout: &mut JsonLayout, piece: Piece<'_>| {
        let Piece { bytes, first, more_follows, base } = piece;
        unescape.run(bytes, first, more_follows, base, &mut layout.escapes)
    };
    let change = Change { begins: b'\\', piece_bytes, change: decode };
    let fed = match text.mapped() {
        Some((bytes, body, cut)) => {
            let before = text.bytes_before().unwrap_or(0);
            let fed = change.feed_mapped(bytes, body, before, &mut layout, reading);
            fed.and(if cut { Err(limit_outcome(Reason::FileExceedsSizeLimit)) } else { Ok(()) })
        }
        None => change.feed_stream(&mut text, &mut layout, reading),
    };
    match fed {
        Ok(()) => layout.outcome(),
        Err(outcome) => outcome,
    }
}

/// What a byte of JSON belongs to.
enum Holds {
    Key,
    Value,
    Punctuation,
}

struct JsonLayout {
    shape: Shape,
    depth_max: usize,
    bytes_before: Option<u64>,
    escapes: Escapes,
    paths: Paths,
    trail: Trail<JsonCursor>,
    told: LastTold,
    /// Lines of JSON Lines that are no JSON.
    check: LineCheck,
    /// Lines of a document, for what turns out not to be JSON.
    text_lines: Lines,
    /// Why a line that was asked about could not be read as JSON to its end.
    met: Option<Reason>,
}

impl JsonLayout {
    fn new(shape: Shape, bytes_before: Option<u64>, depth_max: usize) -> Self {
        Self {
            shape,
            depth_max,
            bytes_before,
            escapes: Escapes::default(),
            paths: Paths::new(),
            trail: Trail::new(JsonCursor::new()),
            told: LastTold::default(),
            check: LineCheck::default(),
            text_lines: Lines::new(),
            met: None,
        }
    }

    fn seek(&mut self, window: &Window<'_>, to: usize) {
        if self.trail.now.at == window.base + to as u64 {
            return;
        }
        let rules = Rules { shape: self.shape, depth_max: self.depth_max, escapes: &self.escapes };
        let target = window.base + to as u64;
        self.trail.rewind(target);
        while self.trail.now.at < target {
            let stop = (self.trail.next_stop(target) - window.base) as usize;
            self.trail.now.run(window.text, window.base, stop, &rules);
            self.trail.note();
        }
    }

    /// The cell around a byte that the cursor has left behind, if it was told lately.
    fn told_before(&self, window: &Window<'_>, at: usize) -> Option<&Told> {
        let target = window.base + at as u64;
        if target <= self.trail.now.at { self.told.around(target) } else { None }
    }

    /// Once everything has been dealt with.
    fn outcome(mut self) -> Outcome {
        self.check.finish();
        let end = self.trail.now;
        let reason = match (self.shape, end.within) {
            (Shape::Document, Within::Broken { reason, .. }) => Some(reason),
            (Shape::Document, _) if !end.stack.is_empty() => Some(Reason::MalformedFile),
            (Shape::Document, _) => None,
            (Shape::Lines, _) if self.check.ends.broken > 0 => Some(Reason::MalformedFile),
            (Shape::Lines, _) => self.met,
        };
        match reason {
            None => Outcome::COMPLETE,
            Some(Reason::JsonNestingLevelOverLimit) => Outcome::with_detail(
                Reason::JsonNestingLevelOverLimit,
                format!("nested deeper than {} levels; read as text from there", self.depth_max),
            ),
            Some(reason) if self.shape == Shape::Lines => Outcome::with_detail(
                reason,
                format!(
                    "{} lines are not JSON; they were read as text",
                    self.check.ends.broken.max(1)
                ),
            ),
            Some(reason) => {
                Outcome::with_detail(reason, "not JSON to its end; the rest was read as text")
            }
        }
    }

    /// The rest of a line or document that is not JSON.
    fn broken_cell(&mut self, window: &Window<'_>, start: usize, at: usize) -> Cell {
        let Within::Broken { reason, .. } = self.trail.now.within else {
            return Cell { start, end: at + 1, label: None, place: Place::Text };
        };
        self.met.get_or_insert(reason);
        if self.shape == Shape::Document {
            return Cell { start, end: window.text.len(), label: None, place: Place::Text };
        }
        let reach = window.text.len().min(at + CELL_END_BYTES);
        let end = memchr::memchr_iter(b'\n', &window.text[at..reach])
            .map(|found| at + found)
            .find(|&newline| !self.escapes.is_content_newline(window.base + newline as u64))
            .unwrap_or(reach);
        let place = Place::Record { index: self.trail.now.record };
        Cell { start, end: end.max(at + 1), label: None, place }
    }
}

impl Layout for JsonLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        if let Some(told) = self.told_before(window, at) {
            let end = (told.end - window.base) as usize;
            if end < window.text.len().min(at + CELL_END_BYTES) {
                let start = told.start.saturating_sub(window.base) as usize;
                let place = Place::Record { index: told.record };
                return Cell { start, end, label: Some(told.label), place };
            }
        }
        self.seek(window, at);
        let reach = &window.text[..window.text.len().min(at + CELL_END_BYTES)];
        let byte = reach[at];
        let string =
            |from| string_end(reach, window.base, from, &self.escapes).unwrap_or(reach.len());
        let offset = |start: u64| start.saturating_sub(window.base) as usize;
        let value = |start, end| (start, end, Holds::Value);
        let (start, end, holds) = match (self.trail.now.within, byte) {
            (Within::Broken { start, .. }, _) => {
                return self.broken_cell(window, offset(start), at);
            }
            (Within::Key { start }, _) => (offset(start), string(at), Holds::Key),
            (Within::Text { start, end: None }, _) => value(offset(start), string(at)),
            (Within::Text { start, end: Some(end) }, _) => {
                value(offset(start), offset(end).min(reach.len()))
            }
            // The opening quote counts as the string that it opens.
            (Within::BeforeKey, b'"') => (at, string(at + 1), Holds::Key),
            (Within::BeforeValue { .. }, b'"') => value(at, string(at + 1)),
            (Within::Scalar { start }, _) if is_scalar(byte) => {
                value(offset(start), scalar_end(reach, at, reach.len()))
            }
            (Within::BeforeValue { .. }, _) if is_scalar(byte) => {
                value(at, scalar_end(reach, at, reach.len()))
            }
            _ => (at, at, Holds::Punctuation),
        };
        let now = &mut self.trail.now;
        let label = match holds {
            Holds::Key => Some(now.container(window, &mut self.paths)),
            Holds::Value => Some(now.value(window, &mut self.paths)),
            Holds::Punctuation => None,
        };
        if let Some(label) = label.filter(|_| end < reach.len()) {
            let quoted = start + usize::from(start == at && byte == b'"');
            self.told.note(Told {
                start: window.base + quoted as u64,
                end: window.base + end as u64,
                label,
                record: now.record,
                items: now.items,
                positions: Positions::of(now.positions()),
            });
        }
        Cell { start, end: end.max(at + 1), label, place: Place::Record { index: now.record } }
    }

    fn label(&self, label: u32) -> &str {
        self.paths.text(label)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let start = window.base + span.start as u64;
        let end = window.base + span.end as u64;
        let bytes = self.bytes_before.map(|before| {
            let source = |at| before + self.escapes.source_offset(at);
            (source(start), source(end))
        });
        if cell.place != Place::Text {
            let (place, label) = (cell.place, cell.label);
            return Location { place, label, lines: None, start_column: None, bytes };
        }
        let mut location = self.text_lines.locate(window, span, bytes);
        let inside = |at| self.escapes.content_newlines_before(at);
        location.lines = location.lines.map(|(from, to)| (from - inside(start), to - inside(end)));
        location
    }

    fn positions(&mut self, window: &Window<'_>, at: usize) -> Vec<u64> {
        let told = self.told_before(window, at);
        if let Some(positions) = told.and_then(|told| told.positions.all()) {
            return positions.to_vec();
        }
        self.seek(window, at);
        self.trail.now.positions().collect()
    }

    fn rows(&self) -> u64 {
        let now = &self.trail.now;
        let open = match self.shape {
            Shape::Lines => now.at > now.record_start,
            Shape::Document => !now.stack.is_empty(),
        };
        (now.record + u64::from(open)).max(now.items)
    }

    fn row(&mut self, window: &Window<'_>, at: usize) -> Option<u64> {
        if self.shape == Shape::Lines {
            return None;
        }
        let told = self.told_before(window, at).map(|told| told.items);
        let items = told.unwrap_or_else(|| {
            self.seek(window, at);
            self.trail.now.items
        });
        Some(items).filter(|&items| items > 0)
    }
}

impl Advance for JsonLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        let keep = to.saturating_sub(Window::LOOKBEHIND_BYTES);
        if self.shape == Shape::Lines {
            self.check.advance(window.text, window.base, keep, &self.escapes);
            self.trail.now.begin_line(self.check.ends.lines, self.check.begins);
        }
        self.seek(window, keep);
        self.trail.now.settle(window, &mut self.paths);
        self.trail.begin_here();
        self.seek(window, to);
        self.trail.now.settle(window, &mut self.paths);
        self.trail.end_here();
        match self.shape {
            Shape::Lines => self.check.advance(window.text, window.base, to, &self.escapes),
            Shape::Document => self.text_lines.advance(window, to),
        }
        self.escapes.forget(window.base + keep as u64);
    }
}

#[cfg(test)]
mod tests;

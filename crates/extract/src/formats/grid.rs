//! Where delivered segments stand in the text that they make together.

use std::collections::HashMap;

use magpie_model::{Cell, Layout, Location, Place, Span, Window};

use super::composed::cell_reference;
use super::text::count_characters;
use crate::feed::Advance;

/// How far the end of a segment is looked for: context reaches less far.
const CELL_END_BYTES: u64 = 8 * 1024;
/// Lines are noted in stretches of at most this, so that a column is counted without a long walk.
const PIECE_BYTES: usize = 512;
/// Labels that one part may have; further segments share the last.
const LABELS_MAX: usize = 65_536;
/// Bytes of a label; what is longer is cut at its end.
const LABEL_BYTES_MAX: usize = 1024;

/// A segment, or a line or piece of a line in it.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// Offset in the part's text.
    text: u64,
    place: Place,
    label: Option<u32>,
    /// The number of the name of its sheet.
    sheet: Option<u32>,
    /// From 1, on its page or in the part.
    line: u32,
    /// Characters of the line before it.
    column: u32,
    /// Whether a segment begins here.
    is_segment: bool,
}

/// The layout of delivered segments. One byte stands between two of them.
#[derive(Default)]
pub(super) struct Grid {
    starts: Vec<Start>,
    labels: Vec<String>,
    numbers: HashMap<String, u32>,
    rows: u64,
    /// The line that a further segment on the same page, or of running text, begins.
    next_line: u32,
    page: Option<u32>,
    /// The sheet of the segments that follow, and that of the place that was told last.
    pub(super) sheet: Option<u32>,
    told_sheet: Option<u32>,
}

impl Grid {
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let label = &label[..label.floor_char_boundary(LABEL_BYTES_MAX)];
        if let Some(&number) = self.numbers.get(label) {
            return number;
        }
        if self.labels.len() < LABELS_MAX {
            self.labels.push(label.to_owned());
            self.numbers.insert(label.to_owned(), self.labels.len() as u32 - 1);
        }
        self.labels.len() as u32 - 1
    }

    pub(super) fn rows_at_least(&mut self, rows: u64) {
        self.rows = self.rows.max(rows);
    }

    /// Notes a segment whose text begins at `text`.
    pub(super) fn note(&mut self, text: u64, place: Place, label: Option<u32>, bytes: &[u8]) {
        let page = match place {
            Place::Cell { row, .. } => {
                self.rows = self.rows.max(row);
                None
            }
            Place::Record { index } => {
                self.rows = self.rows.max(index + 1);
                None
            }
            Place::Page { number } => Some(number),
            Place::Text | Place::Element => None,
        };
        let has_lines = matches!(place, Place::Page { .. } | Place::Text);
        if page != self.page || self.next_line == 0 {
            self.page = page;
            self.next_line = 1;
        }
        let (line, sheet) = (self.next_line, self.sheet);
        let start = Start { text, place, label, sheet, line, column: 0, is_segment: true };
        self.starts.push(start);
        if has_lines {
            self.note_lines(start, bytes);
        }
    }

    fn note_lines(&mut self, segment: Start, bytes: &[u8]) {
        let mut now = Start { is_segment: false, ..segment };
        let mut at = 0;
        while at < bytes.len() {
            let reach = bytes.len().min(at + PIECE_BYTES);
            let newline = memchr::memchr(b'\n', &bytes[at..reach]);
            let end = newline.map_or(reach, |found| at + found + 1);
            match newline {
                Some(_) => (now.line, now.column) = (now.line.saturating_add(1), 0),
                None => now.column += count_characters(&bytes[at..end]) as u32,
            }
            at = end;
            now.text = segment.text + at as u64;
            if at < bytes.len() {
                self.starts.push(now);
            }
        }
        self.next_line = now.line.saturating_add(1);
    }

    /// Index of the start that holds the byte at `offset`.
    fn index(&self, offset: u64) -> Option<usize> {
        self.starts.partition_point(|start| start.text <= offset).checked_sub(1)
    }
}

impl Layout for Grid {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let offset = window.base + at as u64;
        let Some(index) = self.index(offset) else {
            return Cell { start: 0, end: at + 1, label: None, place: Place::Text };
        };
        let first = self.starts[..=index].iter().rposition(|start| start.is_segment).unwrap_or(0);
        let segment = self.starts[first];
        let behind = self.starts[index + 1..]
            .iter()
            .take_while(|start| start.text <= offset + CELL_END_BYTES)
            .find(|start| start.is_segment)
            .map(|next| next.text - 1);
        if behind == Some(offset) {
            // Between two segments.
            return Cell { start: at, end: at + 1, label: None, place: segment.place };
        }
        let text_end = window.text.len();
        let end = behind.map_or(text_end, |end| text_end.min((end - window.base) as usize));
        Cell {
            start: segment.text.saturating_sub(window.base) as usize,
            end: end.max(at + 1),
            label: segment.label,
            place: segment.place,
        }
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.labels.get(label as usize).map_or("", String::as_str)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let mut location = Location {
            place: cell.place,
            label: cell.label,
            lines: None,
            start_column: None,
            bytes: None,
        };
        let offset = window.base + span.start as u64;
        self.told_sheet = self.index(offset).and_then(|index| self.starts[index].sheet);
        if !matches!(cell.place, Place::Page { .. } | Place::Text) {
            return location;
        }
        // What reaches beyond its cell ends with it: the next one counts lines of its own.
        let end = span.end.min(cell.end).max(span.start + 1);
        let last = window.base + end as u64 - 1;
        let (Some(first), Some(end)) = (self.index(offset), self.index(last)) else {
            return location;
        };
        let start = self.starts[first];
        let from = start.text.saturating_sub(window.base) as usize;
        let column = u64::from(start.column) + count_characters(&window.text[from..span.start]);
        location.lines = Some((u64::from(start.line), u64::from(self.starts[end].line)));
        location.start_column = Some(column + 1);
        location
    }

    fn cell_reference(&self, location: &Location) -> Option<String> {
        let Place::Cell { row, column } = location.place else { return None };
        Some(cell_reference(self.label(self.told_sheet?), row, column))
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}

impl Advance for Grid {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        let keep = window.base + to.saturating_sub(Window::LOOKBEHIND_BYTES) as u64;
        let Some(index) = self.index(keep) else { return };
        // The segment that is cut keeps its beginning.
        let first = self.starts[..=index].iter().rposition(|start| start.is_segment).unwrap_or(0);
        self.starts.drain(first + 1..=index.max(first + 1) - 1);
        self.starts.drain(..first);
    }
}

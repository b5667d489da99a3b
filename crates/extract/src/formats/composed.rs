//! Text that a reader puts together from the pieces of a document: cells with labels, told by
//! line, by row and column, or by the byte they stand at.

use std::collections::{HashMap, VecDeque};

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use super::Reading;
use super::text::Lines;
use crate::feed::{Advance, TextFeed};

/// Labels that one part may have; text beyond has none.
const LABELS_MAX: usize = 65_536;
/// Bytes of one label.
const LABEL_BYTES_MAX: usize = 512;

/// The text, on its way to the visitor.
pub(super) struct Composed {
    feed: TextFeed,
    layout: ComposedLayout,
    /// Line breaks so far, and how many of them were there when the page began that is open.
    breaks: u64,
    page: Option<(u32, u64)>,
    ends_line: bool,
}

impl Composed {
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        Self {
            feed: TextFeed::new(reading.limits.window_bytes),
            layout: ComposedLayout {
                cells: VecDeque::new(),
                lines: Lines::new(),
                labels: Vec::new(),
                numbers: HashMap::new(),
                sheet: None,
                rows: 0,
            },
            breaks: 0,
            page: None,
            ends_line: true,
        }
    }

    /// The number of a label by its text; `None` for an empty one and once there are too many.
    pub(super) fn label(&mut self, text: &str) -> Option<u32> {
        let text = &text[..text.floor_char_boundary(LABEL_BYTES_MAX)];
        if let Some(number) = self.layout.numbers.get(text) {
            return Some(*number);
        }
        let number = self.new_label(text)?;
        self.layout.numbers.insert(text.to_owned(), number);
        Some(number)
    }

    /// A label of its own, also when another has the same text.
    pub(super) fn new_label(&mut self, text: &str) -> Option<u32> {
        let labels = &mut self.layout.labels;
        if text.is_empty() || labels.len() >= LABELS_MAX {
            return None;
        }
        labels.push(text[..text.floor_char_boundary(LABEL_BYTES_MAX)].to_owned());
        Some(labels.len() as u32 - 1)
    }

    /// Begins a cell: context ends here, and a line.
    pub(super) fn cell(&mut self, label: Option<u32>, place: Place) {
        self.begin(Start::of(label, place));
    }

    /// Begins a cell of the sheet whose name has the number `sheet`.
    pub(super) fn sheet_cell(&mut self, label: Option<u32>, place: Place, sheet: Option<u32>) {
        if let Place::Cell { row, .. } = place {
            self.layout.rows = self.layout.rows.max(row);
        }
        self.begin(Start { sheet, ..Start::of(label, place) });
    }

    /// Begins a stretch that stands in the part's own bytes at `byte`, `width` bytes for each.
    pub(super) fn stretch(&mut self, byte: u64, width: u64) {
        self.begin(Start { byte: Some((byte, width)), ..Start::of(None, Place::Text) });
    }

    fn begin(&mut self, start: Start) {
        self.line();
        let text = self.feed.offset();
        // Of cells without text only the last counts.
        if self.layout.cells.back().is_some_and(|last| last.text == text) {
            self.layout.cells.pop_back();
        }
        self.page = match (start.place, self.page) {
            (Place::Page { number }, Some((open, breaks))) if open == number => {
                Some((open, breaks))
            }
            (Place::Page { number }, _) => Some((number, self.breaks)),
            _ => None,
        };
        let lines_before = self.page.map_or(0, |(_, breaks)| breaks);
        self.layout.cells.push_back(Start { text, lines_before, ..start });
    }

    /// Ends the line, unless it is empty.
    pub(super) fn line(&mut self) {
        if !self.ends_line {
            self.feed.push(b"\n");
            self.breaks += 1;
            self.ends_line = true;
        }
    }

    /// Appends text. Call [`Self::deal`] now and then.
    pub(super) fn push(&mut self, text: &[u8]) {
        if let Some(last) = text.last() {
            self.feed.push(text);
            self.breaks += memchr::memchr_iter(b'\n', text).count() as u64;
            self.ends_line = *last == b'\n';
        }
    }

    /// Hands out what is enough for a window.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(super) fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.feed.deal(&mut self.layout, reading)
    }

    /// Hands out the rest. Call it also when reading has failed.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(super) fn finish(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.feed.finish(&mut self.layout, reading)
    }
}

/// Where a cell begins, and what it is.
#[derive(Clone, Copy, Debug)]
struct Start {
    text: u64,
    label: Option<u32>,
    place: Place,
    sheet: Option<u32>,
    /// Where it stands in the part's own bytes, and how many of them stand for one.
    byte: Option<(u64, u64)>,
    /// Lines of the text before the page that it is on.
    lines_before: u64,
}

impl Start {
    fn of(label: Option<u32>, place: Place) -> Self {
        Self { text: 0, label, place, sheet: None, byte: None, lines_before: 0 }
    }
}

/// A cell as spreadsheets write it: `Sheet2!C5`.
pub(super) fn cell_reference(sheet: &str, row: u64, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{sheet}!{letters}{row}")
}

struct ComposedLayout {
    cells: VecDeque<Start>,
    lines: Lines,
    labels: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The sheet of the place that was told last.
    sheet: Option<u32>,
    rows: u64,
}

impl ComposedLayout {
    /// The index of the first cell behind `text`.
    fn behind(&self, text: u64) -> usize {
        self.cells.partition_point(|cell| cell.text <= text)
    }
}

impl Layout for ComposedLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let next = self.behind(window.base + at as u64);
        let within = |text: u64| (text.saturating_sub(window.base) as usize).min(window.text.len());
        let end = self.cells.get(next).map_or(window.text.len(), |cell| within(cell.text));
        match next.checked_sub(1).and_then(|index| self.cells.get(index)) {
            Some(cell) => {
                Cell { start: within(cell.text), end, label: cell.label, place: cell.place }
            }
            None => Cell { start: 0, end, label: None, place: Place::Text },
        }
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.labels.get(label as usize).map_or("", String::as_str)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let at = window.base + span.start as u64;
        let next = self.behind(at);
        let start = next.checked_sub(1).and_then(|index| self.cells.get(index)).copied();
        self.sheet = start.and_then(|start| start.sheet);
        let none = Location {
            place: cell.place,
            label: cell.label,
            lines: None,
            start_column: None,
            bytes: None,
        };
        if let Some(Start { byte: Some((byte, width)), text, .. }) = start {
            let from = byte + (at - text) * width;
            let to = from + span.len() as u64 * width;
            return Location { bytes: Some((from, to)), ..none };
        }
        match cell.place {
            Place::Text | Place::Element | Place::Page { .. } => {
                let at = self.lines.locate(window, span, None);
                let before = start.map_or(0, |start| start.lines_before);
                let on_page = |line: u64| line.saturating_sub(before).max(1);
                let lines = at.lines.map(|(first, last)| (on_page(first), on_page(last)));
                Location { place: cell.place, label: cell.label, lines, ..at }
            }
            _ => none,
        }
    }

    fn cell_reference(&self, location: &Location) -> Option<String> {
        let Place::Cell { row, column } = location.place else { return None };
        Some(cell_reference(self.label(self.sheet?), row, column))
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}

impl Advance for ComposedLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        self.lines.advance(window, to);
        let keep = window.base + to.saturating_sub(Window::LOOKBEHIND_BYTES) as u64;
        let gone = self.behind(keep).saturating_sub(1);
        self.cells.drain(..gone);
    }
}

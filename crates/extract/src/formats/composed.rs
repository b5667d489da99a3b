//! Text that a reader puts together from the pieces of a document: cells with labels, told by
//! line, by row and column, or by the byte they stand at.

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use super::Reading;
use super::cells::{Cells, Labels, Start};
use super::text::Lines;
use crate::feed::{Advance, TextFeed};

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
                cells: Cells::new(),
                lines: Lines::new(),
                labels: Labels::default(),
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
        self.layout.labels.number(text)
    }

    /// A label of its own, also when another has the same text.
    pub(super) fn new_label(&mut self, text: &str) -> Option<u32> {
        self.layout.labels.add(text)
    }

    /// Begins a cell: context ends here, and a line.
    pub(super) fn cell(&mut self, label: Option<u32>, place: Place) {
        self.begin(label, place, Beside::default());
    }

    /// Begins a cell of the sheet whose name has the number `sheet`.
    pub(super) fn sheet_cell(&mut self, label: Option<u32>, place: Place, sheet: Option<u32>) {
        if let Place::Cell { row, .. } = place {
            self.layout.rows = self.layout.rows.max(row);
        }
        self.begin(label, place, Beside { sheet, ..Beside::default() });
    }

    /// Begins a stretch that stands in the part's own bytes at `byte`, `width` bytes for each.
    pub(super) fn stretch(&mut self, byte: u64, width: u64) {
        self.begin(None, Place::Text, Beside { byte: Some((byte, width)), ..Beside::default() });
    }

    fn begin(&mut self, label: Option<u32>, place: Place, beside: Beside) {
        self.line();
        self.page = match (place, self.page) {
            (Place::Page { number }, Some((open, breaks))) if open == number => {
                Some((open, breaks))
            }
            (Place::Page { number }, _) => Some((number, self.breaks)),
            _ => None,
        };
        let lines_before = self.page.map_or(0, |(_, breaks)| breaks);
        let beside = Beside { lines_before, ..beside };
        self.layout.cells.begin(Start { text: self.feed.offset(), label, place, beside });
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

/// What is known of a cell beside its label and place.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    sheet: Option<u32>,
    /// Where it stands in the part's own bytes, and how many of them stand for one.
    byte: Option<(u64, u64)>,
    /// Lines of the text before the page that it is on.
    lines_before: u64,
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
    cells: Cells<Beside>,
    lines: Lines,
    labels: Labels,
    /// The sheet of the place that was told last.
    sheet: Option<u32>,
    rows: u64,
}

impl Layout for ComposedLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        self.cells.cell(window, at)
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.labels.text(label)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let at = window.base + span.start as u64;
        let start = self.cells.at(at).copied();
        let beside = start.map(|start| start.beside).unwrap_or_default();
        self.sheet = beside.sheet;
        let none = Location {
            place: cell.place,
            label: cell.label,
            lines: None,
            start_column: None,
            bytes: None,
        };
        if let (Some(start), Some((byte, width))) = (start, beside.byte) {
            let from = byte + (at - start.text) * width;
            let to = from + span.len() as u64 * width;
            return Location { bytes: Some((from, to)), ..none };
        }
        match cell.place {
            Place::Text | Place::Element | Place::Page { .. } => {
                let at = self.lines.locate(window, span, None);
                let on_page = |line: u64| line.saturating_sub(beside.lines_before).max(1);
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
        self.cells.forget(keep);
    }
}

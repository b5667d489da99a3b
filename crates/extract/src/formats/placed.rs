//! Text whose pieces know where they stand in the part's own text: as they are there, or decoded
//! from a run of it.

use std::collections::VecDeque;

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use super::Reading;
use super::cells::{Cells, Labels, Start};
use super::text::count_characters;
use crate::feed::{Advance, TextFeed};

/// Bytes of new text in one window: lines are short, and each is remembered.
const WINDOW_BYTES_MAX: usize = 256 * 1024;
/// A longer piece is noted in several, so that its beginning is in the window whenever it is asked for.
const PIECE_BYTES_MAX: usize = Window::LOOKBEHIND_BYTES;

/// A place in the text of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// From 1.
    pub(super) line: u64,
    /// Characters of the line before it.
    pub(super) column: u64,
    /// Offset in the part's own bytes, where those are known.
    pub(super) byte: u64,
}

impl Spot {
    /// The place behind `text`, which stands here and holds no line end but its last byte.
    pub(super) fn behind(self, text: &[u8]) -> Self {
        let byte = self.byte + text.len() as u64;
        match text.last() {
            Some(b'\n') => Self { line: self.line + 1, column: 0, byte },
            _ => Self { line: self.line, column: self.column + count_characters(text), byte },
        }
    }
}

/// The text, on its way to the visitor.
pub(super) struct Placed {
    feed: TextFeed,
    layout: PlacedLayout,
}

impl Placed {
    /// `bytes_known` when offsets of spots are offsets in the part's own bytes.
    pub(super) fn new(reading: &Reading<'_>, bytes_known: bool) -> Self {
        Self {
            feed: TextFeed::new(reading.limits.window_bytes.min(WINDOW_BYTES_MAX)),
            layout: PlacedLayout {
                pieces: VecDeque::new(),
                cells: Cells::new(),
                labels: Labels::default(),
                bytes_known,
                rows: 0,
            },
        }
    }

    /// The number of a label by its text; `None` for an empty one and once there are too many.
    pub(super) fn label(&mut self, text: &str) -> Option<u32> {
        self.layout.labels.number(text)
    }

    /// Begins a cell: context ends here.
    pub(super) fn cell(&mut self, label: Option<u32>, place: Place) {
        if let Place::Cell { row, .. } = place {
            self.layout.rows = self.layout.rows.max(row);
        }
        self.layout.cells.begin(Start { text: self.feed.offset(), label, place, beside: () });
    }

    /// Appends text that stands at `spot` as it is; a line end may only be its last byte.
    pub(super) fn verbatim(&mut self, text: &[u8], spot: Spot) {
        let mut spot = spot;
        for piece in text.chunks(PIECE_BYTES_MAX) {
            self.piece(spot, None);
            self.feed.push(piece);
            if piece.len() < text.len() {
                spot = spot.behind(piece);
            }
        }
    }

    /// Appends text that was decoded from what stands from `from` to `to`.
    pub(super) fn decoded(&mut self, text: &[u8], from: Spot, to: Spot) {
        if !text.is_empty() {
            self.piece(from, Some(to));
            self.feed.push(text);
        }
    }

    fn piece(&mut self, spot: Spot, decoded_to: Option<Spot>) {
        self.layout.pieces.push_back(Piece { text: self.feed.offset(), spot, decoded_to });
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

/// A line on its way into the text: what of it is handed on.
pub(super) struct Pushed<'l> {
    pub(super) line: &'l [u8],
    done: usize,
    spot: Spot,
}

impl<'l> Pushed<'l> {
    /// A line that stands at `spot`.
    pub(super) fn new(line: &'l [u8], spot: Spot) -> Self {
        Self { line, done: 0, spot }
    }

    /// Hands on what stands before `at`, as it is.
    pub(super) fn upto(&mut self, at: usize, placed: &mut Placed) {
        if at > self.done {
            let piece = &self.line[self.done..at];
            placed.verbatim(piece, self.spot);
            self.spot = self.spot.behind(piece);
            self.done = at;
        }
    }

    /// Hands on `text` for the bytes from `at` to `end`.
    pub(super) fn decoded(&mut self, at: usize, end: usize, text: &[u8], placed: &mut Placed) {
        self.upto(at, placed);
        let behind = self.spot.behind(&self.line[at..end]);
        placed.decoded(text, self.spot, behind);
        (self.spot, self.done) = (behind, end);
    }
}

/// Where a piece of the text stands in the part.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u64,
    spot: Spot,
    /// The end of the run that it was decoded from; `None` for a piece that stands there as it is.
    decoded_to: Option<Spot>,
}

struct PlacedLayout {
    pieces: VecDeque<Piece>,
    cells: Cells<()>,
    labels: Labels,
    bytes_known: bool,
    rows: u64,
}

impl PlacedLayout {
    /// The piece that holds the byte at `text`.
    fn piece(&self, text: u64) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.text <= text).checked_sub(1)?;
        self.pieces.get(index)
    }
}

impl Layout for PlacedLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        self.cells.cell(window, at)
    }

    fn label(&self, label: u32) -> &str {
        self.labels.text(label)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let at = |offset: usize| window.base + offset as u64;
        let last = span.end.max(span.start + 1) - 1;
        let (place, label) = (cell.place, cell.label);
        let none = Location { place, label, lines: None, start_column: None, bytes: None };
        let (Some(from), Some(to)) = (self.piece(at(span.start)), self.piece(at(last))) else {
            return none;
        };
        let start = match from.decoded_to {
            Some(_) => from.spot,
            None => {
                let begin = from.text.saturating_sub(window.base) as usize;
                from.spot.behind(&window.text[begin..span.start])
            }
        };
        let (last_line, end_byte) = match to.decoded_to {
            Some(end) => (end.line, end.byte),
            None => (to.spot.line, to.spot.byte + at(last) + 1 - to.text),
        };
        let bytes = self.bytes_known.then_some((start.byte, end_byte.max(start.byte)));
        match place {
            Place::Text | Place::Element => Location {
                lines: Some((start.line, last_line.max(start.line))),
                start_column: Some(start.column + 1),
                bytes,
                ..none
            },
            _ => Location { bytes, ..none },
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}

impl Advance for PlacedLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        let keep = window.base + to.saturating_sub(Window::LOOKBEHIND_BYTES) as u64;
        self.cells.forget(keep);
        let gone = self.pieces.partition_point(|piece| piece.text <= keep).saturating_sub(1);
        self.pieces.drain(..gone);
    }
}

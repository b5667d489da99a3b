//! Where decoded text stands in its document, and which cell it belongs to.

use std::collections::HashMap;

use magpie_model::{Cell, Layout, Location, Place, Span, Window};

use super::CellKind;
use super::tokenizer::Position;
use crate::feed::Advance;

/// Text is mapped in stretches of at most this, so that a place is found without a long walk.
const PIECE_BYTES_MAX: usize = 4096;
/// Labels that one document may have; text beyond has none.
const LABELS_MAX: usize = 65_536;
/// Bytes of all labels together.
const LABEL_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A stretch of decoded text and its place in the document.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Offset in the decoded text.
    text: u64,
    source: Position,
    /// Bytes of the reference in the document; 0 for text that stands there as it is.
    reference_bytes: u32,
}

#[derive(Clone, Copy, Debug)]
struct CellStart {
    text: u64,
    kind: CellKind,
    /// Which one of its label, from 1; 0 without a label.
    nth: u64,
}

/// The pieces and cells of a stretch of decoded text.
#[derive(Debug, Default)]
pub(super) struct Map {
    pieces: Vec<Piece>,
    cells: Vec<CellStart>,
    /// Cells of each label so far.
    counts: Vec<u64>,
    /// The next text begins a piece of its own.
    split: bool,
}

impl Map {
    pub(super) fn split(&mut self) {
        self.split = true;
    }

    /// A cell begins. Two cells at one place are one, the later.
    pub(super) fn cell(&mut self, text: u64, kind: CellKind) {
        self.split = true;
        if self.cells.last().is_some_and(|last| last.text == text) {
            let before = self.cells.pop().and_then(|cell| self.count(cell.kind));
            before.into_iter().for_each(|count| *count -= 1);
        }
        if self.cells.last().is_none_or(|last| last.kind != kind || kind.element) {
            self.push(text, kind);
        }
    }

    fn push(&mut self, text: u64, kind: CellKind) {
        let nth = self.count(kind).map_or(0, |count| {
            *count += 1;
            *count
        });
        self.cells.push(CellStart { text, kind, nth });
    }

    /// How many cells there are of the kind's label.
    fn count(&mut self, kind: CellKind) -> Option<&mut u64> {
        let label = kind.label? as usize;
        if self.counts.len() <= label {
            self.counts.resize(label + 1, 0);
        }
        self.counts.get_mut(label)
    }

    pub(super) fn verbatim(&mut self, text: u64, bytes: &[u8], source: Position) {
        let room = self.pieces.last().filter(|_| !self.split).and_then(|last| {
            let length = text - last.text;
            let goes_on = last.reference_bytes == 0 && last.source.offset + length == source.offset;
            goes_on.then(|| PIECE_BYTES_MAX.saturating_sub(length as usize))
        });
        self.split = false;
        let mut done = room.unwrap_or(0).min(bytes.len());
        let mut source = source.after(&bytes[..done]);
        while done < bytes.len() {
            let end = bytes.len().min(done + PIECE_BYTES_MAX);
            self.pieces.push(Piece { text: text + done as u64, source, reference_bytes: 0 });
            source = source.after(&bytes[done..end]);
            done = end;
        }
    }

    pub(super) fn reference(&mut self, text: u64, source: Position, source_bytes: usize) {
        self.split = true;
        self.pieces.push(Piece { text, source, reference_bytes: source_bytes as u32 });
    }

    /// Moves all of `other` behind this, at `text`.
    pub(super) fn append(&mut self, text: u64, other: &mut Self) {
        self.pieces.extend(other.pieces.drain(..).map(|p| Piece { text: p.text + text, ..p }));
        for cell in other.cells.drain(..) {
            self.push(cell.text + text, cell.kind);
        }
        other.counts.clear();
        self.split = true;
        other.split = true;
    }

    /// Forgets what lies before `text`, whose bytes up to there begin at `base` in `bytes`.
    fn forget(&mut self, text: u64, bytes: &[u8], base: u64) {
        let first = self.pieces.partition_point(|piece| piece.text <= text).saturating_sub(1);
        self.pieces.drain(..first);
        if let Some(piece) = self.pieces.first_mut()
            && piece.text < text
        {
            if piece.reference_bytes == 0 {
                let from = (piece.text.max(base) - base) as usize;
                let to = (text - base) as usize;
                piece.source = piece.source.after(&bytes[from..to]);
            }
            piece.text = text;
        }
        let first = self.cells.partition_point(|cell| cell.text <= text).saturating_sub(1);
        self.cells.drain(..first);
    }

    /// The cell that holds the decoded byte at `text`.
    fn cell_of(&self, text: u64) -> Option<&CellStart> {
        let next = self.cells.partition_point(|cell| cell.text <= text);
        next.checked_sub(1).and_then(|index| self.cells.get(index))
    }

    /// The first byte of the document that the decoded byte at `at` stands for, and how many
    /// bytes stand for it.
    fn source(&self, window: &Window<'_>, at: usize) -> Option<(Position, u64)> {
        let text = window.base + at as u64;
        let index = self.pieces.partition_point(|piece| piece.text <= text).checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        if piece.reference_bytes > 0 {
            return Some((piece.source, u64::from(piece.reference_bytes)));
        }
        let from = (piece.text.max(window.base) - window.base) as usize;
        Some((piece.source.after(&window.text[from..at]), 1))
    }
}

/// The texts of labels, each with a number.
#[derive(Debug, Default)]
pub(super) struct Labels {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
    bytes: usize,
}

impl Labels {
    pub(super) fn number(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let full = self.texts.len() >= LABELS_MAX || self.bytes + text.len() > LABEL_BYTES_MAX;
        if full || text.is_empty() {
            return None;
        }
        let number = self.texts.len() as u32;
        self.bytes += text.len();
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }

    /// A number whose text may change.
    pub(super) fn reserve(&mut self, text: &str) -> Option<u32> {
        if self.texts.len() >= LABELS_MAX || self.bytes + text.len() > LABEL_BYTES_MAX {
            return None;
        }
        self.bytes += text.len();
        self.texts.push(text.to_owned());
        Some(self.texts.len() as u32 - 1)
    }

    pub(super) fn rename(&mut self, number: u32, text: &str) {
        if let Some(known) = self.texts.get_mut(number as usize) {
            text.clone_into(known);
        }
    }

    /// Whether a label says something.
    fn is_told(&self, label: u32) -> bool {
        self.texts.get(label as usize).is_some_and(|text| !text.is_empty())
    }
}

/// Answers for the decoded text of a document.
#[derive(Debug, Default)]
pub(super) struct MarkupLayout {
    pub(super) map: Map,
    pub(super) labels: Labels,
    /// Bytes of the part before the document, when its offsets are known.
    pub(super) bytes_before: Option<u64>,
}

impl Layout for MarkupLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let cells = &self.map.cells;
        let text = window.base + at as u64;
        let next = cells.partition_point(|cell| cell.text <= text);
        let within = |text: u64| (text.saturating_sub(window.base) as usize).min(window.text.len());
        let (start, kind) = match next.checked_sub(1) {
            Some(index) => (within(cells[index].text), cells[index].kind),
            None => (0, CellKind::RUNNING),
        };
        let end = cells.get(next).map_or(window.text.len(), |cell| within(cell.text));
        let place = if kind.element { Place::Element } else { Place::Text };
        let label = kind.label.filter(|label| self.labels.is_told(*label));
        Cell { start, end, label, place }
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.labels.texts.get(label as usize).map_or("", String::as_str)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let first = self.map.source(window, span.start);
        let last = self.map.source(window, span.end.saturating_sub(1).max(span.start));
        let bytes = match (self.bytes_before, first, last) {
            (Some(before), Some((first, _)), Some((last, bytes))) => {
                let end = (last.offset + bytes).max(first.offset + 1);
                Some((before + first.offset, before + end))
            }
            _ => None,
        };
        Location {
            place: cell.place,
            label: cell.label,
            lines: first
                .zip(last)
                .map(|((first, _), (last, _))| (first.line, last.line.max(first.line))),
            start_column: first.map(|(first, _)| first.column),
            bytes,
        }
    }

    fn rows(&self) -> u64 {
        let counts = self.map.counts.iter().zip(0..);
        let told = counts.filter(|(_, label)| self.labels.is_told(*label));
        told.map(|(count, _)| *count).max().unwrap_or(0)
    }

    fn rows_by_label(&self) -> &[u64] {
        &self.map.counts
    }

    fn row(&mut self, window: &Window<'_>, at: usize) -> Option<u64> {
        let cell = self.map.cell_of(window.base + at as u64)?;
        let is_told = cell.kind.label.is_some_and(|label| self.labels.is_told(label));
        is_told.then_some(cell.nth).filter(|&nth| nth > 0)
    }
}

impl Advance for MarkupLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        let keep = to.saturating_sub(Window::LOOKBEHIND_BYTES);
        self.map.forget(window.base + keep as u64, window.text, window.base);
    }
}

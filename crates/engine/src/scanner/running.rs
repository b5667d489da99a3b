//! Values in running text, which detectors tell by the words around the capitals and numbers in it.

use magpie_checks::Pass;
use magpie_checks::running::{BEHIND_BYTES, Finder, Likely, Sighting};
use magpie_model::{Cell, Confidence, Layout, Place, Span, Window};

use super::fields::VALUE_BYTES_MAX;
use super::{Found, Scanner};
use crate::Engine;
use crate::classes::{BLOCK_BYTES, is_word};
use crate::plan::PIVOT_BEHIND_BYTES;
use crate::running::Finders;
use crate::score::{Evidence, LabelOf};

/// A longer cell is running text whatever its heading says.
const CELL_BYTES_MAX: usize = 96;
/// The longest label before a sign, in bytes.
const LABEL_BYTES_MAX: usize = 48;

// What is settled before a chunk lies so far behind it that no sighting in the chunk reaches it.
const _: () = assert!(BEHIND_BYTES <= PIVOT_BEHIND_BYTES);

impl Scanner {
    /// Asks every finder at its anchors in the chunk.
    pub(super) fn running(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        chunk: &Span,
        layout: &mut dyn Layout,
    ) {
        if engine.finders.is_empty() {
            return;
        }
        let text = window.text;
        let mut anchors = std::mem::take(&mut self.anchors);
        engine.finders.classifier.classify(&text[chunk.clone()], &mut anchors);
        let mut before = chunk.start > 0 && is_word(text[chunk.start - 1]);
        for (index, block) in anchors.iter().enumerate() {
            let base = chunk.start + index * BLOCK_BYTES;
            let (capitals, numbers) = Finders::anchors(block, before);
            before = text.get(base + BLOCK_BYTES - 1).copied().is_some_and(is_word);
            for (starts, finders) in
                [(capitals, &engine.finders.by_capital), (numbers, &engine.finders.by_number)]
            {
                let mut starts = if finders.is_empty() { 0 } else { starts };
                while starts != 0 {
                    let at = base + starts.trailing_zeros() as usize;
                    starts &= starts - 1;
                    for &(detector, finder) in finders {
                        if let Some(seen) = (finder.sight)(text, at) {
                            self.seen(window, engine, (detector, finder, seen), layout);
                        }
                    }
                }
            }
        }
        self.anchors = anchors;
    }

    /// Keeps a sighting that lies in one cell, where the cell does not speak for itself.
    fn seen(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (detector, finder, seen): (usize, &Finder, Sighting),
        layout: &mut dyn Layout,
    ) {
        // What begins before the window was found in the window before.
        if seen.start < window.from {
            return;
        }
        let span = seen.start..seen.end;
        let cell = self.cell(window, span.start, layout);
        let clear = &window.text[span.clone()];
        let outside = span.start < cell.start || span.end > cell.end;
        if outside || engine.is_allowed(detector, clear, &mut self.scratch) {
            return;
        }
        let label = label_before(window.text, span.start);
        if label.is_some_and(|label| engine.fields.is_denied(label, detector)) {
            return;
        }
        let mut base = confidence(seen.likely);
        let told_by_cells = finder.is_told_by_cells && is_value(&cell);
        let is_short = cell.end - cell.start <= CELL_BYTES_MAX;
        let fills = told_by_cells && is_short && fills(window.text, &cell, &span);
        if fills {
            base = Confidence::Low;
        }
        if told_by_cells && is_short {
            match self.heading(engine, detector, &cell, layout) {
                Some(Asks::ForOthers) => return,
                Some(Asks::ForThese) if fills || self.is_told(detector, &span) => return,
                _ => {}
            }
        }
        let pass = Pass { detail: seen.detail, country: None };
        let mut evidence = Evidence::of(base, None, Some(&pass));
        evidence.label_of = LabelOf::of(cell.place);
        evidence.rejects_chance = fills;
        evidence.specimen = engine.is_specimen(detector, clear, &mut self.scratch);
        let confidence = if evidence.specimen { Confidence::Low } else { base };
        self.insert(Found {
            detector,
            span,
            confidence,
            evidence: evidence.marked(),
            cell,
            weight: 0,
            disguised: false,
        });
    }

    /// Whether a field of the detector takes a value that holds the span.
    fn is_told(&mut self, detector: usize, span: &Span) -> bool {
        self.order_found();
        let near = |found: &&Found| found.span.start + VALUE_BYTES_MAX >= span.start;
        self.found.iter().rev().take_while(near).any(|found| {
            let overlaps = found.span.start < span.end && span.start < found.span.end;
            found.detector == detector && found.evidence.by_heading && overlaps
        })
    }

    /// What the heading of a cell asks for, if it asks for such values or speaks against them.
    fn heading(
        &mut self,
        engine: &Engine,
        detector: usize,
        cell: &Cell,
        layout: &mut dyn Layout,
    ) -> Option<Asks> {
        let label = cell.label?;
        self.learn_label(engine, label, layout);
        let words = &self.labels[label as usize % super::LABELS_MAX];
        if words.keywords(detector).1.is_some() {
            return Some(Asks::ForOthers);
        }
        let asked = self.headed.of_label(engine, label, layout.label(label));
        let is_asked = asked.iter().any(|&id| engine.fields.detector(id) == detector);
        is_asked.then_some(Asks::ForThese)
    }
}

/// What a heading asks for.
enum Asks {
    /// Values of the detector: its fields judge what fills a cell.
    ForThese,
    ForOthers,
}

/// The label before a colon or an equals sign that a place stands right behind.
fn label_before(text: &[u8], at: usize) -> Option<&[u8]> {
    let floor = at.saturating_sub(LABEL_BYTES_MAX);
    let before = text[floor..at].trim_ascii_end();
    let before = before.strip_suffix(b"\"").unwrap_or(before).trim_ascii_end();
    let label = before.strip_suffix(b":").or_else(|| before.strip_suffix(b"="))?;
    let begins = |byte: &u8| b"\n\r,;{}<>|\t&?.!([".contains(byte);
    let begin = label.iter().rposition(begins).map_or(0, |at| at + 1);
    Some(&label[begin..])
}

fn confidence(likely: Likely) -> Confidence {
    match likely {
        Likely::Medium => Confidence::Medium,
        Likely::High => Confidence::High,
    }
}

/// Whether the cell is one of a table or record.
fn is_value(cell: &Cell) -> bool {
    let placed = matches!(cell.place, Place::Cell { .. } | Place::Record { .. } | Place::Element);
    placed || cell.label.is_some()
}

/// Whether nothing but quotes and spaces stand around the span in its cell.
fn fills(text: &[u8], cell: &Cell, span: &Span) -> bool {
    let is_empty = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
    text[cell.start..span.start].iter().chain(&text[span.end..cell.end]).all(is_empty)
}

//! Whether what was found in decoded text is told of the text as it stands too.

use magpie_engine::{Match, Scanner};
use magpie_model::{Cell, Layout, Location, Span, Undecoded, Window};

use crate::part::Shared;

/// Bytes of an escaped byte in a URL.
const ESCAPE_BYTES: usize = 3;

/// Whether the text as it stands tells the match: as surely, or surely enough to be reported.
/// A search answers it, so that it holds for every detector.
pub(crate) fn is_told(
    shared: &Shared<'_>,
    scanner: &mut Option<Scanner>,
    raw: Undecoded<'_>,
    decoded: &Match<'_>,
) -> bool {
    let scanner = scanner.get_or_insert_with(|| shared.engine.scanner());
    scanner.begin();
    let (text, wanted) = (raw.text, raw.span.clone());
    let least = decoded.confidence.min(shared.config.confidence_min);
    // Behind `%20` the digits of the escape are none of the value: `%201.2.3.4` is not `201.2.3.4`.
    let percent = wanted.start.checked_sub(ESCAPE_BYTES).filter(|&at| text[at] == b'%');
    let in_escape = |at: usize| percent.is_some_and(|percent| percent < at && at < wanted.start);
    let mut is_told = false;
    let mut found = |found: &Match<'_>, _: &mut dyn Layout| {
        let holds = found.span.start <= wanted.start && found.span.end >= wanted.end;
        let holds = holds && !in_escape(found.span.start);
        let is_same = found.span == wanted || found.detector == decoded.detector;
        is_told |= holds && is_same && found.confidence >= least;
    };
    let window = Window { text, base: 0, from: 0, last: true };
    scanner.peek(&window, &mut OneCell(raw), &mut found);
    is_told
}

/// The cell that a decoded run stands in.
struct OneCell<'t>(Undecoded<'t>);

impl Layout for OneCell<'_> {
    fn cell(&mut self, window: &Window<'_>, _: usize) -> Cell {
        let label = self.0.label.map(|(label, _)| label);
        Cell { start: 0, end: window.text.len(), label, place: self.0.place }
    }

    fn has_cells(&self) -> bool {
        self.0.has_cells
    }

    fn label(&self, label: u32) -> &str {
        self.0.label.filter(|(number, _)| *number == label).map_or("", |(_, text)| text)
    }

    fn locate(&mut self, _: &Window<'_>, cell: &Cell, _: &Span) -> Location {
        let (place, label) = (cell.place, cell.label);
        Location { place, label, lines: None, start_column: None, bytes: None }
    }
}

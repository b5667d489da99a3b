//! Whether what was found in decoded text is told of the text as it stands too.

use std::ops::Range;

use magpie_engine::{MATCH_BYTES_MAX, Match, Scanner};
use magpie_model::{Cell, Confidence, Layout, Location, Span, Undecoded, Window};

use crate::part::Shared;

/// Bytes of an escaped byte in a URL.
const ESCAPE_BYTES: usize = 3;

/// What the text as it stands told last: the matches of one window, and those shortly before it. Places
/// count from the beginning of the part's text.
#[derive(Default)]
pub(crate) struct InText {
    /// In rising order of their starts, as the engine reports them.
    told: Vec<Told>,
    /// Every match that begins here is among them.
    known: Range<u64>,
}

/// A match in the text as it stands, without its clear text.
struct Told {
    span: Range<u64>,
    /// The furthest end of this match and those before it.
    reach: u64,
    detector: usize,
    confidence: Confidence,
}

impl InText {
    /// Forgets the text before. To be called when a part begins, and when one goes on behind another.
    pub(crate) fn begin(&mut self) {
        self.told.clear();
        self.known = 0..0;
    }

    /// To be called before the matches of a window.
    pub(crate) fn begin_window(&mut self, window: &Window<'_>) {
        let from = window.base + window.from as u64;
        if self.known.end != from {
            self.begin();
            self.known = from..from;
        }
        let floor = from.saturating_sub(MATCH_BYTES_MAX as u64);
        self.known.start = self.known.start.max(floor);
        self.told.retain(|told| told.span.start >= floor);
    }

    pub(crate) fn note(&mut self, window: &Window<'_>, found: &Match<'_>) {
        let span = in_part(window.base, &found.span);
        let reach = self.told.last().map_or(0, |last| last.reach).max(span.end);
        let (detector, confidence) = (found.detector, found.confidence);
        self.told.push(Told { span, reach, detector, confidence });
    }

    /// To be called behind a window: it was dealt with up to `done` of its text.
    pub(crate) fn end_window(&mut self, window: &Window<'_>, done: usize) {
        self.known.end = self.known.end.max(window.base + done as u64);
    }

    /// Whether a match that shares a byte with `span` and fits was told; `None` where that is not known.
    fn tells(&self, span: &Range<u64>, fits: impl Fn(&Told) -> bool) -> Option<bool> {
        let first = span.start.saturating_sub(MATCH_BYTES_MAX as u64);
        if first < self.known.start || span.end > self.known.end {
            return None;
        }
        let before = self.told.partition_point(|told| told.span.start < span.end);
        let mut near = self.told[..before].iter().rev().take_while(|told| told.reach > span.start);
        Some(near.any(|told| told.span.end > span.start && fits(told)))
    }
}

fn in_part(base: u64, span: &Span) -> Range<u64> {
    base + span.start as u64..base + span.end as u64
}

/// Answers for decoded text whether the text as it stands tells a match.
pub(crate) struct Beside<'w, 'r> {
    pub(crate) shared: &'w Shared<'r>,
    pub(crate) in_text: &'w InText,
    /// Asked where `in_text` does not know it; made when that comes.
    pub(crate) scanner: &'w mut Option<Scanner>,
}

impl Beside<'_, '_> {
    /// Whether the text as it stands tells the match: as surely, or surely enough to be reported.
    pub(crate) fn is_told(&mut self, raw: Undecoded<'_>, decoded: &Match<'_>) -> bool {
        let least = decoded.confidence.min(self.shared.config.confidence_min);
        let wanted = in_part(raw.base, &raw.span);
        // Behind `%20` the digits of the escape are none of the value: `%201.2.3.4` is not `201.2.3.4`.
        let percent = raw.span.start.checked_sub(ESCAPE_BYTES).filter(|&at| raw.text[at] == b'%');
        let percent = percent.map(|at| raw.base + at as u64);
        let in_escape = |at: u64| percent.is_some_and(|percent| percent < at && at < wanted.start);
        let is_kept = raw.is_kept;
        let fits = |told: &Told| {
            let is_same = told.span == wanted || told.detector == decoded.detector;
            let holds = told.span.start <= wanted.start && told.span.end >= wanted.end;
            // Of a value with an escape inside the text tells a piece at most.
            let holds = if is_kept { holds && !in_escape(told.span.start) } else { true };
            is_same && holds && told.confidence >= least
        };
        let known = self.in_text.tells(&wanted, fits);
        known.unwrap_or_else(|| self.search(raw).tells(&wanted, fits).unwrap_or(false))
    }

    /// What the text tells where the run stands, where windows meet.
    fn search(&mut self, raw: Undecoded<'_>) -> InText {
        let scanner = self.scanner.get_or_insert_with(|| self.shared.engine.scanner());
        scanner.begin();
        let window = Window { text: raw.text, base: raw.base, from: 0, last: true };
        let (mut in_text, end) = (InText::default(), raw.base + raw.text.len() as u64);
        let mut note = |found: &Match<'_>, _: &mut dyn Layout| in_text.note(&window, found);
        scanner.peek(&window, &mut OneCell(raw), &mut note);
        in_text.known = 0..end;
        in_text
    }
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

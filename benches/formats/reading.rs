//! An object in memory through `extract`, with and without a search, and a search without it.

use std::sync::Arc;

use magpie_catalog::Catalog;
use magpie_engine::{Engine, Match, Scanner};
use magpie_extract::{Limits, extract_with};
use magpie_model::{
    BytesBody, Cell, Layout, Location, Outcome, Place, Reason, Span, TextVisitor, Window,
};
use magpie_parsers::InMemory;

/// Bytes of new text in a window of the plain search, as `extract` has it.
const WINDOW_BYTES: usize = 1 << 20;

/// What the runs share.
pub(crate) struct Bench {
    engine: Arc<Engine>,
}

impl Bench {
    /// With the detectors that a scan uses unless told otherwise.
    pub(crate) fn new() -> Self {
        let catalog = Catalog::builtin().expect("the built-in detectors are sound");
        let recommended = catalog.select(&[]).expect("the built-in profile exists");
        let engine = Engine::new(&recommended).expect("the built-in patterns compile");
        Self { engine: Arc::new(engine) }
    }

    /// Reads the object and looks at no text; returns how much there was.
    pub(crate) fn read(&self, bytes: &[u8], name: &str) -> u64 {
        extract_with(&BytesBody::new(bytes), name, &Limits::default(), &InMemory, &mut Nothing)
            .bytes_scanned
    }

    /// Reads and searches; asks for the place of each match.
    pub(crate) fn scan(&self, bytes: &[u8], name: &str) -> u64 {
        let mut visitor = Searching { scanner: self.engine.scanner(), matches: 0 };
        extract_with(&BytesBody::new(bytes), name, &Limits::default(), &InMemory, &mut visitor);
        visitor.matches
    }

    /// Searches the bytes as they are, as one text without lines or names.
    pub(crate) fn plain(&self, text: &[u8]) -> u64 {
        let mut searching = Searching { scanner: self.engine.scanner(), matches: 0 };
        searching.scanner.begin();
        let mut from = 0;
        loop {
            let start = from - from.min(Window::LOOKBEHIND_BYTES);
            let end = text.len().min(from + WINDOW_BYTES + Window::LOOKAHEAD_BYTES);
            let window = Window {
                text: &text[start..end],
                base: start as u64,
                from: from - start,
                last: end == text.len(),
            };
            let dealt = searching.window(&window, &mut Plain);
            if window.last {
                return searching.matches;
            }
            from = start + dealt;
        }
    }
}

/// Looks at nothing.
struct Nothing;

impl TextVisitor for Nothing {
    fn begin(&mut self, _inner_path: &str, _format: &'static str) {}

    fn window(&mut self, window: &Window<'_>, _layout: &mut dyn Layout) -> usize {
        match window.last {
            true => window.text.len(),
            false => window.text.len() - Window::LOOKAHEAD_BYTES,
        }
    }

    fn end(&mut self, _outcome: Outcome) {}

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// Searches every window, locates and counts.
struct Searching {
    scanner: Scanner,
    matches: u64,
}

impl TextVisitor for Searching {
    fn begin(&mut self, _inner_path: &str, _format: &'static str) {
        self.scanner.begin();
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let matches = &mut self.matches;
        let mut take = |found: &Match<'_>, layout: &mut dyn Layout| {
            *matches += 1;
            std::hint::black_box(layout.locate(window, &found.cell, &found.span));
        };
        self.scanner.window(window, layout, &mut take)
    }

    fn end(&mut self, _outcome: Outcome) {}

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// One text without places.
struct Plain;

impl Layout for Plain {
    fn cell(&mut self, window: &Window<'_>, _at: usize) -> Cell {
        Cell { start: 0, end: window.text.len(), label: None, place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        ""
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}

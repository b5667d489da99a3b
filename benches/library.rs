//! What the benches of the library path share: texts in memory that go through `extract` into
//! `engine`, as a mapped file's bytes do in a scan, with nothing around them.

use std::sync::Arc;

use magpie_corpus::{BenchKind, write_bench};
use magpie_engine::{Engine, Match, Scanner};
use magpie_extract::{Limits, extract};
use magpie_model::{BytesBody, Layout, Outcome, Reason, Status, TextVisitor, Window};

pub(crate) const SEED: u64 = 1;

/// An object whose bytes lie in memory, as a mapped file's do.
pub(crate) type Memory = BytesBody<Vec<u8>>;

/// Searches every window and counts.
pub(crate) struct Counting {
    scanner: Scanner,
    matches: u64,
}

impl Counting {
    pub(crate) fn new(engine: &Arc<Engine>) -> Self {
        Self { scanner: engine.scanner(), matches: 0 }
    }

    /// Matches in the whole of `body`.
    pub(crate) fn scan(&mut self, body: &Memory, name: &str) -> u64 {
        self.matches = 0;
        let extracted = extract(body, name, &Limits::default(), self);
        // Pictures in mail are not read, and say so.
        let outcome = extracted.outcome;
        assert!(matches!(outcome.status, Status::Complete | Status::Partial), "{outcome:?}");
        self.matches
    }
}

impl TextVisitor for Counting {
    fn begin(&mut self, _inner_path: &str, _format: &'static str) {
        self.scanner.begin();
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let matches = &mut self.matches;
        self.scanner.window(window, layout, &mut |_: &Match<'_>, _: &mut dyn Layout| *matches += 1)
    }

    fn end(&mut self, _outcome: Outcome) {}

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// So many bytes of a text, and the name of its file.
pub(crate) fn text(kind: BenchKind, bytes: u64) -> (Memory, String) {
    let mut text = Vec::new();
    write_bench(kind, bytes, SEED, &mut text).expect("memory takes what is written");
    (Memory::new(text), format!("{}.{}", kind.as_str(), kind.extension()))
}

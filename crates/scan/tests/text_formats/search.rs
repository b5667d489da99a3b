//! Values from the detectors' own examples, and searches of them: alone, in the bytes of a document, and
//! by the reader of its format.

use std::sync::{Arc, LazyLock};

use magpie_catalog::Catalog;
use magpie_engine::{Engine, Match, Scanner};
use magpie_extract::{Limits, extract};
use magpie_model::{
    BytesBody, Cell, Layout, Location, Outcome, Place, Reason, Span, TextVisitor, Window,
};

static ENGINE: LazyLock<Arc<Engine>> =
    LazyLock::new(|| Arc::new(Engine::new(&Catalog::builtin().unwrap()).unwrap()));

/// Every example of every detector, as it stands and as its value alone; and its value alone.
pub(crate) static VALUES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let catalog = Catalog::builtin().unwrap();
    let examples = catalog.detectors.iter().flat_map(|detector| &detector.examples.matches);
    examples
        .filter(|example| example.text.len() < 600)
        // Two values of a record with its syntax between them are no value of another document.
        .filter(|example| !example.text[example.span.clone()].contains("\": \""))
        .flat_map(|example| {
            let bare = example.text[example.span.clone()].to_owned();
            [(bare.clone(), bare.clone()), (example.text.clone(), bare)]
        })
        .collect()
});

/// A match, and every detector that would have it.
#[derive(Clone)]
pub(crate) struct Found {
    detector: usize,
    others: Vec<usize>,
    pub(crate) clear: Vec<u8>,
}

impl Found {
    /// Whether this is the same text, claimed by the other's detector among others.
    pub(crate) fn is_for(&self, other: &Self) -> bool {
        let claimed = self.detector == other.detector || self.others.contains(&other.detector);
        claimed && self.clear == other.clear
    }

    /// Whether this is the other, or a longer match around it, escapes aside.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let letters = |clear: &[u8]| -> String {
            let text = String::from_utf8_lossy(clear).replace("\\n", "");
            text.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let (own, others) = (letters(&self.clear), letters(&other.clear));
        let claimed = self.detector == other.detector || self.others.contains(&other.detector);
        own.contains(&others) && (claimed || own.len() > others.len())
    }

    pub(crate) fn name(&self) -> String {
        ENGINE.detector(self.detector).id.to_string()
    }
}

/// What a value holds without anything around it. Names and addresses are left out: what tells them are the
/// words around them, and one that fills a cell is left to the heading of its column. So are words that
/// count where they fill a field: what a document writes around them makes them another field.
pub(crate) fn matches_alone(value: &str) -> Vec<Found> {
    let mut found = plain(value.as_bytes());
    found.retain(|one| {
        let detector = ENGINE.detector(one.detector);
        detector.finder.is_none() && (detector.fields.is_empty() || !detector.patterns.is_empty())
    });
    found
}

/// What is found in bytes as they are.
pub(crate) fn plain(text: &[u8]) -> Vec<Found> {
    let mut searching = Searching::new();
    searching.scanner.begin();
    searching.window(&Window { text, base: 0, from: 0, last: true }, &mut Plain);
    searching.found
}

/// What the reader of the format finds, and which format that is.
pub(crate) fn read(text: &[u8], name: &str) -> (&'static str, Vec<Found>) {
    let mut searching = Searching::new();
    let read = extract(&BytesBody::new(text), name, &Limits::default(), &mut searching);
    (read.format, searching.found)
}

struct Searching {
    scanner: Scanner,
    found: Vec<Found>,
}

impl Searching {
    fn new() -> Self {
        Self { scanner: ENGINE.scanner(), found: Vec::new() }
    }
}

impl TextVisitor for Searching {
    fn begin(&mut self, _: &str, _: &'static str) {
        self.scanner.begin();
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let found = &mut self.found;
        let mut take = |one: &Match<'_>, _: &mut dyn Layout| {
            let tied = one.tied.iter().map(|claim| claim.detector);
            found.push(Found {
                detector: one.detector,
                others: one.alternatives.iter().copied().chain(tied).collect(),
                clear: one.clear.to_vec(),
            });
        };
        self.scanner.window(window, layout, &mut take)
    }

    fn aside(&mut self, text: &Window<'_>, layout: &mut dyn Layout) {
        self.window(text, layout);
    }

    fn end(&mut self, _: Outcome) {}

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// One text without places.
struct Plain;

impl Layout for Plain {
    fn cell(&mut self, window: &Window<'_>, _: usize) -> Cell {
        Cell { start: 0, end: window.text.len(), label: None, place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        ""
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}

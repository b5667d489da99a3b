//! Text that is cut into windows gives the same matches as text that is not.

use std::sync::{Arc, LazyLock};

use magpie_catalog::Catalog;
use magpie_engine::{Engine, Match};
use magpie_model::{Cell, Confidence, Layout, Location, Place, Span, Window};

/// Longer inputs say nothing that shorter ones do not, and cost time.
const INPUT_BYTES_MAX: usize = 4096;
/// Filler on either side of the input: a cut can then fall before, into and behind it, with all
/// the surroundings that a window must have.
const FILLER_BYTES: usize = Window::LOOKAHEAD_BYTES;

static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    Arc::new(Engine::new(&catalog).expect("the built-in patterns compile"))
});

/// Any bytes as a text. The first says how the text is made and laid out, the next two where it
/// is cut; the others are the text.
pub fn engine_window(data: &[u8]) {
    let Some((&[how, low, high], input)) = data.split_first_chunk() else { return };
    let input = &input[..input.len().min(INPUT_BYTES_MAX)];
    if input.is_empty() {
        return;
    }
    let text = padded(input, how & 1 != 0);
    let layout = Lines { by_line: how & 2 != 0, labelled: how & 4 != 0 };
    let step = 1 + usize::from(u16::from_le_bytes([low, high])) % (2 * FILLER_BYTES);
    let whole = search(&text, layout, usize::MAX);
    let cut = search(&text, layout, step);
    assert_eq!(cut, whole, "in windows of {step} (left) and whole (right)");
}

/// The input between fillers: itself again and again, or empty lines.
fn padded(input: &[u8], with_itself: bool) -> Vec<u8> {
    let filler: Vec<u8> = match with_itself {
        true => input.iter().copied().cycle().take(FILLER_BYTES).collect(),
        false => vec![b'\n'; FILLER_BYTES],
    };
    [&filler, input, &filler].concat()
}

/// A text, in which each line may be a cell, under a name or not.
#[derive(Clone, Copy)]
struct Lines {
    by_line: bool,
    labelled: bool,
}

impl Layout for Lines {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let text = window.text;
        let (start, end) = match self.by_line {
            false => (0, text.len()),
            true => (
                text[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1),
                text[at..].iter().position(|&b| b == b'\n').map_or(text.len(), |i| at + i),
            ),
        };
        Cell { start, end, label: self.labelled.then_some(0), place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        "social_security_number"
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}

/// What is compared of a match.
#[derive(Debug, PartialEq, Eq)]
struct Hit {
    detector: String,
    span: Span,
    confidence: Confidence,
    why: Vec<String>,
    alternatives: Vec<usize>,
}

/// Searches in windows that hold `step` new bytes and the surroundings.
fn search(text: &[u8], mut layout: Lines, step: usize) -> Vec<Hit> {
    let mut scanner = ENGINE.scanner();
    scanner.begin();
    let mut hits = Vec::new();
    let mut from = 0;
    loop {
        let start = from - from.min(Window::LOOKBEHIND_BYTES);
        let end = text.len().min(from.saturating_add(step).saturating_add(Window::LOOKAHEAD_BYTES));
        let window = Window {
            text: &text[start..end],
            base: start as u64,
            from: from - start,
            last: end == text.len(),
        };
        let mut take = |found: &Match<'_>, _: &mut dyn Layout| {
            hits.push(Hit {
                detector: ENGINE.detector(found.detector).id.to_string(),
                span: start + found.span.start..start + found.span.end,
                confidence: found.confidence,
                why: ENGINE.explain(found.detector, &found.evidence),
                alternatives: found.alternatives.to_vec(),
            });
        };
        let dealt = scanner.window(&window, &mut layout, &mut take);
        if window.last {
            assert_eq!(dealt, window.text.len());
            return hits;
        }
        assert!(start + dealt > from, "every window makes headway");
        from = start + dealt;
    }
}

//! For tests: reads an object in memory and notes what the visitor is told.

use magpie_model::{Layout, Location, Outcome, Place, Reason, TextVisitor, Window};

use crate::testing::body;
use crate::{Extracted, Limits, extract};

/// One place where a needle was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) part: String,
    pub(crate) needle: String,
    pub(crate) label: String,
    /// The text of the cell around it, when it is small.
    pub(crate) cell: String,
    pub(crate) location: Location,
}

impl Found {
    pub(crate) fn line(&self) -> u64 {
        self.location.lines.map_or(0, |lines| lines.0)
    }
}

/// What the visitor was told.
#[derive(Default)]
pub(crate) struct Observed {
    needles: Vec<String>,
    open: Vec<(String, &'static str, String)>,
    /// Path, format, outcome, in the order in which parts ended.
    pub(crate) parts: Vec<(String, &'static str, Outcome)>,
    /// The text of each part, by its path.
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) found: Vec<Found>,
    /// Whether texts are kept.
    keep: bool,
}

impl Observed {
    /// One line for each part: path, format, status, reason.
    pub(crate) fn ledger(&self) -> Vec<String> {
        let line = |(path, format, outcome): &(String, &'static str, Outcome)| {
            let reason = outcome.reason.map_or("", Reason::as_str);
            format!("{path}|{format}|{}|{reason}", outcome.status.as_str())
        };
        self.parts.iter().map(line).collect()
    }

    pub(crate) fn text(&self, path: &str) -> &str {
        self.texts.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text)
    }

    /// Needle, label and line of everything found.
    pub(crate) fn labelled(&self) -> Vec<(&str, &str, u64)> {
        self.found.iter().map(|f| (&f.needle[..], &f.label[..], f.line())).collect()
    }
}

impl TextVisitor for Observed {
    fn begin(&mut self, inner_path: &str, format: &'static str) {
        self.open.push((inner_path.to_owned(), format, String::new()));
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let length = window.text.len();
        let behind = if window.last { 0 } else { Window::LOOKAHEAD_BYTES };
        let to = length.saturating_sub(behind).max(window.from);
        let (part, _, text) = self.open.last_mut().unwrap();
        if self.keep {
            text.push_str(&String::from_utf8_lossy(&window.text[window.from..to]));
        }
        let mut spans = Vec::new();
        for needle in &self.needles {
            let starts = memchr::memmem::find_iter(window.text, needle.as_bytes());
            let wanted = starts.filter(|start| (window.from..to).contains(start));
            spans.extend(wanted.map(|start| (start, needle.clone())));
        }
        spans.sort();
        for (start, needle) in spans {
            let cell = layout.cell(window, start);
            assert!(cell.start <= start && start < cell.end && cell.end <= length);
            let location = layout.locate(window, &cell, &(start..start + needle.len()));
            let label = cell.label.map_or(String::new(), |label| layout.label(label).to_owned());
            let small = &window.text[cell.start..cell.end.min(cell.start + 256)];
            let whole = small.len() == cell.end - cell.start;
            let text =
                if whole { String::from_utf8_lossy(small).into_owned() } else { String::new() };
            self.found.push(Found { part: part.clone(), needle, label, cell: text, location });
        }
        to
    }

    fn end(&mut self, outcome: Outcome) {
        let (path, format, text) = self.open.pop().unwrap();
        if self.keep {
            self.texts.push((path.clone(), text));
        }
        self.parts.push((path, format, outcome));
    }

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// Reads `bytes` twice, mapped and as a stream, and says what was told; it must be the same.
pub(crate) fn observe(name: &str, bytes: &[u8], needles: &[&str]) -> Observed {
    observe_within(name, bytes, needles, &Limits::default())
}

/// The same within other limits.
pub(crate) fn observe_within(
    name: &str,
    bytes: &[u8],
    needles: &[&str],
    limits: &Limits,
) -> Observed {
    let (mapped, _) = observe_once(name, bytes.to_vec(), needles, limits, true);
    let (streamed, _) = observe_once(name, bytes.to_vec(), needles, limits, false);
    assert_eq!(mapped.found, streamed.found, "mapped and streamed");
    assert_eq!(mapped.parts, streamed.parts, "mapped and streamed");
    assert_eq!(mapped.texts, streamed.texts, "mapped and streamed");
    mapped
}

/// Reads `bytes` once; texts are kept when they are small.
pub(crate) fn observe_once(
    name: &str,
    bytes: Vec<u8>,
    needles: &[&str],
    limits: &Limits,
    mapped: bool,
) -> (Observed, Extracted) {
    let keep = bytes.len() < 64 * 1024;
    let needles = needles.iter().map(|needle| (*needle).to_owned()).collect();
    let mut observed = Observed { needles, keep, ..Observed::default() };
    let extracted = extract(&body(bytes, mapped), name, limits, &mut observed);
    assert!(observed.open.is_empty(), "every part that began has ended");
    (observed, extracted)
}

/// Whether a location is that of an element or attribute.
pub(crate) fn is_element(found: &Found) -> bool {
    found.location.place == Place::Element
}

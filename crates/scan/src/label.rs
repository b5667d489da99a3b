//! Object keys, inner paths, column names and JSON paths can hold personal data themselves: what
//! a detector finds in them is masked before they are shown.

use std::sync::Arc;

use magpie_engine::{Engine, KeyMatch};
use magpie_model::Confidence;

use crate::config::ScanConfig;

/// Texts longer than this are shown up to here: a key has at most 1,024 bytes and a path 4,096, but a
/// JSON key may have any number.
const LABEL_BYTES_MAX: usize = 4 * 1024;
/// What stands in place of the rest.
const CUT: &str = "…";

/// Masks short texts.
pub(crate) struct Labels {
    engine: Arc<Engine>,
    raw: bool,
}

/// A text as it may be shown, and what was found in it.
pub(crate) struct Label {
    /// Masked, unless the run shows raw keys.
    pub(crate) shown: String,
    /// Whether `shown` differs from the text because of a match.
    pub(crate) is_masked: bool,
    /// Everything that was found, in the order of the text.
    pub(crate) matches: Vec<KeyMatch>,
}

impl Labels {
    pub(crate) fn new(engine: &Arc<Engine>, raw: bool) -> Self {
        Self { engine: Arc::clone(engine), raw }
    }

    /// Searches and masks `text`.
    pub(crate) fn mask(&self, text: &str) -> Label {
        let (text, cut) = clip(text);
        let matches = self.engine.search_text(text);
        let mut shown = String::with_capacity(text.len());
        let mut done = 0;
        let hidden = matches.iter().filter(|found| !self.raw && must_hide(found));
        let mut is_masked = false;
        for found in hidden {
            if found.span.start < done || text.get(found.span.clone()).is_none() {
                continue;
            }
            shown.push_str(&text[done..found.span.start]);
            let mask = self.engine.detector(found.detector).mask;
            shown.push_str(&mask.apply(text[found.span.clone()].as_bytes()));
            done = found.span.end;
            is_masked = true;
        }
        shown.push_str(&text[done..]);
        shown.push_str(cut);
        Label { shown, is_masked, matches }
    }

    /// Only how `text` may be shown.
    pub(crate) fn show(&self, text: &str) -> String {
        if self.raw {
            let (text, cut) = clip(text);
            return [text, cut].concat();
        }
        self.mask(text).shown
    }
}

/// The name of a target as a run may show it: values in it are masked, unless the run shows raw keys.
pub fn shown_name(engine: &Arc<Engine>, config: &ScanConfig, name: &str) -> String {
    Labels::new(engine, config.raw_keys).show(name)
}

fn must_hide(found: &KeyMatch) -> bool {
    found.confidence >= Confidence::Medium || found.evidence.checked()
}

fn clip(text: &str) -> (&str, &'static str) {
    if text.len() <= LABEL_BYTES_MAX {
        (text, "")
    } else {
        (&text[..text.floor_char_boundary(LABEL_BYTES_MAX)], CUT)
    }
}

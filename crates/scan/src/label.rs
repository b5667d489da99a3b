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
        let matches = self.search(text);
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

    /// What stands in `text`, read as it is and without the extensions of its names: `….7z` would
    /// make a number longer than it is.
    fn search(&self, text: &str) -> Vec<KeyMatch> {
        let mut found = self.engine.search_text(text);
        let Some(bare) = without_extensions(text) else { return found };
        let strength = |found: &KeyMatch| (found.confidence, found.evidence.checked());
        for other in self.engine.search_text(&bare) {
            let meets = |known: &KeyMatch| {
                known.span.start < other.span.end && other.span.start < known.span.end
            };
            if found.iter().all(|known| !meets(known) || strength(known) < strength(&other)) {
                found.retain(|known| !meets(known));
                found.push(other);
            }
        }
        found.sort_by_key(|found| found.span.start);
        found
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

/// `text` with spaces in place of the extensions of all names in it; `None` when there are none.
fn without_extensions(text: &str) -> Option<String> {
    /// Longer ones are no extensions, and a name has no more of them.
    const LETTERS_MAX: usize = 8;
    const EXTENSIONS_MAX: usize = 3;
    let mut bytes = text.as_bytes().to_vec();
    let mut blanked = false;
    for name in bytes.split_mut(|byte| matches!(byte, b'/' | b'\\' | b'!')) {
        let mut end = name.len();
        for _ in 0..EXTENSIONS_MAX {
            let letters = name[..end].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric());
            let letters = letters.count();
            let dot = end.checked_sub(letters + 1).filter(|dot| *dot > 0 && name[*dot] == b'.');
            let Some(dot) = dot.filter(|_| (1..=LETTERS_MAX).contains(&letters)) else { break };
            name[dot..end].fill(b' ');
            end = dot;
            blanked = true;
        }
    }
    String::from_utf8(bytes).ok().filter(|_| blanked)
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

#[cfg(test)]
mod tests {
    use super::without_extensions;

    #[test]
    fn names_are_searched_without_their_extensions_too() {
        let bare = |text| without_extensions(text);
        assert_eq!(bare("a/470-49-7630.7z").as_deref(), Some("a/470-49-7630   "));
        assert_eq!(bare("x.tar.gz!y 1.3gp").as_deref(), Some("x       !y 1    "));
        assert_eq!(bare("a.7z.001/b").as_deref(), Some("a       /b"));
        for other in ["plain", ".env", "a.", "a.verylongextension", "1.é"] {
            assert_eq!(bare(other), None, "{other}");
        }
    }
}

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
    /// Matches below it are not told, and leave a text as it is.
    confidence_min: Confidence,
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
    pub(crate) fn new(engine: &Arc<Engine>, config: &ScanConfig) -> Self {
        let (raw, confidence_min) = (config.raw_keys, config.confidence_min);
        Self { engine: Arc::clone(engine), raw, confidence_min }
    }

    /// Searches `text` and masks what the run tells of it.
    pub(crate) fn mask(&self, text: &str) -> Label {
        let matches = self.search(clip(text).0);
        let told = |found: &KeyMatch| found.confidence >= self.confidence_min;
        let (shown, is_masked) = self.hide(text, &matches, &told);
        Label { shown, is_masked, matches }
    }

    /// The same once it is known that the values of more of these matches are told: what stands in a
    /// text for little may stand in the content for certain. `None` where that hides nothing more.
    pub(crate) fn mask_told(
        &self,
        text: &str,
        matches: &[KeyMatch],
        is_told: &dyn Fn(&str) -> bool,
    ) -> Option<String> {
        let below = |found: &KeyMatch| {
            let clear = text.get(found.span.clone());
            found.confidence < self.confidence_min && clear.is_some_and(is_told)
        };
        if self.raw || !matches.iter().any(below) {
            return None;
        }
        let told = |found: &KeyMatch| found.confidence >= self.confidence_min || below(found);
        Some(self.hide(text, matches, &told).0)
    }

    /// `text` without the matches that are told, and whether there are any.
    fn hide(
        &self,
        text: &str,
        matches: &[KeyMatch],
        told: &dyn Fn(&KeyMatch) -> bool,
    ) -> (String, bool) {
        let (text, cut) = clip(text);
        let mut shown = String::with_capacity(text.len());
        let mut done = 0;
        let mut is_masked = false;
        for found in matches.iter().filter(|found| !self.raw && told(found)) {
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
        (shown, is_masked)
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

    /// How a text may be shown of which nothing else is known: a column, a sheet, a target. Here a match
    /// that passes a check is hidden whatever it is worth, as what stands below is not read yet.
    pub(crate) fn show(&self, text: &str) -> String {
        let matches = if self.raw { Vec::new() } else { self.search(clip(text).0) };
        let least = self.confidence_min.min(Confidence::Medium);
        let hidden = |found: &KeyMatch| found.confidence >= least || found.evidence.checked();
        self.hide(text, &matches, &hidden).0
    }
}

/// The name of a target as a run may show it: values in it are masked, unless the run shows raw keys.
pub fn shown_name(engine: &Arc<Engine>, config: &ScanConfig, name: &str) -> String {
    Labels::new(engine, config).show(name)
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

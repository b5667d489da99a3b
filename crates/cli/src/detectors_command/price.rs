//! What a pattern costs that has to be searched for at every byte.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use magpie_catalog::{Catalog, Detector};
use magpie_engine::Engine;
use magpie_report::{count_for_people, escaped};

use super::{builtin, engine};
use crate::exit::Failure;

const TEXT_BYTES: usize = 256 << 10;
/// Bytes of each text that a pattern may find hard.
const HARD_TEXT_BYTES: usize = 8 << 10;
/// Examples that such texts are made from.
const EXAMPLES_MAX: usize = 3;
/// Characters of a value that stand for it in a message.
const SHOWN_CHARS: usize = 24;
/// The fastest of several counts: what is slower was disturbed.
const ROUNDS: usize = 5;

/// What patterns are measured with, and against.
pub(super) struct Scale {
    ordinary: String,
    nothing: Arc<Engine>,
    /// For a KiB of ordinary text with the built-in detectors that are recommended, in nanoseconds.
    builtin: u64,
}

/// The nanoseconds that a pattern adds to each KiB.
pub(super) struct Price {
    ordinary: u64,
    /// To the text that it finds hardest of those tried, and what that is.
    hardest: (u64, String),
    /// What those of the scale take for ordinary text.
    builtin: u64,
}

impl Scale {
    pub(super) fn new() -> Result<Self, Failure> {
        let (ordinary, nothing) = (ordinary_text(), engine(&Catalog::empty())?);
        let recommended = builtin()?.select(&["recommended".to_owned()]);
        let recommended = recommended.map_err(|error| Failure::usage(error.to_string()))?;
        let builtin = for_a_kib(&engine(&recommended)?, &ordinary);
        Ok(Self { ordinary, nothing, builtin })
    }

    /// What one pattern of a detector, numbered from 1, costs.
    pub(super) fn price(&self, detector: &Detector, pattern: usize) -> Result<Price, Failure> {
        let mut alone = detector.clone();
        alone.patterns = detector.patterns.iter().skip(pattern - 1).take(1).cloned().collect();
        let alone = engine(&Catalog { detectors: vec![alone] })?;
        let added =
            |text: &str| for_a_kib(&alone, text).saturating_sub(for_a_kib(&self.nothing, text));
        let hard = hard_texts(detector).into_iter();
        let hardest = hard.map(|(text, what)| (added(&text), what)).max_by_key(|(price, _)| *price);
        Ok(Price {
            ordinary: added(&self.ordinary),
            hardest: hardest.unwrap_or_default(),
            builtin: self.builtin,
        })
    }
}

impl Price {
    /// Whether it shows beside what a scan takes anyway: a quarter more, or some text ten times as slow.
    pub(super) fn is_high(&self) -> bool {
        self.ordinary > self.builtin / 4 || self.hardest.0 > 10 * self.builtin
    }

    /// In a clause that begins with what it adds.
    pub(super) fn said(&self) -> String {
        let of = |nanoseconds| match nanoseconds {
            0 => "less than 1".to_owned(),
            _ => count_for_people(nanoseconds),
        };
        let mut said = format!(
            "it adds {} ns to each KiB of ordinary text, for which the recommended detectors take {} ns",
            of(self.ordinary),
            of(self.builtin)
        );
        let (hardest, what) = &self.hardest;
        if *hardest > self.ordinary {
            let _ = write!(said, ", and up to {} ns where a text is like {what}", of(*hardest));
        }
        said
    }
}

/// The time that a KiB of the text takes, rounded up.
fn for_a_kib(engine: &Arc<Engine>, text: &str) -> u64 {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        engine.search_text(text);
        u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    });
    rounds.min().unwrap_or(0).div_ceil(text.len().div_ceil(1024) as u64)
}

/// Prose, a table and a log in equal parts.
fn ordinary_text() -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 512);
    let mut row = 0u64;
    while text.len() < TEXT_BYTES {
        row += 1;
        let number = row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let _ = writeln!(
            text,
            "The parcel left the house in the morning, and nobody knew yet where it would end.\n\
             {row};north;{number};open;12.50\n\
             {{\"level\":\"info\",\"request\":{number},\"path\":\"/v1/items/{row}\",\"took_ms\":14}}"
        );
    }
    text
}

/// Texts that keep matches beginning and coming to nothing, or overlapping: values and what is almost one again and
/// again, and rows of one character of theirs, with what they are.
fn hard_texts(detector: &Detector) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut of_one = Vec::new();
    let repeated = |unit: &str| unit.repeat(HARD_TEXT_BYTES.div_ceil(unit.len().max(1)));
    for example in detector.examples.matches.iter().take(EXAMPLES_MAX) {
        let value = &example.text[example.span.clone()];
        let Some((last, last_char)) = value.char_indices().next_back() else { continue };
        for unit in [value, &value[..last]].into_iter().filter(|unit| !unit.is_empty()) {
            let shown: String = unit.chars().take(SHOWN_CHARS).collect();
            texts.push((repeated(unit), format!("\"{}\" again and again", escaped(&shown))));
        }
        for c in value.chars() {
            if of_one.contains(&c) {
                continue;
            }
            of_one.push(c);
            let row = c.to_string().repeat(200 / c.len_utf8());
            let shown = escaped(&c.to_string());
            texts.push((repeated(&row), format!("a row of \"{shown}\"")));
            let (end, ended) = (escaped(&last_char.to_string()), format!("{row}{last_char}"));
            texts.push((repeated(&ended), format!("rows of \"{shown}\" that end with \"{end}\"")));
        }
    }
    texts
}

//! What a pattern costs: to ordinary text, and to the text that it finds hardest.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use magpie_catalog::{Catalog, Detector};
use magpie_engine::Engine;
use magpie_report::{count_for_people, escaped};
use nix::time::{ClockId, clock_gettime};

use super::{builtin, engine};
use crate::exit::Failure;

const TEXT_BYTES: usize = 256 << 10;
/// Bytes of each text that a pattern may find hard.
const HARD_TEXT_BYTES: usize = 8 << 10;
/// Values that such texts are made from: examples, and as many that are drawn from the pattern.
const VALUES_MAX: usize = 3;
/// The characters that a value begins with which a pattern may begin by.
const BEGINNING_CHARS: usize = 3;
/// Characters of a value that stand for it in a message.
const SHOWN_CHARS: usize = 24;
/// The fastest of several counts: what is slower was disturbed.
const ROUNDS: usize = 9;
/// What takes so long is not counted again.
const LONG: Duration = Duration::from_millis(20);
/// How often the price of the recommended detectors goes into what shows on ordinary text, and what shows on
/// another goes into that.
const ORDINARY_PART: u64 = 4;
const HARD_TIMES: u64 = 10;

/// What patterns are measured with, and against.
pub(super) struct Scale {
    ordinary: String,
    nothing: Arc<Engine>,
    /// What no detector at all takes for a KiB of ordinary text.
    empty: u64,
    recommended: Arc<Engine>,
    /// What those took at the beginning.
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
        let empty = for_a_kib(&nothing, &ordinary);
        let recommended = engine(&recommended)?;
        let builtin = for_a_kib(&recommended, &ordinary);
        Ok(Self { ordinary, nothing, empty, recommended, builtin })
    }

    /// What one pattern of a detector, numbered from 1, costs.
    pub(super) fn price(&self, detector: &Detector, pattern: usize) -> Result<Price, Failure> {
        let alone = alone(detector, pattern)?;
        // Measured side by side, so that what slows the machine slows both.
        let builtin = for_a_kib(&self.recommended, &self.ordinary);
        let ordinary = for_a_kib(&alone, &self.ordinary).saturating_sub(self.empty);
        let hard = hard_texts(detector, pattern).into_iter();
        let added =
            |text: &str| for_a_kib(&alone, text).saturating_sub(for_a_kib(&self.nothing, text));
        let hardest = hard.map(|(text, what)| (added(&text), what)).max_by_key(|(price, _)| *price);
        Ok(Price { ordinary, hardest: hardest.unwrap_or_default(), builtin })
    }

    /// The same of a pattern that hardly any is high of, and only where it is.
    pub(super) fn price_if_high(
        &self,
        detector: &Detector,
        pattern: usize,
    ) -> Result<Option<Price>, Failure> {
        let alone = alone(detector, pattern)?;
        let (ordinary, hard) =
            (self.empty + self.builtin / ORDINARY_PART, HARD_TIMES * self.builtin);
        let texts = hard_texts(detector, pattern);
        let may_be_high = takes_over(&alone, &self.ordinary, ordinary)
            || texts.iter().any(|(text, _)| takes_over(&alone, text, hard));
        let price = may_be_high.then(|| self.price(detector, pattern)).transpose()?;
        Ok(price.filter(Price::is_high))
    }
}

/// An engine of one pattern of a detector, numbered from 1.
fn alone(detector: &Detector, pattern: usize) -> Result<Arc<Engine>, Failure> {
    let mut alone = detector.clone();
    alone.patterns = detector.patterns.iter().skip(pattern - 1).take(1).cloned().collect();
    engine(&Catalog { detectors: vec![alone] })
}

impl Price {
    /// Whether it shows beside what a scan takes anyway: a quarter more, or some text ten times as slow.
    pub(super) fn is_high(&self) -> bool {
        self.ordinary > self.builtin / ORDINARY_PART || self.hardest.0 > HARD_TIMES * self.builtin
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
    let (mut least, mut rounds) = (Duration::MAX, 0);
    while rounds < ROUNDS && (rounds == 0 || least < LONG) {
        least = least.min(time(engine, text));
        rounds += 1;
    }
    of_a_kib(least, text)
}

/// Whether a KiB of the text takes longer, which most do not at once.
fn takes_over(engine: &Arc<Engine>, text: &str, nanoseconds: u64) -> bool {
    (0..ROUNDS).all(|_| of_a_kib(time(engine, text), text) > nanoseconds)
}

fn of_a_kib(time: Duration, text: &str) -> u64 {
    let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    nanoseconds.div_ceil(text.len().div_ceil(1024) as u64)
}

/// The processor time that one search takes: what else the machine does is not counted.
fn time(engine: &Arc<Engine>, text: &str) -> Duration {
    let now =
        || clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from);
    let start = now();
    engine.search_text(text);
    now().saturating_sub(start)
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

/// Texts that keep matches beginning and coming to nothing, or overlapping: values, what is almost one and their beginnings
/// again and again, and rows of one character of theirs, with what they are.
fn hard_texts(detector: &Detector, pattern: usize) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut of_one = Vec::new();
    let repeated = |unit: &str| unit.repeat(HARD_TEXT_BYTES.div_ceil(unit.len().max(1)));
    let examples = detector.examples.matches.iter().take(VALUES_MAX);
    let mut values: Vec<String> =
        examples.map(|example| example.text[example.span.clone()].to_owned()).collect();
    // The examples may be of other patterns of the detector, or of one branch of this.
    let pattern = &detector.patterns[pattern - 1];
    values.extend((0..VALUES_MAX as u64).filter_map(|number| pattern.value(number)));
    for value in &values {
        let Some((last, last_char)) = value.char_indices().next_back() else { continue };
        let beginning: String = value.chars().take(BEGINNING_CHARS).collect();
        for unit in [value, &value[..last], &beginning] {
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
    texts.retain(|(text, _)| !text.is_empty());
    texts
}

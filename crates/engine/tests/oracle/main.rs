//! The engine finds what a naive search finds: every pattern of every detector alone over the whole
//! text, with the same checks and the same rules about words around it.

mod naive;
mod plain;
mod said;
mod words;

use std::sync::Arc;

use magpie_catalog::{Catalog, Detector};
use magpie_corpus::{BenchKind, Random, write_bench};
use magpie_engine::{Engine, Match, Scanner};
use magpie_extract::{Limits, extract};
use magpie_model::{BytesBody, Layout, Outcome, Reason, TextVisitor, Window};

use naive::{Hit, Naive};

const SEED: u64 = 20_260_102;
/// Bytes of each text in the ordinary test.
const SLICE_BYTES: u64 = 256 * 1024;
/// Bytes of each text for `cargo xtask engine-oracle`.
const LARGE_BYTES: u64 = 16 * 1024 * 1024;
/// Times that every example is disguised, each in another way.
const DISGUISES: u64 = 8;
/// Differences that are told in full.
const TOLD_MAX: usize = 12;

/// What was found, by the part it was found in.
type Parts = Vec<(String, Vec<Hit>)>;

/// Searches the windows with the engine.
struct Fast {
    engine: Arc<Engine>,
    scanner: Scanner,
    open: Vec<usize>,
    parts: Parts,
}

/// Searches texts, each in one window, naively.
struct Slow<'n> {
    naive: &'n Naive,
    open: Vec<usize>,
    parts: Parts,
}

fn begin(parts: &mut Parts, open: &mut Vec<usize>, inner_path: &str) {
    open.push(parts.len());
    parts.push((inner_path.to_owned(), Vec::new()));
}

impl TextVisitor for Fast {
    fn begin(&mut self, inner_path: &str, _: &'static str) {
        self.scanner.begin();
        begin(&mut self.parts, &mut self.open, inner_path);
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let hits = &mut self.parts[*self.open.last().expect("a part is open")].1;
        let engine = &self.engine;
        let id = |detector: usize| engine.detector(detector).id.to_string();
        self.scanner.window(window, layout, &mut |m: &Match<'_>, _: &mut dyn Layout| {
            let mut tied: Vec<String> = m.tied.iter().map(|claim| id(claim.detector)).collect();
            let mut alternatives: Vec<String> = m.alternatives.iter().map(|&d| id(d)).collect();
            tied.sort();
            alternatives.sort();
            hits.push(Hit {
                start: window.base + m.span.start as u64,
                end: window.base + m.span.end as u64,
                detector: id(m.detector),
                confidence: m.confidence.as_str(),
                why: engine.explain(m.detector, &m.evidence),
                tied,
                alternatives,
            });
        })
    }

    fn end(&mut self, _: Outcome) {
        self.open.pop();
    }

    fn stop(&self) -> Option<Reason> {
        None
    }
}

impl TextVisitor for Slow<'_> {
    fn begin(&mut self, inner_path: &str, _: &'static str) {
        begin(&mut self.parts, &mut self.open, inner_path);
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let part = *self.open.last().expect("a part is open");
        self.parts[part].1.extend(self.naive.search(window, layout));
        window.text.len()
    }

    fn end(&mut self, _: Outcome) {
        self.open.pop();
    }

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// Both searches of the same detectors.
struct Both {
    engine: Arc<Engine>,
    naive: Naive,
}

impl Both {
    /// Of every built-in detector.
    fn new() -> Self {
        let mut catalog = Catalog::builtin().expect("the built-in detectors are sound");
        // What is known by its heading or by lists of names has no pattern that could be tried alone.
        catalog.detectors.retain(|detector| !detector.patterns.is_empty());
        catalog.detectors.iter_mut().for_each(|detector| detector.fields.clear());
        Self::of(&catalog)
    }

    fn of(catalog: &Catalog) -> Self {
        let engine = Arc::new(Engine::new(catalog).expect("the patterns compile"));
        let naive = Naive::new(catalog, &engine);
        Self { engine, naive }
    }

    /// Every part of `bytes`, found by the engine in windows of so many bytes and by the naive
    /// search in one piece, is to hold the same matches. Returns how many.
    fn compare(&self, bytes: Vec<u8>, name: &str, window_bytes: usize) -> usize {
        let whole = bytes.len().max(1 << 20) * 4;
        let body = BytesBody::new(bytes);
        let mut fast = Fast {
            engine: Arc::clone(&self.engine),
            scanner: self.engine.scanner(),
            open: Vec::new(),
            parts: Vec::new(),
        };
        extract(&body, name, &Limits { window_bytes, ..Limits::default() }, &mut fast);
        let mut slow = Slow { naive: &self.naive, open: Vec::new(), parts: Vec::new() };
        extract(&body, name, &Limits { window_bytes: whole, ..Limits::default() }, &mut slow);
        assert_eq!(fast.parts.len(), slow.parts.len(), "{name}: both see the same parts");
        let mut told = Vec::new();
        for ((path, engine), (_, naive)) in fast.parts.iter().zip(&slow.parts) {
            told.extend(differences(&format!("{name}{path}"), engine, naive));
        }
        let count = told.len();
        told.truncate(TOLD_MAX);
        assert!(told.is_empty(), "{count} matches differ:\n{}", told.join("\n"));
        fast.parts.iter().map(|(_, hits)| hits.len()).sum()
    }
}

/// What one search tells and the other does not. Generated texts hold nobody's data; still, no
/// value is told.
fn differences(part: &str, engine: &[Hit], naive: &[Hit]) -> Vec<String> {
    let only = |who: &str, these: &[Hit], those: &[Hit]| -> Vec<String> {
        let those: std::collections::BTreeSet<&Hit> = those.iter().collect();
        let missing = these.iter().filter(|hit| !those.contains(hit));
        missing.map(|hit| format!("{part}: only {who}: {hit:?}")).collect()
    };
    let mut all =
        [only("the engine", engine, naive), only("the naive search", naive, engine)].concat();
    if all.is_empty() && engine.len() != naive.len() {
        all.push(format!("{part}: {} matches and {}", engine.len(), naive.len()));
    }
    all
}

fn text_of(kind: BenchKind, bytes: u64) -> (Vec<u8>, String) {
    let mut text = Vec::new();
    write_bench(kind, bytes, SEED, &mut text).expect("memory takes what is written");
    (text, format!("{}.{}", kind.as_str(), kind.extension()))
}

#[test]
fn generated_texts_hold_what_a_naive_search_finds() {
    let both = Both::new();
    let mut found = 0;
    for kind in BenchKind::ALL {
        let (text, name) = text_of(kind, SLICE_BYTES);
        found += both.compare(text, &name, 48 * 1024);
    }
    assert!(found > 10_000, "a comparison of {found} matches says little");
}

#[test]
fn examples_of_every_detector_hold_what_a_naive_search_finds() {
    let both = Both::new();
    let text = examples(both.engine.detectors()).join("\n\n");
    let found = both.compare(text.into_bytes(), "examples.txt", 16 * 1024);
    assert!(found > both.engine.detectors().len(), "{found}");
}

/// A stretch of an example, or all of it: values cut anywhere, beside each other's keywords.
fn shred<'t>(examples: &[&'t str], random: &mut Random) -> &'t str {
    let example: &'t str = random.pick::<&str>(examples);
    if random.below(3) == 0 {
        return example;
    }
    let cut = |random: &mut Random| {
        let at = random.below(example.len() as u32 + 1) as usize;
        example.floor_char_boundary(at)
    };
    let (a, b) = (cut(random), cut(random));
    &example[a.min(b)..a.max(b)]
}

fn examples(detectors: &[Detector]) -> Vec<&str> {
    let mut texts = Vec::new();
    for examples in detectors.iter().map(|detector| &detector.examples) {
        texts.extend(examples.matches.iter().map(|example| example.text.as_str()));
        texts.extend(examples.rejects.iter().map(String::as_str));
    }
    texts
}

#[test]
fn shreds_of_examples_hold_what_a_naive_search_finds() {
    let both = Both::new();
    let detectors = both.engine.detectors().to_vec();
    let examples = examples(&detectors);
    let mut random = Random::new(SEED);
    let mut text = String::new();
    while (text.len() as u64) < SLICE_BYTES {
        text.push_str(shred(&examples, &mut random));
        text.push_str(
            random.word(&["", "", " ", "_", "-", ".", "\n", "\r\n", " – ", "\t", ": ", "@"]),
        );
    }
    let found = both.compare(text.into_bytes(), "shreds.txt", 16 * 1024);
    assert!(found > 1_000, "{found}");
}

/// The text with some of its digits, spaces and dashes written in other characters.
fn disguised(text: &str, random: &mut Random) -> String {
    let zeros =
        ['０', '٠', '۰', '०', '๐', '০', '௦', '੦', '૦', '၀', '០', '໐', '𝟎', '𝟬', '🯰', '꧐', '꘠'];
    let mut zero = zeros[0];
    let mut disguised = String::new();
    for c in text.chars() {
        if c.is_whitespace() {
            zero = *random.pick(&zeros);
        }
        let other = random.below(3) == 0;
        match c {
            ' ' if other => {
                disguised.push(*random.pick(&['\u{A0}', '\u{2009}', '\u{202F}', '\u{3000}']))
            }
            '-' if other => disguised.push(*random.pick(&['\u{2010}', '–', '\u{2212}', '－'])),
            '0'..='9' if other => {
                let digit = zero as u32 + (c as u32 - '0' as u32);
                disguised.extend(char::from_u32(digit));
            }
            'A'..='Z' if other => disguised.extend(char::from_u32(c as u32 + 0xFEE0)),
            _ => disguised.push(c),
        }
        if random.below(12) == 0 {
            let marks =
                ['\u{200B}', '\u{AD}', '\u{FEFF}', '\u{2060}', '\u{200E}', '\u{202C}', '\u{2067}'];
            disguised.push(*random.pick(&marks));
        }
    }
    disguised
}

#[test]
fn disguised_examples_hold_what_a_naive_search_finds() {
    let both = Both::new();
    let detectors = both.engine.detectors().to_vec();
    for draw in 0..DISGUISES {
        let mut random = Random::new(SEED + draw);
        let mut text = String::new();
        for example in examples(&detectors) {
            text.push_str(&disguised(example, &mut random));
            text.push_str("\n\n");
        }
        let found = both.compare(text.into_bytes(), "disguised.txt", 16 * 1024);
        assert!(found > both.engine.detectors().len(), "{found}");
    }
}

#[test]
fn shreds_in_labelled_cells_hold_what_a_naive_search_finds() {
    let both = Both::new();
    let detectors = both.engine.detectors().to_vec();
    let examples = examples(&detectors);
    let keywords: Vec<&str> =
        detectors.iter().flat_map(|d| &d.context.keywords).map(String::as_str).collect();
    let mut random = Random::new(SEED);
    for table in 0..6 {
        let mut text = String::from("n");
        for _ in 0..12 {
            text.push(',');
            text.push_str(&random.pick(&keywords).replace([',', ' '], "_"));
        }
        while (text.len() as u64) < SLICE_BYTES / 6 {
            text.push_str("\n1");
            for _ in 0..12 {
                text.push(',');
                let cell = shred(&examples, &mut random).replace([',', '"', '\n', '\r'], " ");
                text.push_str(if random.below(2) == 0 { &cell } else { cell.trim() });
            }
        }
        text.push('\n');
        both.compare(text.into_bytes(), &format!("shreds-{table}.csv"), 16 * 1024);
    }
}

/// Patterns of users, of which nothing tells where a match begins, or whose beginnings are lines.
const SEARCHED: [&str; 18] = [
    r"[a-c]{3}[X-Z]{3}",
    r"\b[a-c]{3}[X-Z]{3}\b",
    r"[a-c]{2,4}\b",
    r"\b[a-c_]{2,6}\b[:-]",
    r"\B[X-Z]{2,3}",
    r"[0-9]{5}",
    r"[0-9]{3}(?:[a-c]{0,3}[0-9])?",
    r"(?m)^[a-cX-Z]{2,3}",
    r"(?m)^[0-9]{3}\b",
    r"(?m)[a-c]{2}$",
    r"(?mR)^[a-c]{1,2}:?$",
    r"[α-ω]{2,3}",
    r"[^,α]{2}:",
    r"[a-c]{1,2}:-?[X-Z]?",
    r"\b(?:\b[a-c]|_)[X-Z]{2,300}",
    r"[a-c]{2,3}[0-9]{2,4}",
    r"cc[a-c]-?[0-9]{1,4}",
    r"\bcc[a-c] ?[X-Z]{0,2}[0-9]{0,3}",
];

fn detector_of(number: usize, regex: &str) -> String {
    format!(
        r#"name = "N"
description = "D."
category = "CUSTOM"
severity = {{ "1" = "low" }}
references = ["https://example.org/"]
mask = "all"
[[pattern]]
regex = '{regex}'
base = "low"
[context]
keywords = ["ccc", "zzz"]
required = {}
[examples]
match = ["<<aaa>>"]
reject = ["1", "2", "aaa"]
"#,
        number % 3 == 2
    )
}

#[test]
fn patterns_that_must_be_searched_for_hold_what_a_naive_search_finds() {
    let mut random = Random::new(SEED);
    let pieces =
        ["a", "b", "cc", "X", "YZ", "Z", "0", "12", "9", "_", "_", " ", "\n", "\r\n", ":", "-"];
    let others = [
        "é", "α", "βγ", "ω", "\u{A0}", "１２", "ｂ", "\u{2011}", "abc", "XYZ", "ccc ", "123", ",",
        "٣", "\u{200B}", "__", "aaaXXX", "ccc1", "ccb２",
    ];
    for round in 0..6 {
        let mut text = String::new();
        while text.len() < 40_000 {
            let pieces = if random.below(4) == 0 { &others[..] } else { &pieces[..] };
            text.push_str(random.word(pieces));
        }
        for (number, regex) in SEARCHED.into_iter().enumerate() {
            let mut catalog = Catalog::empty();
            let file = detector_of(number + round, regex);
            catalog.add_file("own", "own.toml", &file).expect(regex);
            let both = Both::of(&catalog);
            let found = both.compare(text.clone().into_bytes(), &format!("{number}.txt"), 1024);
            assert!(found > 2, "{regex}: {found}");
        }
    }
}

/// Patterns of users whose matches overlap without end, some longer than what is settled as one.
const CHAINED: [&str; 8] = [
    r"\b[0-9]{2}(?: [0-9]{2}){3,20}\b",
    r"\b[0-9]{2}(?: [0-9]{2}){40,900}\b",
    r"\b[AB](?: [0-9]{2}){3,600}[ :]",
    r"\bC(?: [0-9]{2}){3,2500}",
    r"[0-9] [A-C] [0-9]{2}(?: [0-9]{2}){0,40}",
    r"[X-Z]{2}(?: [0-9A-C]{1,2}){3,80}",
    r"-----BEGIN [^-]{1,8100}-----",
    r"[0-9]{5}",
];

#[test]
fn chains_of_any_length_hold_what_a_naive_search_finds() {
    let mut random = Random::new(SEED);
    let mut catalog = Catalog::empty();
    for (number, regex) in CHAINED.into_iter().enumerate() {
        let base = ["low", "medium", "low", "medium", "high", "low", "high", "low"][number];
        let file = detector_of(number, regex).replace("\"low\"\n[c", &format!("\"{base}\"\n[c"));
        catalog.add_file(&format!("own{number}"), "own.toml", &file).expect(regex);
    }
    let both = Both::of(&catalog);
    for round in 0..4 {
        let mut text = String::new();
        while text.len() < 60_000 {
            let others = [
                " A",
                " B",
                " C",
                ":",
                " XY",
                " ccc",
                "\n",
                "\r\n",
                " A1",
                " ab",
                "-----",
                "-----BEGIN é",
                " 12345678901",
                " １２３４５",
                "\u{A0}12",
            ];
            let other = random.below(40 << (2 * round)) == 0;
            let number = format!(" {:02}", random.below(100));
            text.push_str(if other { random.word(&others) } else { &number });
        }
        let found = both.compare(text.into_bytes(), &format!("{round}.txt"), 1024);
        assert!(found > 10, "{round}: {found}");
    }
}

#[test]
#[ignore = "many minutes: cargo xtask engine-oracle"]
fn large_texts_hold_what_a_naive_search_finds() {
    let both = Both::new();
    for kind in BenchKind::ALL {
        let (text, name) = text_of(kind, LARGE_BYTES);
        let found = both.compare(text, &name, Limits::default().window_bytes);
        println!("{name}: {found} matches in both");
    }
}

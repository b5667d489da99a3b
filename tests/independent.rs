//! Precision and recall on `corpora/independent`, whose values and headings were made without the detectors.
//!
//! A value that several countries number alike counts as found where the finding names the detector among
//! its alternatives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use crate::support::program::{Magpie, Results};
use crate::support::{root, target};

/// Over all kinds; a kind's own floor stands in `floors.toml`.
const MACRO_RECALL: f64 = 0.99;
/// Counting only what is found under its first name. The sample's folders are named after countries.
const MACRO_RECALL_FIRST: f64 = 0.97;
const MACRO_PRECISION: f64 = 0.98;

/// What was planted in one file; `count` is 0 where near misses of the kind stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    key: String,
    detector: String,
    count: u64,
    /// Detectors that tell the value as well.
    #[serde(default)]
    also: Vec<String>,
}

impl Planted {
    fn is_told_by(&self, detector: &str) -> bool {
        self.detector == detector || self.also.iter().any(|also| also == detector)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    precision: f64,
    recall: f64,
}

#[derive(Default)]
struct Score {
    planted: u64,
    right: u64,
    /// Those of them whose finding names the kind first.
    first: u64,
    wrong: u64,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.planted.max(1) as f64
    }

    fn recall_first(&self) -> f64 {
        self.first as f64 / self.planted.max(1) as f64
    }
}

fn truth() -> Vec<Planted> {
    let text =
        std::fs::read_to_string(root().join("corpora/independent/sample.truth.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn results() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let sample = root().join("corpora/independent/sample");
        let sample = sample.to_str().unwrap();
        Magpie::scan(&[sample, "--detectors", "all"]).run().expect(0).results()
    })
}

/// What is found at medium confidence or above, by key.
fn found() -> BTreeMap<&'static str, Vec<&'static Value>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in &results().findings {
        if finding["confidence"] != "low" {
            found.entry(finding["key"].as_str().unwrap()).or_default().push(finding);
        }
    }
    found
}

fn names(finding: &Value) -> impl Iterator<Item = &str> {
    let alternatives = finding["alternatives"].as_array().unwrap().iter();
    std::iter::once(&finding["detector"]).chain(alternatives).filter_map(Value::as_str)
}

fn count(finding: &Value) -> u64 {
    finding["count"].as_u64().unwrap()
}

fn scores() -> BTreeMap<String, Score> {
    let (truth, found) = (truth(), found());
    let mut by_key: BTreeMap<&str, Vec<&Planted>> = BTreeMap::new();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for planted in &truth {
        by_key.entry(&planted.key).or_default().push(planted);
        let findings = found.get(planted.key.as_str()).into_iter().flatten();
        let told = findings.filter(|finding| names(finding).any(|name| planted.is_told_by(name)));
        let score = scores.entry(planted.detector.clone()).or_default();
        score.planted += planted.count;
        let told: Vec<_> = told.collect();
        let sum = |told: &mut dyn Iterator<Item = &&Value>| -> u64 {
            told.map(|finding| count(finding)).sum::<u64>().min(planted.count)
        };
        let is_first =
            |finding: &&&Value| planted.is_told_by(finding["detector"].as_str().unwrap());
        score.right += sum(&mut told.iter().copied());
        score.first += sum(&mut told.iter().copied().filter(is_first));
    }
    for (key, findings) in &found {
        let planted = by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        for finding in findings {
            let own = finding["detector"].as_str().unwrap();
            let of = |name: &str| -> u64 {
                planted.iter().filter(|p| p.is_told_by(name)).map(|p| p.count).sum()
            };
            let others: u64 = names(finding).skip(1).map(of).sum();
            let extra =
                if of(own) == 0 && others > 0 { 0 } else { count(finding).saturating_sub(of(own)) };
            if extra > 0 {
                scores.entry(own.to_owned()).or_default().wrong += extra;
            }
        }
    }
    scores
}

fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut rows = String::from("detector,planted,right,wrong,precision,recall\n");
    for (detector, score) in scores {
        let Score { planted, right, wrong, .. } = score;
        let (precision, recall) = (score.precision(), score.recall());
        let _ = writeln!(rows, "{detector},{planted},{right},{wrong},{precision:.4},{recall:.4}");
    }
    std::fs::write(target().join("independent.csv"), &rows).unwrap();
    rows
}

#[test]
fn no_detector_falls_below_its_floor_on_the_independent_sample() {
    let floors = std::fs::read_to_string(root().join("corpora/independent/floors.toml")).unwrap();
    let floors: BTreeMap<String, Floor> = toml::from_str(&floors).unwrap();
    let scores = scores();
    let table = table(&scores);
    let planted = scores.iter().filter(|(_, score)| score.planted > 0);
    let planted: BTreeSet<&String> = planted.map(|(detector, _)| detector).collect();
    assert_eq!(planted, floors.keys().collect(), "floors.toml names other kinds");
    for (detector, floor) in &floors {
        let score = &scores[detector];
        assert!(
            score.precision() >= floor.precision && score.recall() >= floor.recall,
            "{detector} is below its floor\n{table}"
        );
    }
}

#[test]
fn precision_and_recall_over_all_kinds_of_the_independent_sample_hold() {
    let scores = scores();
    let kinds: Vec<&Score> = scores.values().filter(|score| score.planted > 0).collect();
    let mean =
        |of: fn(&Score) -> f64| kinds.iter().map(|s| of(s)).sum::<f64>() / kinds.len() as f64;
    let (precision, recall) = (mean(Score::precision), mean(Score::recall));
    let first = mean(Score::recall_first);
    assert!(
        precision >= MACRO_PRECISION && recall >= MACRO_RECALL && first >= MACRO_RECALL_FIRST,
        "precision {precision:.4}, recall {recall:.4}, by the first name {first:.4}\n{}",
        table(&scores)
    );
}

#[test]
fn what_machines_write_gives_no_numeric_finding() {
    let found: Vec<_> = found()
        .into_iter()
        .filter(|(key, _)| key.starts_with("decoys/"))
        .flat_map(|(_, findings)| findings)
        // Client addresses in the access log are what they are.
        .filter(|finding| finding["detector"] != "global/ipv4")
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

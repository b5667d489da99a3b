//! Samples below `corpora/` with values that were made without the detectors, and what a scan finds of them.
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

/// What was found of one kind.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) planted: u64,
    right: u64,
    /// Those of them whose finding names the kind first.
    first: u64,
    wrong: u64,
}

impl Score {
    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    pub(crate) fn recall(&self) -> f64 {
        self.right as f64 / self.planted.max(1) as f64
    }

    pub(crate) fn recall_first(&self) -> f64 {
        self.first as f64 / self.planted.max(1) as f64
    }
}

/// A folder below `corpora/` with a sample, its truth and its floors.
pub(crate) struct Labelled {
    folder: &'static str,
    detectors: &'static str,
    results: OnceLock<Results>,
}

impl Labelled {
    pub(crate) const fn new(folder: &'static str) -> Self {
        Self::of(folder, "all")
    }

    /// Scanned with this selection of detectors and no others.
    pub(crate) const fn of(folder: &'static str, detectors: &'static str) -> Self {
        Self { folder, detectors, results: OnceLock::new() }
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(root().join("corpora").join(self.folder).join(file)).unwrap()
    }

    fn truth(&self) -> Vec<Planted> {
        let truth = self.text("sample.truth.jsonl");
        truth.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn results(&self) -> &Results {
        self.results.get_or_init(|| {
            let sample = root().join("corpora").join(self.folder).join("sample");
            let sample = sample.to_str().unwrap();
            Magpie::scan(&[sample, "--detectors", self.detectors]).run().expect(0).results()
        })
    }

    /// What is found at medium confidence or above, by key.
    pub(crate) fn found(&self) -> BTreeMap<&str, Vec<&Value>> {
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for finding in &self.results().findings {
            if finding["confidence"] != "low" {
                found.entry(finding["key"].as_str().unwrap()).or_default().push(finding);
            }
        }
        found
    }

    /// By detector.
    pub(crate) fn scores(&self) -> BTreeMap<String, Score> {
        self.scores_below("")
    }

    /// By detector, of the keys that begin so.
    pub(crate) fn scores_below(&self, prefix: &str) -> BTreeMap<String, Score> {
        let (mut truth, mut found) = (self.truth(), self.found());
        truth.retain(|planted| planted.key.starts_with(prefix));
        found.retain(|key, _| key.starts_with(prefix));
        let mut by_key: BTreeMap<&str, Vec<&Planted>> = BTreeMap::new();
        let mut scores: BTreeMap<String, Score> = BTreeMap::new();
        for planted in &truth {
            by_key.entry(&planted.key).or_default().push(planted);
            let findings = found.get(planted.key.as_str()).into_iter().flatten();
            let told =
                findings.filter(|finding| names(finding).any(|name| planted.is_told_by(name)));
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
                let extra = if of(own) == 0 && others > 0 {
                    0
                } else {
                    count(finding).saturating_sub(of(own))
                };
                if extra > 0 {
                    scores.entry(own.to_owned()).or_default().wrong += extra;
                }
            }
        }
        scores
    }

    /// The scores as a table, which stands below cargo's target directory as well.
    pub(crate) fn table(&self, scores: &BTreeMap<String, Score>) -> String {
        let mut rows = String::from("detector,planted,right,wrong,precision,recall\n");
        for (detector, score) in scores {
            let Score { planted, right, wrong, .. } = score;
            let (precision, recall) = (score.precision(), score.recall());
            let _ =
                writeln!(rows, "{detector},{planted},{right},{wrong},{precision:.4},{recall:.4}");
        }
        let name = self.folder.replace('/', "-");
        std::fs::write(target().join(format!("{name}.csv")), &rows).unwrap();
        rows
    }

    /// Holds every kind to its floor in `floors.toml`, which names the planted kinds and no others.
    pub(crate) fn expect_floors(&self) {
        let floors: BTreeMap<String, Floor> = toml::from_str(&self.text("floors.toml")).unwrap();
        let scores = self.scores();
        let table = self.table(&scores);
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

    /// Holds the means over all planted kinds: precision, recall, and recall by the first name alone.
    pub(crate) fn expect_means(&self, least: [f64; 3]) {
        let scores = self.scores();
        let kinds: Vec<&Score> = scores.values().filter(|score| score.planted > 0).collect();
        let mean =
            |of: fn(&Score) -> f64| kinds.iter().map(|s| of(s)).sum::<f64>() / kinds.len() as f64;
        let means = [mean(Score::precision), mean(Score::recall), mean(Score::recall_first)];
        assert!(
            means.iter().zip(least).all(|(mean, least)| *mean >= least),
            "precision, recall, recall by the first name: {means:.4?}\n{}",
            self.table(&scores)
        );
    }
}

fn names(finding: &Value) -> impl Iterator<Item = &str> {
    let alternatives = finding["alternatives"].as_array().unwrap().iter();
    std::iter::once(&finding["detector"]).chain(alternatives).filter_map(Value::as_str)
}

fn count(finding: &Value) -> u64 {
    finding["count"].as_u64().unwrap()
}

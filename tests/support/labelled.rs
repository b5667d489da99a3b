//! Samples below `corpora/` with values that were made without the detectors, and what a scan finds of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use magpie_corpus::labelled::{self, Found, Planted, Score};
use serde::Deserialize;
use serde_json::Value;

use crate::support::program::{Magpie, Results};
use crate::support::{root, target};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    precision: f64,
    recall: f64,
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
        Planted::parse_all(&self.text("sample.truth.jsonl")).unwrap()
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
        let mut truth = self.truth();
        truth.retain(|planted| planted.key.starts_with(prefix));
        let told = self.found().into_iter().filter(|(key, _)| key.starts_with(prefix));
        let told: Vec<Found> = told
            .flat_map(|(_, findings)| findings)
            .map(|finding| Found::deserialize(finding).unwrap())
            .collect();
        labelled::scores(&truth, &told)
    }

    /// The scores as a table, which stands below cargo's target directory as well.
    pub(crate) fn table(&self, scores: &BTreeMap<String, Score>) -> String {
        let rows = labelled::table(scores);
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
        let means = labelled::means(&scores);
        assert!(
            means.iter().zip(least).all(|(mean, least)| *mean >= least),
            "precision, recall, recall by the first name: {means:.4?}\n{}",
            self.table(&scores)
        );
    }
}

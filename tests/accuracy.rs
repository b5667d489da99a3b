//! Precision and recall per detector on `corpora/scored`, at medium confidence and above.
//!
//! The newest table in `corpora/record/` must be the one that is measured, so that a change of
//! accuracy is seen in review.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use magpie_corpus::{Corpus, Recipe, TruthLine, by_object};
use magpie_demo::{Server, ServerOptions};
use serde::Deserialize;

use crate::support::program::{Magpie, Results};
use crate::support::{root, target};

/// No floor may lie below it without a reason in the file.
const LEAST: f64 = 0.9;

/// What `corpora/scored/floors.toml` says of a detector.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    precision: f64,
    recall: f64,
    #[serde(default)]
    reason: String,
}

/// One detector's numbers over the whole corpus.
#[derive(Default)]
struct Score {
    planted: u64,
    found: u64,
    right: u64,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.planted.max(1) as f64
    }
}

fn truth() -> Vec<TruthLine> {
    let text = std::fs::read_to_string(root().join("corpora/scored/truth.jsonl")).unwrap();
    TruthLine::parse_all(&text).unwrap()
}

fn results() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let recipe = Recipe::read(&root().join("corpora/scored/recipe.toml")).unwrap();
        let corpus = Corpus::generate(&recipe).unwrap();
        let server = Server::start(ServerOptions { corpus, ..Default::default() }).unwrap();
        Magpie::scan(&["s3://"]).on(&server).run().expect(0).results()
    })
}

/// By detector. In each object as many of the found ones are right as were planted there, at most.
fn scores() -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let truth = truth();
    let (planted, found) = (by_object(&truth), results().counts());
    for (place, count) in &planted {
        scores.entry(place.2.to_owned()).or_default().planted += count;
    }
    for (place, count) in &found {
        let score = scores.entry(place.2.to_owned()).or_default();
        score.found += count;
        score.right += count.min(planted.get(place).unwrap_or(&0));
    }
    scores
}

fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut rows = String::from("detector,planted,found,right,precision,recall\n");
    for (detector, score) in scores {
        let Score { planted, found, right } = score;
        let _ = writeln!(
            rows,
            "{detector},{planted},{found},{right},{:.4},{:.4}",
            score.precision(),
            score.recall()
        );
    }
    rows
}

/// Where found and planted differ, for the person who has to mend it.
fn differences() -> String {
    let truth = truth();
    let (planted, found) = (by_object(&truth), results().counts());
    let places: std::collections::BTreeSet<_> = planted.keys().chain(found.keys()).collect();
    let mut text = String::new();
    for place in places {
        let [planted, found] = [&planted, &found].map(|counts| counts.get(place).unwrap_or(&0));
        if planted != found {
            let _ = writeln!(text, "{place:?}: planted {planted}, found {found}");
        }
    }
    text
}

fn floors() -> BTreeMap<String, Floor> {
    let text = std::fs::read_to_string(root().join("corpora/scored/floors.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

#[test]
fn no_detector_falls_below_its_floor() {
    let (scores, floors) = (scores(), floors());
    for (detector, score) in &scores {
        let floor = floors.get(detector);
        let holds =
            floor.is_some_and(|f| score.precision() >= f.precision && score.recall() >= f.recall);
        let floor = floor.map(|floor| (floor.precision, floor.recall));
        assert!(
            holds,
            "{detector} is below its floor (precision, recall) {floor:?}\n{}\n{}",
            table(&scores),
            differences()
        );
    }
}

#[test]
fn a_floor_below_nine_tenths_has_a_reason_and_each_detector_is_planted() {
    let scores = scores();
    for (detector, floor) in floors() {
        let low = floor.precision < LEAST || floor.recall < LEAST;
        assert!(!low || floor.reason.len() > 20, "say in floors.toml why {detector} is so low");
        assert!(scores.get(&detector).is_some_and(|s| s.planted > 0), "{detector} is not planted");
    }
}

#[test]
fn a_log_of_5000_lines_with_stamps_and_order_ids_holds_no_card() {
    let results = results();
    assert_eq!(results.outcome("access.log"), "complete");
    assert_eq!(results.count("access.log", "global/payment_card"), 0);
}

#[test]
fn what_looks_alike_and_is_nothing_gives_no_finding_of_high_confidence() {
    let negative = |f: &&serde_json::Value| f["bucket"] == "negatives" && f["confidence"] == "high";
    let found: Vec<_> = results().findings.iter().filter(negative).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_newest_record_is_what_is_measured() {
    let measured = table(&scores());
    let fresh = target().join("accuracy.csv");
    std::fs::write(&fresh, &measured).unwrap();
    let records = std::fs::read_dir(root().join("corpora/record")).unwrap();
    let records = records.map(|entry| entry.unwrap().path());
    // Named after the day; other tables begin with what they are of.
    let is_of_scores = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("20") && name.ends_with(".csv")
    };
    let newest = records.filter(is_of_scores).max().unwrap();
    let recorded = std::fs::read_to_string(&newest).unwrap();
    assert!(
        recorded == measured,
        "accuracy has changed since {}; look at the difference, then copy {} to \
         corpora/record/<date>.csv",
        newest.display(),
        fresh.display()
    );
}

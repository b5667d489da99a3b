//! How well findings agree with a truth that was made without the detectors.
//!
//! Folders such as `corpora/independent` name in their truth only the file, the detector and how many values
//! stand there. A value that several countries number alike counts as found where the finding names the
//! detector among its alternatives.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

/// What was planted in one file; `count` is 0 where near misses of the kind stand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planted {
    /// The file, relative to the folder.
    pub key: String,
    /// The detector that tells the value.
    pub detector: String,
    /// How many values.
    pub count: u64,
    /// Detectors that tell the value as well.
    #[serde(default)]
    pub also: Vec<String>,
    /// How many near misses of the kind stand in the file.
    #[serde(default)]
    pub near: u64,
}

impl Planted {
    /// Reads a truth file of one JSON object a line.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, serde_json::Error> {
        text.lines().filter(|line| !line.is_empty()).map(serde_json::from_str).collect()
    }

    fn is_told_by(&self, detector: &str) -> bool {
        self.detector == detector || self.also.iter().any(|also| also == detector)
    }
}

/// What a scan says was found in one file by one detector, as far as scores look at it.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// The object's key: the file, relative to the folder.
    pub key: String,
    /// The detector.
    pub detector: String,
    /// Who else fitted the same text.
    pub alternatives: Vec<String>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Occurrences.
    pub count: u64,
}

impl Found {
    /// Reads a `findings.jsonl` and keeps what is told with medium confidence and above.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, serde_json::Error> {
        let all = text.lines().filter(|line| !line.is_empty()).map(serde_json::from_str);
        let mut all: Vec<Self> = all.collect::<Result<_, _>>()?;
        all.retain(|found| found.confidence != "low");
        Ok(all)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.detector).chain(&self.alternatives).map(String::as_str)
    }
}

/// What was found of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Values in the truth.
    pub planted: u64,
    /// Near misses in the truth.
    pub near: u64,
    /// Of the planted ones, found.
    pub right: u64,
    /// Those of them whose finding names the kind first.
    pub first: u64,
    /// Found and not planted, near misses among them.
    pub wrong: u64,
}

impl Score {
    /// Of what was found, the part that was planted; 0 when nothing was found.
    pub fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    /// Of what was planted, the part that was found.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.planted.max(1) as f64
    }

    /// Of what was planted, the part that was found under its own name.
    pub fn recall_first(&self) -> f64 {
        self.first as f64 / self.planted.max(1) as f64
    }
}

/// Scores by detector. `found` holds what a scan of the truth's folder told with medium confidence and above.
pub fn scores(truth: &[Planted], found: &[Found]) -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut planted: BTreeMap<&str, Vec<&Planted>> = BTreeMap::new();
    let mut told: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for one in found {
        told.entry(&one.key).or_default().push(one);
    }
    for one in truth {
        planted.entry(&one.key).or_default().push(one);
        let here = || told.get(one.key.as_str()).into_iter().flatten();
        let named = here().filter(|f| f.names().any(|name| one.is_told_by(name)));
        let first = here().filter(|f| one.is_told_by(&f.detector));
        let score = scores.entry(one.detector.clone()).or_default();
        score.planted += one.count;
        score.near += one.near;
        score.right += named.map(|f| f.count).sum::<u64>().min(one.count);
        score.first += first.map(|f| f.count).sum::<u64>().min(one.count);
    }
    for (key, findings) in &told {
        let here = planted.get(key).map(Vec::as_slice).unwrap_or_default();
        for one in findings {
            let extra = beyond(one, here);
            if extra > 0 {
                scores.entry(one.detector.clone()).or_default().wrong += extra;
            }
        }
    }
    scores
}

/// How many of a finding's occurrences nobody planted in its file.
fn beyond(found: &Found, planted: &[&Planted]) -> u64 {
    let of = |name: &str| -> u64 {
        planted.iter().filter(|p| p.is_told_by(name)).map(|p| p.count).sum()
    };
    let own = of(&found.detector);
    let others: u64 = found.names().skip(1).map(of).sum();
    if own == 0 && others > 0 { 0 } else { found.count.saturating_sub(own) }
}

/// Means over all planted kinds, each kind the same: precision, recall, and recall by the first name alone.
pub fn means(scores: &BTreeMap<String, Score>) -> [f64; 3] {
    let kinds: Vec<&Score> = scores.values().filter(|score| score.planted > 0).collect();
    [Score::precision, Score::recall, Score::recall_first]
        .map(|of| kinds.iter().map(|score| of(score)).sum::<f64>() / kinds.len().max(1) as f64)
}

/// The scores as a table of comma-separated values.
pub fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut rows = String::from("detector,planted,near_misses,right,wrong,precision,recall\n");
    for (detector, score) in scores {
        let Score { planted, near, right, wrong, .. } = score;
        let (precision, recall) = (score.precision(), score.recall());
        let _ = writeln!(
            rows,
            "{detector},{planted},{near},{right},{wrong},{precision:.4},{recall:.4}"
        );
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(truth: &str, found: &str) -> BTreeMap<String, Score> {
        scores(&Planted::parse_all(truth).unwrap(), &Found::parse_all(found).unwrap())
    }

    const TRUTH: &str = r#"{"key":"a","detector":"es/nif","count":3}
{"key":"near","detector":"es/nif","count":0,"near":10}"#;

    fn line(key: &str, detector: &str, count: u64, rest: &str) -> String {
        format!(
            r#"{{"key":"{key}","detector":"{detector}","count":{count},"confidence":"medium",{rest}}}"#
        )
    }

    #[test]
    fn what_is_missed_and_what_nobody_planted_both_count() {
        let found = [
            line("a", "es/nif", 2, r#""alternatives":[]"#),
            line("near", "es/nif", 1, r#""alternatives":[]"#),
        ];
        let score = scored(TRUTH, &found.join("\n"))["es/nif"];
        assert_eq!(score, Score { planted: 3, near: 10, right: 2, first: 2, wrong: 1 });
        assert!((score.precision() - 2.0 / 3.0).abs() < 1e-9);
        assert!((score.recall() - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_value_named_as_an_alternative_is_found_though_not_first() {
        let found = line("a", "pt/nif", 3, r#""alternatives":["es/nif"]"#);
        let scores = scored(TRUTH, &found);
        assert_eq!(scores["es/nif"], Score { planted: 3, near: 10, right: 3, first: 0, wrong: 0 });
        assert!(!scores.contains_key("pt/nif"), "{scores:?}");
        assert_eq!(means(&scores), [1.0, 1.0, 0.0]);
    }

    #[test]
    fn what_is_low_is_not_found() {
        let found = line("a", "es/nif", 3, r#""alternatives":[]"#).replace("medium", "low");
        assert_eq!(scored(TRUTH, &found)["es/nif"].right, 0);
    }
}

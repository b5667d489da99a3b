//! The truth: what was planted where. It comes from the generator, never from a scan.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// So many values of one detector's kind stand in one object, or in one member of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TruthLine {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
    /// The path inside an archive, levels joined by `!`; absent for the object's own body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inner_path: Option<String>,
    /// The detector's id.
    pub detector: String,
    /// Occurrences that a scan must report at medium confidence or above: no more, no fewer.
    pub count: u64,
    /// The lines that they start on, from 1; kept for texts with at most
    /// [`TruthLine::LINES_KEPT`] of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u64>,
}

impl TruthLine {
    /// Beyond so many occurrences the lines are not written down.
    pub const LINES_KEPT: usize = 50;

    /// The line as it stands in `truth.jsonl`, without its end.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers serialise")
    }

    /// Reads a `truth.jsonl`.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, serde_json::Error> {
        text.lines().filter(|line| !line.is_empty()).map(serde_json::from_str).collect()
    }
}

/// Counts by bucket, key and detector, members of archives summed into their object.
pub fn by_object(truth: &[TruthLine]) -> BTreeMap<(&str, &str, &str), u64> {
    let mut counts = BTreeMap::new();
    for line in truth {
        let place = (line.bucket.as_str(), line.key.as_str(), line.detector.as_str());
        *counts.entry(place).or_default() += line.count;
    }
    counts
}

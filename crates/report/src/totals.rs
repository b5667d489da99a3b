//! Totals of a run, and whether they agree with one another.

use std::collections::{BTreeMap, BTreeSet};

use magpie_model::{Confidence, Severity, Status};
use serde::{Deserialize, Serialize};

use crate::{FindingLine, ObjectLine};

/// Objects and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Objects.
    pub objects: u64,
    /// Bytes as listed.
    pub bytes: u64,
}

impl Sum {
    /// Counts one object; one without a size has no bytes.
    pub fn add(&mut self, size: Option<u64>) {
        self.objects += 1;
        self.bytes = self.bytes.saturating_add(size.unwrap_or(0));
    }
}

/// Totals of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What the listing counted, apart from the ledger.
    pub listed: Sum,
    /// By outcome; all four are there.
    pub outcomes: BTreeMap<String, Sum>,
    /// By reason; only those that occur.
    pub reasons: BTreeMap<String, Sum>,
    /// Bytes of stored objects that were read, standard input left out.
    pub bytes_read: u64,
    /// Bytes of stored objects that were not.
    pub bytes_unread: u64,
    /// Of the bytes read, those of objects in which any text was searched: of pictures it is read
    /// what they are, and no more.
    #[serde(default)]
    pub bytes_searched: u64,
    /// Bytes of text that were searched, after unpacking.
    pub bytes_scanned: u64,
    /// Objects whose size the listing did not tell: standard input.
    pub objects_without_size: u64,
    /// Totals of the findings.
    pub findings: FindingSums,
}

/// Totals of the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSums {
    /// Lines of `findings.jsonl`.
    pub findings: u64,
    /// Objects with a finding that counts.
    pub objects: u64,
    /// Occurrences at or above the minimum confidence.
    pub occurrences: u64,
    /// Findings that count, by severity.
    pub by_severity: BTreeMap<String, u64>,
}

impl Totals {
    /// Totals of nothing, with every outcome at zero.
    pub fn new() -> Self {
        let zero = |status: Status| (status.as_str().to_owned(), Sum::default());
        Self { outcomes: Status::ALL.into_iter().map(zero).collect(), ..Self::default() }
    }

    /// Counts a line of the ledger with its findings.
    pub fn add(&mut self, line: &ObjectLine, findings: &[FindingLine]) {
        self.outcomes.entry(line.outcome.clone()).or_default().add(line.size);
        if let Some(reason) = &line.reason {
            self.reasons.entry(reason.clone()).or_default().add(line.size);
        }
        if line.size.is_some() {
            self.bytes_read = self.bytes_read.saturating_add(line.bytes_read);
            self.bytes_unread = self.bytes_unread.saturating_add(line.bytes_unread);
            let searched = if line.bytes_scanned > 0 { line.bytes_read } else { 0 };
            self.bytes_searched = self.bytes_searched.saturating_add(searched);
        } else {
            self.objects_without_size += 1;
        }
        self.bytes_scanned = self.bytes_scanned.saturating_add(line.bytes_scanned);
        let sums = &mut self.findings;
        sums.findings += findings.len() as u64;
        sums.objects += u64::from(findings.iter().any(|f| f.count > 0));
        for finding in findings.iter().filter(|f| f.count > 0) {
            sums.occurrences = sums.occurrences.saturating_add(finding.count);
            *sums.by_severity.entry(finding.severity.clone()).or_default() += 1;
        }
    }

    /// All lines of the ledger together.
    pub fn ledger(&self) -> Sum {
        self.outcomes.values().fold(Sum::default(), |sum, one| Sum {
            objects: sum.objects + one.objects,
            bytes: sum.bytes.saturating_add(one.bytes),
        })
    }

    /// Objects and bytes of one outcome.
    pub fn outcome(&self, status: Status) -> Sum {
        self.outcomes.get(status.as_str()).copied().unwrap_or_default()
    }

    /// Every way in which the totals contradict one another; empty when they reconcile.
    pub fn discrepancies(&self) -> Vec<String> {
        let ledger = self.ledger();
        let known = Status::ALL.into_iter().fold(0, |n, status| n + self.outcome(status).objects);
        let incomplete = ledger.objects - self.outcome(Status::Complete).objects;
        let reasons: u64 = self.reasons.values().map(|sum| sum.objects).sum();
        [
            ("objects listed", self.listed.objects, "objects in the ledger", ledger.objects),
            ("bytes listed", self.listed.bytes, "bytes in the ledger", ledger.bytes),
            (
                "bytes in the ledger",
                ledger.bytes,
                "bytes read and unread",
                self.bytes_read.saturating_add(self.bytes_unread),
            ),
            ("objects in the ledger", ledger.objects, "objects of the four outcomes", known),
            ("objects not complete", incomplete, "objects with a reason", reasons),
        ]
        .into_iter()
        .filter(|(_, one, _, other)| one != other)
        .map(|(what, one, against, other)| format!("{what}: {one}, but {against}: {other}"))
        .collect()
    }
}

/// What one detector found in the whole run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectorTotal {
    /// The detector's name for people.
    pub name: String,
    /// What kind of data.
    pub category: String,
    /// The gravest severity of an object.
    pub severity: Severity,
    /// The highest confidence met.
    pub confidence: Confidence,
    /// Occurrences at or above the minimum confidence.
    pub count: u64,
    /// All occurrences by confidence: low, medium, high; where nothing counts there is no finding,
    /// and its occurrences are not among them.
    pub by_confidence: [u64; 3],
    /// Objects.
    pub objects: u64,
}

/// An object that is worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectTotal {
    /// See [`ObjectLine::bucket`].
    pub bucket: String,
    /// See [`ObjectLine::key`].
    pub key: String,
    /// The gravest severity of its findings.
    pub severity: Severity,
    /// Occurrences of all detectors together.
    pub count: u64,
    /// Detectors that found something.
    pub detectors: u64,
}

/// What was found in the whole run: by detector, and in which objects most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingTotals {
    detectors: BTreeMap<String, DetectorTotal>,
    gravest: Vec<ObjectTotal>,
}

/// Objects that are remembered as the gravest.
const GRAVEST_MAX: usize = 5;

impl FindingTotals {
    /// Counts the findings of one object.
    pub fn add(&mut self, findings: &[FindingLine]) {
        let mut counted = BTreeSet::new();
        self.remember(findings);
        for finding in findings {
            let severity = Severity::parse(&finding.severity).unwrap_or(Severity::Low);
            let confidence = Confidence::parse(&finding.confidence).unwrap_or(Confidence::Low);
            let total =
                self.detectors.entry(finding.detector.clone()).or_insert_with(|| DetectorTotal {
                    name: finding.name.clone(),
                    category: finding.category.clone(),
                    severity,
                    confidence,
                    count: 0,
                    by_confidence: [0; 3],
                    objects: 0,
                });
            total.severity = total.severity.max(severity);
            total.confidence = total.confidence.max(confidence);
            total.count = total.count.saturating_add(finding.count);
            let by = finding.by_confidence;
            for (sum, n) in total.by_confidence.iter_mut().zip([by.low, by.medium, by.high]) {
                *sum = sum.saturating_add(n);
            }
            total.objects += u64::from(counted.insert(finding.detector.as_str()));
        }
    }

    fn remember(&mut self, findings: &[FindingLine]) {
        let counting = || findings.iter().filter(|f| f.count > 0);
        let Some(first) = counting().next() else { return };
        let ids: BTreeSet<&str> = counting().map(|f| f.detector.as_str()).collect();
        self.gravest.push(ObjectTotal {
            bucket: first.bucket.clone(),
            key: first.key.clone(),
            severity: counting()
                .filter_map(|f| Severity::parse(&f.severity))
                .max()
                .unwrap_or(Severity::Low),
            count: counting().fold(0, |sum, f| sum.saturating_add(f.count)),
            detectors: ids.len() as u64,
        });
        // The key decides between equals, so that the order of scanning does not show.
        self.gravest.sort_by(|a, b| {
            (b.severity, b.count, &a.bucket, &a.key).cmp(&(a.severity, a.count, &b.bucket, &b.key))
        });
        self.gravest.truncate(GRAVEST_MAX);
    }

    /// The objects with the gravest findings, the gravest first; a few.
    pub fn gravest(&self) -> &[ObjectTotal] {
        &self.gravest
    }

    /// Every detector that found something, by id.
    pub fn detectors(&self) -> impl Iterator<Item = (&str, &DetectorTotal)> {
        self.detectors.iter().map(|(id, total)| (id.as_str(), total))
    }
}

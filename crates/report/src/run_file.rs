//! `run.json`: what was asked, what stands in the other files, how it ended.

use magpie_judge::Weights;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{AccountLine, InventoryLine, LineFiles, Totals};

/// The schema of `run.json`; the number changes when a reader has to change.
pub const SCHEMA_RUN: &str = "magpie.run/1";

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunState {
    /// It runs, or it was killed.
    Running,
    /// It ended by itself.
    Done,
    /// It was asked to stop; what was finished is kept.
    Interrupted,
    /// Its totals contradict one another, or results could not be written.
    Broken,
}

impl RunState {
    /// The word used in `run.json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Interrupted => "interrupted",
            Self::Broken => "broken",
        }
    }
}

/// The versions of all files of the run directory. They stand here so that the lines stay lean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemasLine {
    /// `run.json`.
    pub run: String,
    /// `objects.jsonl`.
    pub objects: String,
    /// `findings.jsonl`.
    pub findings: String,
    /// `buckets.jsonl`.
    pub buckets: String,
}

impl SchemasLine {
    /// The versions that this crate writes.
    pub fn current() -> Self {
        Self {
            run: SCHEMA_RUN.into(),
            objects: "magpie.object/1".into(),
            findings: "magpie.finding/1".into(),
            buckets: "magpie.bucket/1".into(),
        }
    }
}

/// Which detectors looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectorsLine {
    /// Hash of the texts of the detectors that were selected.
    pub digest: String,
    /// The selectors as given.
    pub selectors: Vec<String>,
    /// The ids that they selected, sorted.
    pub selected: Vec<String>,
}

/// The key of the fingerprints. Fingerprints of different keys cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FingerprintKeyLine {
    /// Tells keys apart and nothing else of them.
    pub id: String,
    /// `file`, `environment` or `random`: a random key ends with the run.
    pub origin: String,
}

/// The numbers behind the risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsLine {
    /// Hash of all of them; empty in runs of before it was told.
    pub digest: String,
    /// `builtin` or `file`.
    pub origin: String,
}

impl WeightsLine {
    /// Of these numbers.
    pub fn of(weights: &Weights) -> Self {
        let origin = if weights.is_builtin() { "builtin" } else { "file" };
        Self { digest: weights.digest().into(), origin: origin.into() }
    }
}

/// What is known when a run starts.
#[derive(Clone, Debug)]
pub struct RunStart {
    /// Version of the program.
    pub magpie_version: String,
    /// RFC 3339, UTC.
    pub started_at: String,
    /// As the user named them.
    pub targets: Vec<String>,
    /// The options that shape results, by their long names; no secrets.
    pub options: Map<String, Value>,
    /// The bounds in force, the unit in each name.
    pub limits: Map<String, Value>,
    /// Which detectors looked.
    pub detectors: DetectorsLine,
    /// The numbers behind the risk.
    pub weights: WeightsLine,
    /// The key of the fingerprints.
    pub fingerprint_key: FingerprintKeyLine,
    /// Whether objects are left out by `--sample`.
    pub sampled: bool,
}

/// The content of `run.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunFile {
    /// [`SCHEMA_RUN`].
    pub schema: String,
    /// The versions of all files.
    pub schemas: SchemasLine,
    /// Version of the program.
    pub magpie_version: String,
    /// How far the run has come.
    pub state: RunState,
    /// RFC 3339, UTC.
    pub started_at: String,
    /// Null while it runs.
    pub finished_at: Option<String>,
    /// As the user named them.
    pub targets: Vec<String>,
    /// The options that shape results, by their long names.
    pub options: Map<String, Value>,
    /// The bounds in force.
    pub limits: Map<String, Value>,
    /// Which detectors looked.
    pub detectors: DetectorsLine,
    /// Version of the numbers behind the risk.
    pub weights_version: u32,
    /// Which numbers these are.
    #[serde(default)]
    pub weights: WeightsLine,
    /// The key of the fingerprints.
    pub fingerprint_key: FingerprintKeyLine,
    /// Whether objects are left out by `--sample`.
    pub sampled: bool,
    /// Totals; while it runs, of what is written so far.
    pub totals: Totals,
    /// What the other files held when it ended; null before, and where they could not be written.
    #[serde(default)]
    pub files: Option<LineFiles>,
    /// Whether the totals agree with one another; null while it runs.
    pub reconciles: Option<bool>,
    /// Where they do not.
    pub discrepancies: Vec<String>,
    /// The accounts of its buckets; empty while it runs.
    #[serde(default)]
    pub accounts: Vec<AccountLine>,
    /// The inventories that buckets were listed by; there only when there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inventories: Vec<InventoryLine>,
    /// What a reader has to know beside the lines, such as a target that could not be listed.
    pub notes: Vec<String>,
}

impl RunFile {
    /// A run that starts.
    pub fn new(start: RunStart) -> Self {
        Self {
            schema: SCHEMA_RUN.into(),
            schemas: SchemasLine::current(),
            magpie_version: start.magpie_version,
            state: RunState::Running,
            started_at: start.started_at,
            finished_at: None,
            targets: start.targets,
            options: start.options,
            limits: start.limits,
            detectors: start.detectors,
            weights_version: Weights::builtin().version(),
            weights: start.weights,
            fingerprint_key: start.fingerprint_key,
            sampled: start.sampled,
            totals: Totals::new(),
            files: None,
            reconciles: None,
            discrepancies: Vec::new(),
            accounts: Vec::new(),
            inventories: Vec::new(),
            notes: Vec::new(),
        }
    }
}

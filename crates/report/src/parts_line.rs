//! The gravest objects and prefixes of a bucket, each with a risk of its own.

use std::collections::BTreeMap;

use magpie_judge::{Assessment, ObjectAssessment, Parts, PrefixAssessment, RiskLevel};
use serde::{Deserialize, Serialize};

use crate::bucket_line::{CoverageLine, RiskLine};
use crate::object_line::{ByInventory, EncryptionLine};

/// What is judged of a part of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedLine {
    /// `low`, `moderate`, `high` or `restricted`.
    pub sensitivity: String,
    /// What kinds of data were found.
    pub categories: Vec<String>,
    /// People concerned, by the detector that saw the most.
    pub subjects: u64,
    /// Who can reach it: by what concerns the bucket, and the statements that concern this part.
    pub audience: String,
    /// The risk.
    pub risk: RiskLine,
}

/// One object with findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRiskLine {
    /// The key, with anything a detector matches in it masked.
    pub key: String,
    /// Keyed fingerprint of the true key; there only when `key` is masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_fingerprint: Option<String>,
    /// The version.
    pub version_id: Option<String>,
    /// Bytes as listed.
    pub size: u64,
    /// `complete`, `partial`, `skipped` or `failed`.
    pub outcome: String,
    /// How it is encrypted.
    pub encryption: EncryptionLine,
    /// Occurrences of all detectors together.
    pub count: u64,
    /// The judgement.
    #[serde(flatten)]
    pub judged: JudgedLine,
}

/// The prefixes of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefixesLine {
    /// Levels of a key that make a prefix.
    pub depth: u64,
    /// Prefixes that were told apart.
    pub told_apart: u64,
    /// These by level of risk; only levels that occur.
    pub levels: BTreeMap<String, u64>,
    /// Objects that are counted with a shorter prefix than their own, because too many were told
    /// apart.
    pub folded_objects: u64,
    /// The gravest of those with findings, the gravest first.
    pub gravest: Vec<PrefixRiskLine>,
}

/// One prefix with findings. Its numbers are of the objects below it that no other prefix counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefixRiskLine {
    /// The prefix, masked like keys; empty for objects without one.
    pub prefix: String,
    /// How much of it was read.
    pub coverage: CoverageLine,
    /// Objects that hold findings.
    pub sensitive_objects: u64,
    /// The class of all its objects together.
    pub encryption: String,
    /// The class of those with findings.
    pub encryption_sensitive: String,
    /// Objects of longer prefixes that are counted here.
    pub folded_objects: u64,
    /// The judgement.
    #[serde(flatten)]
    pub judged: JudgedLine,
}

impl JudgedLine {
    fn new(assessment: &Assessment) -> Self {
        Self {
            sensitivity: assessment.sensitivity.as_str().into(),
            categories: assessment.categories.iter().map(|c| c.as_str().into()).collect(),
            subjects: assessment.subjects,
            audience: assessment.exposure.audience.as_str().into(),
            risk: RiskLine::new(&assessment.risk),
        }
    }
}

impl ObjectRiskLine {
    pub(crate) fn new(object: &ObjectAssessment) -> Self {
        Self {
            key: object.shown_key.clone(),
            key_fingerprint: object.key_fingerprint.clone(),
            version_id: object.version_id.clone(),
            size: object.size,
            outcome: object.status.as_str().into(),
            encryption: EncryptionLine::new(&object.encryption, ByInventory::Agrees),
            count: object.count,
            judged: JudgedLine::new(&object.assessment),
        }
    }
}

impl PrefixesLine {
    pub(crate) fn new(parts: &Parts) -> Self {
        let levels = RiskLevel::ALL.into_iter().zip(parts.prefix_levels);
        let levels = levels.filter(|(_, number)| *number > 0);
        Self {
            depth: parts.prefix_depth as u64,
            told_apart: parts.prefix_levels.iter().sum(),
            levels: levels.map(|(level, number)| (level.as_str().to_owned(), number)).collect(),
            folded_objects: parts.folded,
            gravest: parts.prefixes.iter().map(PrefixRiskLine::new).collect(),
        }
    }
}

impl PrefixRiskLine {
    fn new(prefix: &PrefixAssessment) -> Self {
        let assessment = &prefix.assessment;
        Self {
            prefix: prefix.shown_prefix.clone(),
            coverage: CoverageLine::new(&assessment.coverage),
            sensitive_objects: assessment.sensitive_objects,
            encryption: assessment.encryption.actual.as_str().into(),
            encryption_sensitive: assessment.encryption.sensitive.as_str().into(),
            folded_objects: prefix.folded,
            judged: JudgedLine::new(assessment),
        }
    }
}

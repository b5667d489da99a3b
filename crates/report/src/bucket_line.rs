//! A line of `buckets.jsonl`: what one bucket holds, how it is guarded, how grave that is.

use std::collections::BTreeMap;

use magpie_judge::{
    Assessment, ConfigurationFinding, Coverage, EncryptionReport, Exposure, Parts, Proof, Risk,
    Subject, TAG_NAMES, Tally, barrier_words, configuration_findings,
};
use magpie_model::{BucketFacts, EncryptionClass, Known};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::InventoryLine;
use crate::fact_lines::fact_lines;
use crate::key_line::{KeyLine, key_lines};
use crate::parts_line::{ObjectRiskLine, PrefixesLine};

/// What a target turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BucketKind {
    /// A bucket.
    Bucket,
    /// A directory, a file or standard input: no configuration, no tags.
    Local,
}

/// One bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BucketLine {
    /// The bucket's name; for a directory the target as given.
    pub bucket: String,
    /// What it is.
    pub kind: BucketKind,
    /// Where it lies.
    pub region: Option<String>,
    /// How much of it was read.
    pub coverage: CoverageLine,
    /// `none`, `low`, `moderate`, `high`, `restricted` or `unknown`.
    pub sensitivity: String,
    /// What kinds of data were found.
    pub categories: Vec<String>,
    /// Objects that hold findings.
    pub sensitive_objects: u64,
    /// People concerned, by the detector that saw the most.
    pub subjects: u64,
    /// What each detector found, by id.
    pub detectors: Vec<DetectorLine>,
    /// Default and actual encryption.
    pub encryption: BucketEncryptionLine,
    /// Who can reach it.
    pub exposure: ExposureLine,
    /// The risk.
    pub risk: RiskLine,
    /// The facts of its configuration by name; empty for what is no bucket.
    pub facts: BTreeMap<String, FactLine>,
    /// Its KMS keys.
    #[serde(default)]
    pub keys: Vec<KeyLine>,
    /// What is wrong with its configuration, or may be.
    #[serde(default)]
    pub configuration: Vec<ConfigurationLine>,
    /// Its tags.
    pub tags: TagsLine,
    /// The gravest objects with findings, the gravest first.
    #[serde(default)]
    pub gravest_objects: Vec<ObjectRiskLine>,
    /// Its prefixes.
    #[serde(default)]
    pub prefixes: PrefixesLine,
}

/// One finding of a bucket's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationLine {
    /// Its name.
    pub id: String,
    /// `critical`, `high`, `medium`, `low` or `info`.
    pub severity: String,
    /// `yes` when it is the case, `unknown` when that could not be found out.
    pub state: String,
    /// The keys that it is about, the objects that rules cover, the rules of replication, or whom no
    /// account is told of; empty where it is about the bucket itself.
    #[serde(default)]
    pub about: Vec<String>,
    /// What is the case.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What mends it.
    pub mend: String,
    /// Controls of catalogues that ask for it.
    pub controls: Vec<String>,
}

/// How much of a bucket was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageLine {
    /// Objects that hold content.
    pub objects: u64,
    /// Of these, read in full.
    pub objects_complete: u64,
    /// Their bytes as listed.
    pub bytes: u64,
    /// Of these, read.
    pub bytes_read: u64,
    /// Objects that were left out by `--sample`.
    pub not_sampled: u64,
    /// Whether the listing came to its end.
    pub listing_complete: bool,
    /// Whether everything was listed and read in full.
    pub complete: bool,
}

/// What one detector found in a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetectorLine {
    /// The detector's id.
    pub detector: String,
    /// Its name for people.
    pub name: String,
    /// What kind of data.
    pub category: String,
    /// How sensitive it is.
    pub tier: String,
    /// The highest confidence met.
    pub confidence: String,
    /// Occurrences.
    pub count: u64,
    /// Different values; one that stands in two objects counts once.
    pub distinct: u64,
    /// Whether `distinct` is an estimate.
    #[serde(default)]
    pub distinct_is_estimate: bool,
    /// Objects.
    pub objects: u64,
}

/// Default and actual encryption of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketEncryptionLine {
    /// What the bucket is called in tags.
    pub class: String,
    /// What new objects get; null when it is not known.
    pub default: Option<DefaultEncryptionLine>,
    /// The class of all objects together.
    pub actual: String,
    /// The class of the objects that hold findings.
    pub sensitive: String,
    /// Where objects are weaker than the default.
    pub drift: Option<String>,
    /// Objects and bytes by class.
    pub census: Vec<CensusLine>,
    /// What that owes to an inventory; there only where the bucket was listed by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<ByInventoryLine>,
}

/// What a census owes to an inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByInventoryLine {
    /// RFC 3339, UTC: what it tells is of this moment; null where it does not tell which.
    pub as_of: Option<String>,
    /// Objects of which nothing else tells the class.
    pub objects: u64,
    /// Objects that turned out to be of another class than it tells.
    pub differs: u64,
}

/// What a bucket does to new objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultEncryptionLine {
    /// The class; `none` where the store has no default.
    pub class: String,
    /// The KMS key.
    pub key_id: Option<String>,
    /// Whether a bucket key spares KMS calls.
    pub bucket_key: Option<bool>,
}

/// Objects of one encryption class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CensusLine {
    /// The class.
    pub class: String,
    /// Objects.
    pub objects: u64,
    /// Bytes.
    pub bytes: u64,
    /// Of these, objects with findings.
    pub sensitive_objects: u64,
    /// Their bytes.
    pub sensitive_bytes: u64,
}

/// Who can reach a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureLine {
    /// The verdict.
    pub audience: String,
    /// The narrowest that the unknown facts allow.
    pub narrowest: String,
    /// The widest that the unknown facts allow.
    pub widest: String,
    /// One sentence for people.
    pub reason: String,
    /// What KMS keeps from those who get in, by the key that objects take by default; null where nobody
    /// gets in or no such key is the default.
    #[serde(default)]
    pub barrier: Option<String>,
    /// What led to the verdict.
    pub proof: Vec<ProofLine>,
    /// Whom the policy lets in beyond the owner's account.
    #[serde(default)]
    pub shared_with: Vec<SharedLine>,
    /// Ways in that were not looked at.
    #[serde(default)]
    pub residual: Vec<String>,
}

/// Somebody whom a bucket's policy lets in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedLine {
    /// Who, in words.
    pub party: String,
    /// How they stand to the owner.
    pub relation: String,
    /// What they may do.
    pub abilities: String,
    /// The statement that lets them in.
    pub statement: String,
    /// The rule by which it was read.
    pub rule: String,
}

/// One input of the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofLine {
    /// The fact's name.
    pub input: String,
    /// Its value, or `unknown: ` and the reason.
    pub value: String,
    /// The API call that told.
    pub source: String,
}

/// The risk of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskLine {
    /// The level.
    pub level: String,
    /// 0 to 100; null when inconclusive.
    pub score: Option<u32>,
    /// With the best value for every unknown fact.
    pub min: Option<u32>,
    /// With the worst value for every unknown fact.
    pub max: Option<u32>,
    /// One sentence that names every term.
    pub explanation: String,
    /// Every level in short.
    pub vector: String,
    /// Version of the numbers.
    pub weights_version: u32,
    /// Hash of the numbers; empty in runs of before it was told.
    #[serde(default)]
    pub weights_digest: String,
    /// Single changes that lower the score, the most effective first.
    pub what_if: Vec<WhatIfLine>,
}

/// One change and what it would bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfLine {
    /// What to do.
    pub action: String,
    /// The score that it leads to.
    pub score: u32,
    /// By how much that is less.
    pub reduction: u32,
}

/// One fact of a bucket's configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactLine {
    /// Whether it is known.
    pub known: bool,
    /// The value; null when it is not known, or when there is none.
    pub value: Value,
    /// Why it is not known.
    pub reason: Option<String>,
    /// The API call that told.
    pub source: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// The tags of a bucket as they were. Values are kept only of tags that Magpie may have written
/// (under any prefix): other people's tags can hold personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagsLine {
    /// Whether they could be read.
    pub known: bool,
    /// Why not.
    pub reason: Option<String>,
    /// Tags whose key ends like one of Magpie's; values that are none of its words are not told.
    pub own: BTreeMap<String, String>,
    /// How many others there are, those of AWS left out.
    pub others: u64,
    /// The API call that told.
    #[serde(default)]
    pub source: String,
    /// When, RFC 3339 in UTC.
    #[serde(default)]
    pub at: String,
}

impl BucketLine {
    /// The line of one bucket.
    pub fn new(bucket: &str, subject: Subject<'_>, tally: &Tally, assessment: &Assessment) -> Self {
        let facts = subject.facts();
        Self {
            bucket: bucket.into(),
            kind: if facts.is_some() { BucketKind::Bucket } else { BucketKind::Local },
            region: facts.and_then(|f| f.region.get().cloned()),
            coverage: CoverageLine::new(&assessment.coverage),
            sensitivity: assessment.sensitivity.as_str().into(),
            categories: assessment.categories.iter().map(|c| c.as_str().into()).collect(),
            sensitive_objects: assessment.sensitive_objects,
            subjects: assessment.subjects,
            detectors: detector_lines(tally),
            encryption: BucketEncryptionLine::new(&assessment.encryption, facts),
            exposure: ExposureLine::new(&assessment.exposure, facts),
            risk: RiskLine::new(&assessment.risk),
            facts: facts.map(fact_lines).unwrap_or_default(),
            keys: facts.map_or_else(Vec::new, |facts| key_lines(facts, tally)),
            configuration: facts.map_or_else(Vec::new, |facts| {
                let found = configuration_findings(facts, assessment);
                let account = facts.account.get().map(String::as_str);
                found.iter().map(|one| ConfigurationLine::new(one, bucket, account)).collect()
            }),
            tags: TagsLine::new(facts),
            gravest_objects: Vec::new(),
            prefixes: PrefixesLine::default(),
        }
    }

    /// The same with what is told of its parts.
    #[must_use]
    pub fn with_parts(self, parts: &Parts) -> Self {
        let gravest_objects = parts.objects.iter().map(ObjectRiskLine::new).collect();
        Self { gravest_objects, prefixes: PrefixesLine::new(parts), ..self }
    }

    /// With what the census owes to an inventory.
    pub fn with_inventory(mut self, inventory: &InventoryLine) -> Self {
        self.encryption.inventory = Some(ByInventoryLine {
            as_of: inventory.as_of.clone(),
            objects: inventory.encryption_from_inventory,
            differs: inventory.encryption_differs,
        });
        self
    }
}

impl ConfigurationLine {
    /// What is not known, the user fills in: the words in capitals stay.
    fn new(found: &ConfigurationFinding, bucket: &str, account: Option<&str>) -> Self {
        let control = found.control;
        let mend = found.mend.replace("ACCOUNT", account.unwrap_or("ACCOUNT"));
        let mend = mend.replace("BUCKET", bucket);
        let mend = match found.about.first() {
            Some(key) => mend.replace("KEY", key),
            None => mend,
        };
        Self {
            id: control.id.clone(),
            severity: found.severity().into(),
            state: if found.certain { "yes" } else { "unknown" }.into(),
            title: control.title.clone(),
            why: found.why(),
            about: found.about.clone(),
            mend,
            controls: control.controls.clone(),
        }
    }
}

fn detector_lines(tally: &Tally) -> Vec<DetectorLine> {
    tally
        .detectors()
        .iter()
        .map(|(id, found)| DetectorLine {
            detector: id.to_string(),
            name: found.name.clone(),
            category: found.category.as_str().into(),
            tier: found.tier.as_str().into(),
            confidence: found.confidence.as_str().into(),
            count: found.count,
            distinct: found.distinct(),
            distinct_is_estimate: found.distinct_is_estimate(),
            objects: found.objects,
        })
        .collect()
}

impl CoverageLine {
    pub(crate) fn new(coverage: &Coverage) -> Self {
        Self {
            objects: coverage.objects,
            objects_complete: coverage.objects_complete,
            bytes: coverage.bytes,
            bytes_read: coverage.bytes_read,
            not_sampled: coverage.not_sampled,
            listing_complete: !coverage.listing_incomplete,
            complete: coverage.is_complete(),
        }
    }
}

impl BucketEncryptionLine {
    fn new(report: &EncryptionReport, facts: Option<&BucketFacts>) -> Self {
        let default = facts.and_then(|f| f.default_encryption.get()).map(|default| {
            default.as_ref().map_or_else(
                || DefaultEncryptionLine {
                    class: EncryptionClass::None.as_str().into(),
                    key_id: None,
                    bucket_key: None,
                },
                |set| DefaultEncryptionLine {
                    class: set.class.as_str().into(),
                    key_id: set.key_id.clone(),
                    bucket_key: set.bucket_key,
                },
            )
        });
        let census = report
            .all
            .classes()
            .map(|(class, amount)| {
                let sensitive = report.sensitive_objects.of(class);
                CensusLine {
                    class: class.as_str().into(),
                    objects: amount.objects,
                    bytes: amount.bytes,
                    sensitive_objects: sensitive.objects,
                    sensitive_bytes: sensitive.bytes,
                }
            })
            .collect();
        Self {
            class: report.class.as_str().into(),
            default,
            actual: report.actual.as_str().into(),
            sensitive: report.sensitive.as_str().into(),
            drift: report.drift.clone(),
            census,
            inventory: None,
        }
    }
}

impl ExposureLine {
    fn new(exposure: &Exposure, facts: Option<&BucketFacts>) -> Self {
        let proof = |proof: &Proof| ProofLine {
            input: proof.input.into(),
            value: proof.value.clone(),
            source: proof.source.into(),
        };
        Self {
            audience: exposure.audience.as_str().into(),
            narrowest: exposure.narrowest.as_str().into(),
            widest: exposure.widest.as_str().into(),
            reason: exposure.reason.clone(),
            barrier: facts.and_then(|facts| barrier_words(facts, exposure)),
            proof: exposure.proof.iter().map(proof).collect(),
            shared_with: exposure.shared_with.iter().map(SharedLine::new).collect(),
            residual: exposure.residual.iter().map(|&way| way.to_owned()).collect(),
        }
    }
}

impl RiskLine {
    pub(crate) fn new(risk: &Risk) -> Self {
        Self {
            level: risk.level.as_str().into(),
            score: risk.score,
            min: risk.min,
            max: risk.max,
            explanation: risk.explanation.clone(),
            vector: risk.vector.clone(),
            weights_version: risk.weights_version,
            weights_digest: risk.weights_digest.clone(),
            what_if: risk
                .what_if
                .iter()
                .map(|change| WhatIfLine {
                    action: change.action.into(),
                    score: change.score,
                    reduction: change.reduction,
                })
                .collect(),
        }
    }
}

impl TagsLine {
    fn new(facts: Option<&BucketFacts>) -> Self {
        let unknown = |reason: &str| Self {
            known: false,
            reason: Some(reason.into()),
            own: BTreeMap::new(),
            others: 0,
            source: "none".into(),
            at: String::new(),
        };
        let Some(fact) = facts.map(|facts| &facts.tags) else { return unknown("not a bucket") };
        let told = match &fact.value {
            Known::Unknown(reason) => unknown(reason),
            Known::Yes(tags) => Self::of(tags),
        };
        Self { source: fact.source.into(), at: fact.at.clone(), ..told }
    }

    /// Tags that could be read.
    pub fn of(tags: &BTreeMap<String, String>) -> Self {
        let (own, others): (Vec<_>, Vec<_>) =
            tags.iter().filter(|(key, _)| !is_of_aws(key)).partition(|(key, _)| may_be_own(key));
        Self {
            known: true,
            reason: None,
            own: own
                .into_iter()
                .map(|(k, v)| (k.clone(), magpie_judge::told_tag_value(k, v).to_owned()))
                .collect(),
            others: others.len() as u64,
            source: String::new(),
            at: String::new(),
        }
    }
}

fn is_of_aws(key: &str) -> bool {
    key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

fn may_be_own(key: &str) -> bool {
    TAG_NAMES.iter().any(|name| {
        key.strip_suffix(name).is_some_and(|prefix| magpie_judge::TagPrefix::parse(prefix).is_ok())
    })
}

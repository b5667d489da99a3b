//! One bucket's tally and facts to one assessment.

use magpie_model::{BucketFacts, Category, EncryptionClass};
use magpie_policy::Within;

use crate::exposure::exposure_within;
use crate::factors::{Controls, Spread, controls};
use crate::keys::keys_open_to;
use crate::risk::PartOf;
use crate::{
    Audience, Coverage, EncryptionReport, Exposure, Factors, Parts, Risk, Sensitivity, Situation,
    Tally, Tier, Weights, explain, exposure_unknown,
};

/// What the tally is of.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A bucket, with the facts of its configuration.
    Bucket(&'a BucketFacts),
    /// A directory, a file or standard input, which has no such configuration.
    NotABucket,
}

impl<'a> Subject<'a> {
    /// The facts of its configuration, where it has one.
    pub fn facts(self) -> Option<&'a BucketFacts> {
        match self {
            Self::Bucket(facts) => Some(facts),
            Self::NotABucket => None,
        }
    }
}

/// The judgement on one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// How sensitive its data is.
    pub sensitivity: Sensitivity,
    /// What kinds of data were found, in report order.
    pub categories: Vec<Category>,
    /// Objects that hold findings.
    pub sensitive_objects: u64,
    /// People concerned, by the detector that saw the most.
    pub subjects: u64,
    /// Default and actual encryption.
    pub encryption: EncryptionReport,
    /// Who can reach it.
    pub exposure: Exposure,
    /// All that the risk was scored from.
    pub situation: Situation,
    /// The risk.
    pub risk: Risk,
    /// How much of it was read.
    pub coverage: Coverage,
    /// Parts of it whose class others hide.
    pub(crate) apart: Vec<PartOf>,
}

/// Judges one bucket by the built-in weights.
pub fn assess(subject: Subject<'_>, tally: &Tally) -> Assessment {
    assess_by(subject, tally, Weights::builtin())
}

/// Judges one bucket.
pub fn assess_by(subject: Subject<'_>, tally: &Tally, weights: &Weights) -> Assessment {
    assess_within(subject.facts(), &Within::Bucket, tally, &[], weights)
}

/// Judges one bucket of which parts were told apart: it never scores below one of them.
pub fn assess_whole(
    subject: Subject<'_>,
    tally: &Tally,
    parts: &Parts,
    weights: &Weights,
) -> Assessment {
    assess_within(subject.facts(), &Within::Bucket, tally, &parts.all, weights)
}

/// Judges some objects of a bucket, by who can reach just these, and no lower than its `parts`.
pub(crate) fn assess_within(
    facts: Option<&BucketFacts>,
    within: &Within,
    tally: &Tally,
    parts: &[PartOf],
    weights: &Weights,
) -> Assessment {
    let exposure = facts
        .map_or_else(|| exposure_unknown("not a bucket"), |facts| exposure_within(facts, within));
    let encryption = EncryptionReport::of(tally, facts, weights);
    let tier = tally.tier();
    let keys = keys_open_to(tally, facts, all_of_aws(&encryption));
    let controls = controls(facts);
    let situation = situation(tally, weights, &exposure, &encryption, &controls, keys);
    let apart = apart(tally, facts, weights, &exposure, &controls);
    let all: Vec<&PartOf> = apart.iter().chain(parts).collect();
    let unknown = tier == Tier::None && !tally.coverage.is_complete();
    let risk = if unknown {
        explain::inconclusive(tally, &situation, weights)
    } else {
        let place = facts.map(|_| &exposure);
        explain::risk(tally, &situation, place, &all, weights)
    };
    Assessment {
        sensitivity: if unknown { Sensitivity::Unknown } else { Sensitivity::Known(tier) },
        categories: tally.categories(),
        sensitive_objects: tally.sensitive_objects,
        subjects: tally.subjects(),
        encryption,
        exposure,
        situation,
        risk,
        coverage: tally.coverage,
        apart,
    }
}

/// The parts whose class others hide: by themselves they may score more than all do together.
fn apart(
    tally: &Tally,
    facts: Option<&BucketFacts>,
    weights: &Weights,
    exposure: &Exposure,
    controls: &Controls,
) -> Vec<PartOf> {
    let part = |(class, part): (&EncryptionClass, &Tally)| {
        let encryption = EncryptionReport::of(part, facts, weights);
        let keys = keys_open_to(part, facts, all_of_aws(&encryption));
        let words = match class {
            EncryptionClass::None => "the part that is not known to be encrypted",
            _ => "the part of unknown encryption",
        };
        let situation = situation(part, weights, exposure, &encryption, controls, keys);
        PartOf { words: words.to_owned(), situation }
    };
    tally.apart().iter().map(part).collect()
}

fn situation(
    tally: &Tally,
    weights: &Weights,
    exposure: &Exposure,
    encryption: &EncryptionReport,
    controls: &Controls,
    keys: Spread<Audience>,
) -> Situation {
    let class = encryption_spread(encryption, weights);
    let barrier = barrier(encryption);
    let nominal = Factors {
        tier: tally.tier(),
        combination: tally.combination(weights),
        subjects: tally.subjects(),
        audience: exposure.scored(weights),
        barrier: barrier.0,
        keys_open_to: keys.nominal,
        encryption: class.0,
        tls: controls.tls.nominal,
        logging: controls.logging.nominal,
        recovery: controls.recovery.nominal,
        retention: controls.retention.nominal,
        ownership: controls.ownership.nominal,
        credential: tally.credential,
        authentication_data: tally.authentication_data,
    };
    let best = Factors {
        audience: exposure.narrowest,
        barrier: barrier.1,
        keys_open_to: keys.best,
        encryption: class.1,
        tls: controls.tls.best,
        logging: controls.logging.best,
        recovery: controls.recovery.best,
        retention: controls.retention.best,
        ownership: controls.ownership.best,
        ..nominal
    };
    let worst = Factors {
        audience: exposure.widest,
        barrier: barrier.2,
        keys_open_to: keys.worst,
        encryption: class.2,
        tls: controls.tls.worst,
        logging: controls.logging.worst,
        recovery: controls.recovery.worst,
        retention: controls.retention.worst,
        ownership: controls.ownership.worst,
        ..nominal
    };
    Situation { nominal, best, worst }
}

/// The class that the sensitive objects are scored by: nominal, best and worst.
fn encryption_spread(
    report: &EncryptionReport,
    weights: &Weights,
) -> (EncryptionClass, EncryptionClass, EncryptionClass) {
    use EncryptionClass::{Mixed, MixedUnencrypted, None, SseKms, SseKmsAws, SseKmsCmk, Unknown};
    let objects = &report.sensitive_objects;
    if report.sensitive == MixedUnencrypted {
        return (MixedUnencrypted, MixedUnencrypted, MixedUnencrypted);
    }
    let scored = match report.sensitive {
        Mixed => objects.weakest(weights).unwrap_or(Mixed),
        class => class,
    };
    let best = |class| match class {
        Unknown | SseKms => SseKmsCmk,
        class => class,
    };
    let worst = |class| match class {
        Unknown => None,
        SseKms => SseKmsAws,
        class => class,
    };
    // One of unknown encryption beside others may make the bucket a mixed one.
    let several = objects.classes().nth(1).is_some();
    let worst_of_all =
        |class| if several && class == Unknown { MixedUnencrypted } else { worst(class) };
    let weaker = |a, b| if weights.encryption(b) > weights.encryption(a) { b } else { a };
    let classes = || objects.classes().map(|(class, _)| class);
    (
        scored,
        classes().map(best).fold(best(scored), weaker),
        classes().map(worst_of_all).fold(worst(scored), weaker),
    )
}

/// Whether every sensitive object is behind a KMS key: nominal, best and worst.
fn barrier(report: &EncryptionReport) -> (bool, bool, bool) {
    use EncryptionClass::{DsseKms, SseKms, SseKmsAws, SseKmsCmk, Unknown};
    let classes: Vec<_> = report.sensitive_objects.classes().map(|(class, _)| class).collect();
    let kms = |c: &EncryptionClass| matches!(c, DsseKms | SseKms | SseKmsAws | SseKmsCmk);
    let sure = !classes.is_empty() && classes.iter().all(kms);
    // Of what is gone, nothing is known either.
    let best = classes.iter().all(|c| kms(c) || *c == Unknown);
    (sure, best, sure)
}

fn all_of_aws(report: &EncryptionReport) -> bool {
    report.sensitive_objects.classes().all(|(class, _)| class == EncryptionClass::SseKmsAws)
}

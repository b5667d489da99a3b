//! One bucket's tally and facts to one assessment.

use std::sync::Arc;

use magpie_model::{BucketFacts, Category, EncryptionClass};
use magpie_policy::Within;

use crate::breakdown::Open;
use crate::exposure::{Form, Sought, exposure_of_replicas, exposure_sought};
use crate::factors::{Controls, controls};
use crate::keys::keys_open_to;
use crate::reached::{ReachedBy, Step, steps};
use crate::risk::PartOf;
use crate::{
    Audience, Coverage, EncryptionReport, Exposure, Factors, Parts, Risk, Sensitivity, Situation,
    Tally, Tier, Weights, explain, exposure_of, exposure_unknown, score_by,
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
    /// Who can reach the objects with findings, as far as they were told apart, and what keeps their
    /// content from them.
    pub(crate) reaching: Vec<Reachable>,
    /// What keeps the content of all of them.
    pub(crate) behind: Behind,
    /// What scores by itself: what other audiences reach, and parts whose class others hide.
    pub(crate) apart: Vec<PartOf>,
}

/// Judges one bucket by the built-in weights.
pub fn assess(subject: Subject<'_>, tally: &Tally) -> Assessment {
    assess_by(subject, tally, Weights::builtin())
}

/// Judges one bucket.
pub fn assess_by(subject: Subject<'_>, tally: &Tally, weights: &Weights) -> Assessment {
    assess_whole(subject, tally, &Parts::default(), weights)
}

/// Judges one bucket of which parts were told apart: it never scores below one of them.
pub fn assess_whole(
    subject: Subject<'_>,
    tally: &Tally,
    parts: &Parts,
    weights: &Weights,
) -> Assessment {
    let facts = subject.facts();
    let exposure = match facts {
        Some(facts) => exposure_of(facts),
        None => exposure_unknown("not a bucket"),
    };
    let all = Whole { facts, exposure, tally, groups: &parts.groups, open: Some(&parts.open) };
    all.assess(&parts.all, weights)
}

/// What is judged: a bucket, some objects of it, or what is no bucket.
pub(crate) struct Whole<'a> {
    pub(crate) facts: Option<&'a BucketFacts>,
    /// Who can reach something of it.
    pub(crate) exposure: Exposure,
    pub(crate) tally: &'a Tally,
    /// The objects with findings by who can reach them; none where that is the same of all.
    pub(crate) groups: &'a [ReachedBy],
    /// Of a bucket, the prefixes without findings that are open as widely as any of it.
    pub(crate) open: Option<&'a Open>,
}

/// One end of what the factors may be.
type End = fn(&Situation) -> &Factors;

impl Whole<'_> {
    /// Judges it, and no lower than its `parts`.
    pub(crate) fn assess(self, parts: &[PartOf], weights: &Weights) -> Assessment {
        let tally = self.tally;
        let encryption = EncryptionReport::of(tally, self.facts, weights);
        let behind = |tally: &Tally| Behind::of(tally, self.facts, weights);
        let reaching = |group: &ReachedBy| Reachable {
            form: group.form,
            exposure: Arc::clone(&group.exposure),
            behind: behind(&group.tally).in_form(group.form),
        };
        let tier = tally.tier();
        let unknown = tier == Tier::None && !tally.coverage.is_complete();
        let Scored { situation, apart, gravest } = self.scored(weights);
        let risk = if unknown {
            explain::inconclusive(tally, &situation, weights)
        } else {
            let all: Vec<&PartOf> = apart.iter().chain(parts).collect();
            let place = self.facts.map(|_| explain::Place {
                form: gravest.form,
                exposure: &gravest.exposure,
                reached: gravest.tally.sensitive_objects,
                other_ways: gravest.has_other_ways(),
                elsewhere: self.elsewhere(weights),
            });
            explain::risk((tally, &gravest.tally), &situation, place.as_ref(), &all, weights)
        };
        Assessment {
            sensitivity: if unknown { Sensitivity::Unknown } else { Sensitivity::Known(tier) },
            categories: tally.categories(),
            sensitive_objects: tally.sensitive_objects,
            subjects: tally.subjects(),
            encryption,
            reaching: self.groups.iter().map(reaching).collect(),
            behind: behind(tally),
            exposure: self.exposure,
            situation,
            risk,
            coverage: tally.coverage,
            apart,
        }
    }

    /// Each audience with the data that it reaches; the gravest counts at each end.
    fn scored(&self, weights: &Weights) -> Scored {
        let controls = controls(self.facts);
        let replicas =
            self.facts.and_then(|facts| exposure_of_replicas(facts, &Within::Bucket, None));
        let steps_of = |end: &dyn Fn(&Exposure) -> Audience| match self.groups {
            [] => {
                let all = |form, exposure: &Exposure| {
                    Step::of_all(form, end(exposure), exposure.clone(), self.tally.clone())
                };
                let content = all(Form::Content, &self.exposure);
                let replicas = replicas.as_ref().map(|replicas| all(Form::Replica, replicas));
                std::iter::once(content).chain(replicas).collect()
            }
            groups => steps(groups, end, weights),
        };
        let nominal = steps_of(&|exposure| exposure.scored(weights));
        let ends: [(End, Vec<Step>); 3] = [
            (|s| &s.nominal, nominal),
            (|s| &s.best, steps_of(&|exposure| exposure.narrowest)),
            (|s| &s.worst, steps_of(&|exposure| exposure.widest)),
        ];
        let value = |factors: &Factors| score_by(factors, weights).value;
        let mut found: Vec<(usize, Factors)> = Vec::new();
        let mut others: Vec<(usize, String, Factors)> = Vec::new();
        for (number, (end, steps)) in ends.iter().enumerate() {
            let situation = |step: &Step| {
                let reached = (step.audience, step.form);
                *end(&situation(&step.tally, weights, reached, self.facts, &controls))
            };
            let own: Vec<Factors> = steps.iter().map(situation).collect();
            // Of equals, the widest audience.
            let at = (0..own.len()).rev().max_by_key(|at| value(&own[*at])).unwrap_or(0);
            found.push((at, own[at]));
            let rest = own.iter().enumerate().filter(|(other, _)| *other != at);
            others.extend(rest.map(|(_, factors)| (number, String::new(), *factors)));
            for step in steps {
                let parts = step.tally.apart().iter().map(|(class, tally)| {
                    let apart = situation(&Step { tally: tally.clone(), ..step.clone() });
                    (number, apart_words(*class).to_owned(), apart)
                });
                others.extend(parts);
            }
        }
        let situation = Situation { nominal: found[0].1, best: found[1].1, worst: found[2].1 };
        let apart = others.into_iter().map(|(number, words, factors)| {
            let mut of = situation;
            *[&mut of.nominal, &mut of.best, &mut of.worst][number] = factors;
            PartOf { words, situation: of }
        });
        let apart = apart.collect();
        let [(_, mut nominal), ..] = ends;
        Scored { situation, apart, gravest: nominal.swap_remove(found[0].0) }
    }

    /// What of a bucket is wide open where nothing sensitive lies, in words: why it is told as open as that
    /// and not scored so.
    fn elsewhere(&self, weights: &Weights) -> Option<String> {
        let what = self.open?.words();
        let width = |audience: Audience| (weights.audience(audience), audience.rank());
        let widest = self.groups.iter().map(|group| width(group.exposure.audience)).max()?;
        let content = exposure_sought(self.facts?, &Within::Bucket, Sought::Content);
        let is_wider = |audience: Audience| audience.is_outside() && width(audience) > widest;
        let [inside, whole] = [&content, &self.exposure].map(|told| told.audience.as_str());
        if is_wider(content.audience) {
            let reason = &content.reason;
            let told = match content.audience {
                Audience::Unknown => format!("who reaches a part of it is not known ({reason})"),
                _ => format!("{what} {inside} ({reason})"),
            };
            return Some(format!("{told}, and the sensitive objects lie elsewhere"));
        }
        let by_names =
            is_wider(self.exposure.audience) && self.exposure.audience != Audience::Unknown;
        by_names.then(|| {
            format!(
                "the bucket is {whole} by the names that it shows, which open no content of the sensitive \
                 objects"
            )
        })
    }
}

/// All that is scored, and what the gravest audience reaches.
struct Scored {
    situation: Situation,
    apart: Vec<PartOf>,
    gravest: Step,
}

/// Parts whose class others hide: by themselves they may score more than all do together.
fn apart_words(class: EncryptionClass) -> &'static str {
    match class {
        EncryptionClass::None => "the part that is not known to be encrypted",
        _ => "the part of unknown encryption",
    }
}

/// The factors of objects that this audience reaches: nominal, best and worst.
fn situation(
    tally: &Tally,
    weights: &Weights,
    (audience, form): (Audience, Form),
    facts: Option<&BucketFacts>,
    controls: &Controls,
) -> Situation {
    let encryption = EncryptionReport::of(tally, facts, weights);
    let keys = keys_open_to(tally, facts, all_of_aws(&encryption));
    let class = encryption_spread(&encryption, weights);
    let barrier = barrier(&encryption);
    let nominal = Factors {
        tier: tally.tier(),
        combination: tally.combination(weights),
        subjects: tally.subjects(),
        audience,
        form,
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

/// Sensitive objects that the same people reach in the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reachable {
    pub(crate) form: Form,
    pub(crate) exposure: Arc<Exposure>,
    pub(crate) behind: Behind,
}

/// What keeps the content of sensitive objects from those who reach them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Whether all of them lie under KMS keys.
    barrier: bool,
    /// Whom those keys let decrypt at least.
    at_least: Audience,
    /// Whom those keys let decrypt at most.
    at_most: Audience,
}

impl Behind {
    fn of(tally: &Tally, facts: Option<&BucketFacts>, weights: &Weights) -> Self {
        let encryption = EncryptionReport::of(tally, facts, weights);
        let keys = keys_open_to(tally, facts, all_of_aws(&encryption));
        Self { barrier: barrier(&encryption).0, at_least: keys.best, at_most: keys.worst }
    }

    /// The same of what is reached in this form.
    fn in_form(self, form: Form) -> Self {
        Self { barrier: self.barrier && form.is_under_key(), ..self }
    }

    /// Whether KMS holds whoever is `among` these off; `None` where it is not known whom its keys let
    /// decrypt.
    pub(crate) fn holds_off(self, among: fn(Audience) -> bool) -> Option<bool> {
        match (among(self.at_least), among(self.at_most)) {
            _ if !self.barrier => Some(false),
            (true, _) => Some(false),
            (false, false) => Some(true),
            (false, true) => None,
        }
    }
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

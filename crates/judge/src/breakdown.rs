//! The gravest objects and the prefixes of a bucket, told apart while it is scanned in bounded
//! memory, and judged at its end.

use std::collections::BTreeMap;
use std::sync::Arc;

use magpie_model::{BucketFacts, DetectorId, EncryptionClass, ObjectEncryption, Outcome, Status};
use magpie_policy::Within;

use crate::assess::Whole;
use crate::exposure::Form;
use crate::prefixes::Prefixes;
use crate::reached::{Forms, Reached, ReachedBy, Reaching, Ways};
use crate::risk::PartOf;
use crate::tally::is_there;
use crate::{
    Assessment, Audience, Distinct, Factors, Found, Guard, Logging, Precision, Recovery, RiskLevel,
    Tally, Tier, Weights, exposure_unknown, score_by,
};

/// How much of a bucket is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakdownBounds {
    /// Gravest objects that are told.
    pub objects_max: usize,
    /// Gravest prefixes that are told.
    pub prefixes_told_max: usize,
    /// Prefixes that are told apart; objects of others are counted with a shorter prefix.
    pub prefixes_max: usize,
    /// Levels of a key, each with its `/`, that make a prefix.
    pub prefix_depth: usize,
}

impl BreakdownBounds {
    /// What a scan does by default.
    pub const DEFAULT: Self =
        Self { objects_max: 20, prefixes_told_max: 20, prefixes_max: 1_000, prefix_depth: 2 };
}

/// Candidates of one prefix and one class, so that what is open there only is not crowded out.
const OF_PREFIX_MAX: usize = 3;

/// What is told of an object that was read.
#[derive(Clone, Copy, Debug)]
pub struct JudgedObject<'a> {
    /// The key as it is, by which policies are read; never shown.
    pub key: &'a str,
    /// The key as it may be shown.
    pub shown_key: &'a str,
    /// Keyed fingerprint of the true key, where the shown one is masked.
    pub key_fingerprint: Option<&'a str>,
    /// The version.
    pub version_id: Option<&'a str>,
    /// Bytes as listed.
    pub size: u64,
    /// Bytes that were read, at most its size.
    pub bytes_read: u64,
    /// What became of it.
    pub outcome: &'a Outcome,
    /// How it is encrypted.
    pub encryption: &'a ObjectEncryption,
    /// What was found in it.
    pub found: &'a [Found],
    /// The different values by detector.
    pub values: &'a BTreeMap<DetectorId, Distinct>,
    /// Which of that stands in its key.
    pub in_key: Option<InKey<'a>>,
}

/// What was found in the key of an object.
#[derive(Clone, Copy, Debug)]
pub struct InKey<'a> {
    /// See [`JudgedObject::found`].
    pub found: &'a [Found],
    /// See [`JudgedObject::values`].
    pub values: &'a BTreeMap<DetectorId, Distinct>,
}

impl JudgedObject<'_> {
    /// The same with what it holds in this form only.
    pub(crate) fn in_form(&self, form: Form) -> Self {
        match self.in_key.filter(|_| form == Form::Name) {
            Some(InKey { found, values }) => Self { found, values, ..*self },
            None => *self,
        }
    }

    /// Whether its key holds something that counts.
    fn is_named(&self) -> bool {
        self.in_key.is_some_and(|in_key| in_key.found.iter().any(|found| found.count > 0))
    }

    /// Counts it.
    pub fn count_in(&self, tally: &mut Tally) {
        let class = self.encryption.class;
        let bytes = [self.size, self.bytes_read];
        tally.object_with_values(self.outcome, bytes, class, self.found, self.values);
        if class.is_kms() && is_there(self.outcome) {
            let sensitive = self.found.iter().any(|f| f.count > 0);
            tally.key(self.encryption.key_id.as_deref(), class, self.size, sensitive);
        }
    }
}

/// One object with its own risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectAssessment {
    /// The key as it may be shown.
    pub shown_key: String,
    /// See [`JudgedObject::key_fingerprint`].
    pub key_fingerprint: Option<String>,
    /// The version.
    pub version_id: Option<String>,
    /// Bytes as listed.
    pub size: u64,
    /// What became of it.
    pub status: Status,
    /// How it is encrypted.
    pub encryption: ObjectEncryption,
    /// Occurrences of all detectors together.
    pub count: u64,
    /// The judgement.
    pub assessment: Assessment,
}

/// One prefix with its own risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixAssessment {
    /// The prefix as it may be shown; empty for objects without one.
    pub shown_prefix: String,
    /// Objects of longer prefixes that are counted here, because too many were told apart.
    pub folded: u64,
    /// The judgement.
    pub assessment: Assessment,
}

/// The parts of one bucket, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The gravest objects with findings, the gravest first.
    pub objects: Vec<ObjectAssessment>,
    /// The gravest prefixes with findings, the gravest first.
    pub prefixes: Vec<PrefixAssessment>,
    /// Levels of a key that make a prefix.
    pub prefix_depth: usize,
    /// Prefixes by level of risk, in the order of [`RiskLevel::ALL`]; all that were told apart.
    pub prefix_levels: [u64; 6],
    /// Objects that are counted with a shorter prefix than their own.
    pub folded: u64,
    /// Every prefix, and every object that may be the gravest; not only those that are told.
    pub(crate) all: Vec<PartOf>,
    /// The objects with findings by who can reach them.
    pub(crate) groups: Vec<ReachedBy>,
    /// Prefixes without findings whose content is open as widely as any of the bucket.
    pub(crate) open: Open,
}

/// Prefixes that are named as open, at most.
const OPEN_MAX: usize = 3;

/// Prefixes that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Open {
    /// Some, as they may be shown.
    named: Vec<String>,
    /// How many others there are.
    others: usize,
}

impl Open {
    fn add(&mut self, shown: &str) {
        match self.named.len() < OPEN_MAX {
            true => self.named.push(shown.to_owned()),
            false => self.others += 1,
        }
    }

    /// What is open, with its verb.
    pub(crate) fn words(&self) -> String {
        let named: Vec<String> = self.named.iter().map(|prefix| format!("{prefix:?}")).collect();
        match (named.as_slice(), self.others) {
            ([], _) => "a part of it is".to_owned(),
            ([one], _) => format!("the prefix {one} is"),
            (several, 0) => format!("the prefixes {} are", several.join(", ")),
            (several, others) => {
                format!("the prefixes {} and {others} more are", several.join(", "))
            }
        }
    }
}

/// Gathers the parts of one bucket.
#[derive(Clone, Debug)]
pub struct Breakdown {
    bounds: BreakdownBounds,
    /// Once something was found, unless it is no bucket.
    reaching: Option<Option<Reaching>>,
    whole: Reached,
    prefixes: BTreeMap<String, Prefix>,
    candidates: BTreeMap<Group, Vec<Arc<Candidate>>>,
    seen: u64,
}

#[derive(Clone, Debug)]
struct Prefix {
    shown: String,
    folded: u64,
    reached: Reached,
}

/// Candidates are kept apart by what their rank does not know: who can reach them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Class(EncryptionClass),
    /// Those whose names hold something: who lists may be many, and who reads few.
    Named(EncryptionClass),
    Prefix(String, EncryptionClass),
}

#[derive(Clone, Debug)]
struct Candidate {
    /// The score within the account, and the impact: of one class, more of both is graver.
    rank: (u32, u32, u64),
    order: u64,
    key: String,
    shown_key: String,
    key_fingerprint: Option<String>,
    version_id: Option<String>,
    size: u64,
    status: Status,
    encryption: ObjectEncryption,
    tally: Tally,
    /// What stands in its key, if anything does.
    named: Option<Tally>,
}

impl Breakdown {
    /// Nothing yet.
    pub fn new(bounds: BreakdownBounds) -> Self {
        Self {
            bounds,
            reaching: None,
            whole: Reached::of(Precision::OF_BUCKET),
            prefixes: BTreeMap::new(),
            candidates: BTreeMap::new(),
            seen: 0,
        }
    }

    /// Prefixes that are told apart so far.
    pub fn prefixes(&self) -> usize {
        self.prefixes.len()
    }

    /// All objects together.
    pub fn tally(&self) -> Tally {
        self.whole.tally()
    }

    /// Counts one object. The `facts` of its bucket, which has none if it is no bucket, are asked for
    /// when the first object with findings comes.
    pub fn object(
        &mut self,
        object: &JudgedObject<'_>,
        weights: &Weights,
        facts: impl FnOnce() -> Option<BucketFacts>,
    ) {
        self.seen += 1;
        let sensitive = object.found.iter().any(|found| found.count > 0);
        let mut forms = Forms::new();
        if sensitive {
            let reaching = self.reaching.get_or_insert_with(|| facts().map(Reaching::grouped));
            if let Some(reaching) = reaching {
                forms = reaching.object(object.key, object.encryption, object.is_named());
            }
        }
        self.whole.object(object, &forms);
        let prefix = self.prefix(object, &forms);
        if !sensitive {
            return;
        }
        let candidate = Arc::new(Candidate::new(object, self.seen, weights));
        let class = object.encryption.class;
        let objects_max = self.bounds.objects_max;
        self.keep(Group::Class(class), objects_max, &candidate);
        if candidate.named.is_some() {
            self.keep(Group::Named(class), objects_max, &candidate);
        }
        self.keep(Group::Prefix(prefix, class), OF_PREFIX_MAX.min(objects_max), &candidate);
    }

    fn keep(&mut self, group: Group, max: usize, candidate: &Arc<Candidate>) {
        let kept = self.candidates.entry(group).or_default();
        let place = kept.partition_point(|other| other.rank >= candidate.rank);
        if place < max {
            kept.insert(place, Arc::clone(candidate));
            kept.truncate(max);
        }
    }

    /// What has no prefix has its place beside those that are told apart.
    fn has_room(&self) -> bool {
        let named = self.prefixes.len() - usize::from(self.prefixes.contains_key(""));
        named < self.bounds.prefixes_max
    }

    /// Counts it with its prefix, or with the longest shorter one that there is room for.
    fn prefix(&mut self, object: &JudgedObject<'_>, forms: &Forms) -> String {
        let own = prefix_of(object.key, self.bounds.prefix_depth);
        let mut depth = self.bounds.prefix_depth;
        let mut name = own;
        while !name.is_empty() && !self.prefixes.contains_key(name) && !self.has_room() {
            depth -= 1;
            name = prefix_of(object.key, depth);
        }
        let shown = prefix_of(object.shown_key, depth);
        let prefix = self.prefixes.entry(name.to_owned()).or_insert_with(|| Prefix {
            shown: shown.to_owned(),
            folded: 0,
            reached: Reached::of(Precision::OF_PART),
        });
        prefix.folded += u64::from(name.len() < own.len());
        prefix.reached.object(object, forms);
        name.to_owned()
    }

    /// Judges what was told apart. `facts` are none for what is no bucket.
    pub fn judge(
        self,
        facts: Option<&BucketFacts>,
        listing_incomplete: bool,
        weights: &Weights,
    ) -> Parts {
        let mut parts = Parts { prefix_depth: self.bounds.prefix_depth, ..Parts::default() };
        let objects = self.objects(facts, weights);
        let mut prefixes = Prefixes::of(facts);
        parts.groups = self.whole.into_groups();
        for (name, prefix) in self.prefixes {
            let mut tally = prefix.reached.tally();
            if listing_incomplete {
                tally.listing_incomplete();
            }
            // Of a shorter prefix, only its own objects are counted, unless others were folded.
            let whole = prefix.folded > 0 || name.matches('/').count() >= self.bounds.prefix_depth;
            let within = if whole { Within::Prefix(name) } else { Within::Children(name) };
            let exposure = prefixes.exposure(&within);
            // What has no prefix has no name to be told by.
            let may_be_named = !prefix.shown.is_empty() && tally.sensitive_objects == 0;
            if may_be_named && prefixes.is_as_open_as_any(&within) {
                parts.open.add(&prefix.shown);
            }
            let groups = &prefix.reached.into_groups();
            let part = Whole { facts, exposure, tally: &tally, groups, open: None };
            let assessment = part.assess(&[], weights);
            let level = RiskLevel::ALL.iter().position(|l| *l == assessment.risk.level);
            parts.prefix_levels[level.unwrap_or(0)] += 1;
            parts.folded += prefix.folded;
            if assessment.sensitive_objects > 0 {
                let (shown_prefix, folded) = (prefix.shown, prefix.folded);
                let words = prefix_words(&shown_prefix);
                parts.all.extend(assessment.apart.iter().map(|part| PartOf {
                    words: format!("{} of {words}", part.words),
                    situation: part.situation,
                }));
                parts.all.push(PartOf { words, situation: assessment.situation });
                parts.prefixes.push(PrefixAssessment { shown_prefix, folded, assessment });
            }
        }
        parts.prefixes.sort_by_key(|prefix| gravity(&prefix.assessment));
        parts.prefixes.truncate(self.bounds.prefixes_told_max);
        parts.all.extend(objects.iter().map(|object| PartOf {
            words: format!("the object {:?}", object.shown_key),
            situation: object.assessment.situation,
        }));
        parts.objects = objects;
        parts.objects.truncate(self.bounds.objects_max);
        parts
    }

    /// Every object that may be the gravest, the gravest first.
    fn objects(&self, facts: Option<&BucketFacts>, weights: &Weights) -> Vec<ObjectAssessment> {
        let mut all: Vec<&Arc<Candidate>> = self.candidates.values().flatten().collect();
        all.sort_by_key(|candidate| candidate.order);
        all.dedup_by_key(|candidate| candidate.order);
        let mut reaching = facts.cloned().map(Reaching::exact);
        let mut judge = |candidate: &Arc<Candidate>| {
            let is_named = candidate.named.is_some();
            let forms = match &mut reaching {
                Some(reaching) => reaching.object(&candidate.key, &candidate.encryption, is_named),
                None => Forms::new(),
            };
            candidate.judge(facts, forms, weights)
        };
        let mut judged: Vec<ObjectAssessment> = all.into_iter().map(&mut judge).collect();
        judged.sort_by_key(|object| (gravity(&object.assessment), u64::MAX - object.count));
        judged
    }
}

/// Sorts the gravest first: by score, then by the worst that it may be, then by impact.
fn gravity(assessment: &Assessment) -> [u32; 3] {
    let risk = &assessment.risk;
    let impact = risk.terms.as_ref().map_or(0, |terms| terms.impact);
    [risk.score.unwrap_or(0), risk.max.unwrap_or(0), impact].map(|points| u32::MAX - points)
}

fn prefix_words(shown: &str) -> String {
    match shown {
        "" => "the objects without a prefix".to_owned(),
        prefix => format!("the prefix {prefix:?}"),
    }
}

/// The first levels of a key, each with its `/`.
fn prefix_of(key: &str, depth: usize) -> &str {
    let ends = key.match_indices('/').map(|(at, _)| at + 1);
    &key[..ends.take(depth).last().unwrap_or(0)]
}

impl Candidate {
    fn new(object: &JudgedObject<'_>, order: u64, weights: &Weights) -> Self {
        let mut tally = Tally::of(Precision::OF_PART);
        object.count_in(&mut tally);
        let named = object.is_named().then(|| {
            let mut named = Tally::of(Precision::OF_PART);
            object.in_form(Form::Name).count_in(&mut named);
            named
        });
        let terms = score_by(&within_account(&tally, object.encryption.class, weights), weights);
        let count = tally.detectors().values().fold(0_u64, |sum, d| sum.saturating_add(d.count));
        Self {
            rank: (terms.value, terms.impact, count),
            order,
            key: object.key.to_owned(),
            shown_key: object.shown_key.to_owned(),
            key_fingerprint: object.key_fingerprint.map(str::to_owned),
            version_id: object.version_id.map(str::to_owned),
            size: object.size,
            status: object.outcome.status,
            encryption: object.encryption.clone(),
            tally,
            named,
        }
    }

    fn judge(
        &self,
        facts: Option<&BucketFacts>,
        forms: Forms,
        weights: &Weights,
    ) -> ObjectAssessment {
        let exposure = match forms.first() {
            Some((_, content)) => (**content).clone(),
            None => exposure_unknown("not a bucket"),
        };
        let group = |(form, exposure)| {
            let tally = self.named.as_ref().filter(|_| form == Form::Name).unwrap_or(&self.tally);
            ReachedBy { form, exposure, tally: tally.clone(), ways: Ways::default() }
        };
        let groups: Vec<ReachedBy> = forms.into_iter().map(group).collect();
        let whole = Whole { facts, exposure, tally: &self.tally, groups: &groups, open: None };
        ObjectAssessment {
            shown_key: self.shown_key.clone(),
            key_fingerprint: self.key_fingerprint.clone(),
            version_id: self.version_id.clone(),
            size: self.size,
            status: self.status,
            encryption: self.encryption.clone(),
            count: self.rank.2,
            assessment: whole.assess(&[], weights),
        }
    }
}

/// The factors of one object, were its bucket like any other.
fn within_account(tally: &Tally, encryption: EncryptionClass, weights: &Weights) -> Factors {
    Factors {
        tier: tally.tier().max(Tier::None),
        combination: tally.combination(weights),
        subjects: tally.subjects(),
        audience: Audience::Account,
        form: Form::Content,
        barrier: false,
        keys_open_to: Audience::Account,
        encryption,
        tls: Guard::Unknown,
        logging: Logging::Unknown,
        recovery: Recovery::Unknown,
        retention: Guard::Unknown,
        ownership: Guard::Unknown,
        credential: tally.credential,
        authentication_data: tally.authentication_data,
    }
}

#[cfg(test)]
mod tests {
    use super::prefix_of;

    #[test]
    fn a_prefix_ends_with_a_slash_and_has_at_most_so_many_levels() {
        let of = |depth| prefix_of("a/b/c/d.txt", depth);
        assert_eq!([of(0), of(1), of(2), of(3), of(9)], ["", "a/", "a/b/", "a/b/c/", "a/b/c/"]);
        assert_eq!(prefix_of("d.txt", 2), "");
        assert_eq!(prefix_of("//d", 1), "/");
    }
}

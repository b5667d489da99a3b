//! What a scan learns of one bucket, added up object by object.

use std::collections::BTreeMap;

use magpie_model::{Category, Confidence, DetectorId, EncryptionClass, Outcome, Reason, Status};

use crate::distinct::{Distinct, Precision};
use crate::{Amount, Census, Found, Tier, Weights};

/// How much of a bucket was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Objects that hold content; links and special files are none.
    pub objects: u64,
    /// Of these, read in full.
    pub objects_complete: u64,
    /// Their bytes as listed.
    pub bytes: u64,
    /// Of these, read.
    pub bytes_read: u64,
    /// Objects that were left out by `--sample`.
    pub not_sampled: u64,
    /// The listing ended early, or covered a prefix only, or there was none.
    pub listing_incomplete: bool,
}

impl Coverage {
    fn merge(&mut self, other: &Self) {
        self.objects += other.objects;
        self.objects_complete += other.objects_complete;
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.bytes_read = self.bytes_read.saturating_add(other.bytes_read);
        self.not_sampled += other.not_sampled;
        self.listing_incomplete |= other.listing_incomplete;
    }

    /// Whether everything was listed and read in full.
    pub fn is_complete(&self) -> bool {
        !self.listing_incomplete && self.objects == self.objects_complete
    }
}

/// What one detector found in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectorTally {
    /// The detector's name for people.
    pub name: String,
    /// What kind of data.
    pub category: Category,
    /// How sensitive it is.
    pub tier: Tier,
    /// Occurrences.
    pub count: u64,
    /// Different values, added up over the objects.
    summed: u64,
    /// The different values themselves, as far as they were told.
    values: Option<Distinct>,
    /// Objects.
    pub objects: u64,
    /// The highest confidence met.
    pub confidence: Confidence,
}

impl DetectorTally {
    fn merge(&mut self, other: &Self) {
        self.tier = self.tier.max(other.tier);
        self.count = self.count.saturating_add(other.count);
        self.summed = self.summed.saturating_add(other.summed);
        if let Some(theirs) = &other.values {
            match &mut self.values {
                Some(values) => values.merge(theirs),
                none => *none = Some(theirs.clone()),
            }
        }
        self.objects += other.objects;
        self.confidence = self.confidence.max(other.confidence);
    }

    /// Different values. One that stands in two objects counts once, where values were told.
    pub fn distinct(&self) -> u64 {
        self.values.as_ref().map_or(self.summed, |values| values.count().min(self.summed))
    }

    /// Whether [`DetectorTally::distinct`] is an estimate: of many values, or a sum over objects.
    pub fn distinct_is_estimate(&self) -> bool {
        self.values.as_ref().map_or(self.objects > 1, Distinct::is_estimate)
    }
}

/// Keys of one bucket that are told apart.
const KEYS_MAX: usize = 100;

/// Objects under one KMS key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyUse {
    /// All of them.
    pub all: Amount,
    /// Those with findings.
    pub sensitive: Amount,
    /// All of them by class.
    pub(crate) all_by_class: Census,
    /// Those with findings by class.
    pub(crate) sensitive_by_class: Census,
}

impl KeyUse {
    fn merge(&mut self, other: &Self) {
        self.all.merge(other.all);
        self.sensitive.merge(other.sensitive);
        self.all_by_class.merge(&other.all_by_class);
        self.sensitive_by_class.merge(&other.sensitive_by_class);
    }
}

/// Objects that others can hide, by the class that they would be scored by alone: several classes
/// together are scored by one that counts less than "no encryption" does, or than "not known" does.
const HIDDEN_BY_OTHERS: [(EncryptionClass, &[EncryptionClass]); 2] = [
    (EncryptionClass::None, &[EncryptionClass::None, EncryptionClass::Unknown]),
    (EncryptionClass::Unknown, &[EncryptionClass::Unknown]),
];

/// Everything that the judge needs of a bucket's objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    precision: Precision,
    pub(crate) coverage: Coverage,
    pub(crate) encryption: Census,
    pub(crate) sensitive: Census,
    pub(crate) sensitive_objects: u64,
    /// The objects with findings of each of [`HIDDEN_BY_OTHERS`], once there are others beside them.
    apart: BTreeMap<EncryptionClass, Tally>,
    keys: BTreeMap<String, KeyUse>,
    pub(crate) detectors: BTreeMap<DetectorId, DetectorTally>,
    pub(crate) identity_beside: bool,
    pub(crate) credential: bool,
    pub(crate) authentication_data: bool,
}

impl Tally {
    /// An empty one that counts different values so finely.
    pub fn of(precision: Precision) -> Self {
        Self { precision, ..Self::default() }
    }

    /// Counts one object with what was found in it: several entries of one detector (one for each
    /// part of an archive) are welcome.
    pub fn object(
        &mut self,
        outcome: &Outcome,
        size: u64,
        bytes_read: u64,
        encryption: EncryptionClass,
        found: &[Found],
    ) {
        self.object_with_values(outcome, [size, bytes_read], encryption, found, &BTreeMap::new());
    }

    /// The same with the different values by detector: either those of all objects are told, or
    /// none. `bytes` are those listed and those read.
    pub fn object_with_values(
        &mut self,
        outcome: &Outcome,
        bytes: [u64; 2],
        encryption: EncryptionClass,
        found: &[Found],
        values: &BTreeMap<DetectorId, Distinct>,
    ) {
        let found: Vec<&Found> = found.iter().filter(|f| f.count > 0).collect();
        if !found.is_empty() {
            let scored = if is_there(outcome) { encryption } else { EncryptionClass::Unknown };
            self.keep_apart(scored);
            for (class, classes) in HIDDEN_BY_OTHERS {
                if let Some(part) = self.apart.get_mut(&class).filter(|_| classes.contains(&scored))
                {
                    part.add(outcome, bytes, encryption, &found, values);
                }
            }
        }
        self.add(outcome, bytes, encryption, &found, values);
    }

    /// Begins the tallies apart that an object of class `scored` makes necessary: as long as all
    /// objects belong to a part, the whole is that part.
    fn keep_apart(&mut self, scored: EncryptionClass) {
        if self.sensitive_objects == 0 {
            return;
        }
        let mut begun = Vec::new();
        for (class, classes) in HIDDEN_BY_OTHERS {
            if self.apart.contains_key(&class) {
                continue;
            }
            let all = self.sensitive.classes().all(|(class, _)| classes.contains(&class));
            match (all, classes.contains(&scored)) {
                (true, false) => begun.push((class, self.clone())),
                (false, true) => begun.push((class, Self::of(self.precision))),
                _ => {}
            }
        }
        for (class, mut part) in begun {
            part.apart.clear();
            self.apart.insert(class, part);
        }
    }

    /// The objects with findings that others of the same tally would hide, by class.
    pub(crate) fn apart(&self) -> &BTreeMap<EncryptionClass, Self> {
        &self.apart
    }

    fn add(
        &mut self,
        outcome: &Outcome,
        [size, bytes_read]: [u64; 2],
        encryption: EncryptionClass,
        found: &[&Found],
        values: &BTreeMap<DetectorId, Distinct>,
    ) {
        self.cover(outcome, size, bytes_read);
        if is_there(outcome) {
            self.encryption.add(encryption, size);
        }
        if found.is_empty() {
            return;
        }
        self.sensitive_objects += 1;
        if is_there(outcome) {
            self.sensitive.add(encryption, size);
        }
        let grave = found.iter().any(|f| f.tier() >= Tier::High);
        self.identity_beside |= grave && found.iter().any(|f| f.names_a_person());
        let mut seen: Vec<&DetectorId> = Vec::new();
        for &one in found {
            let first_here = !seen.contains(&&one.detector);
            if first_here {
                seen.push(&one.detector);
            }
            self.detector(one, first_here);
        }
        for (detector, values) in values {
            let precision = self.precision;
            if let Some(tally) = self.detectors.get_mut(detector) {
                tally.values.get_or_insert_with(|| Distinct::new(precision)).merge(values);
            }
        }
    }

    /// Adds what another tally has counted, as if its objects had been counted here.
    pub(crate) fn merge(&mut self, other: &Self) {
        if other.sensitive_objects > 0 {
            self.merge_apart(other);
        }
        self.coverage.merge(&other.coverage);
        self.encryption.merge(&other.encryption);
        self.sensitive.merge(&other.sensitive);
        self.sensitive_objects += other.sensitive_objects;
        for (id, used) in &other.keys {
            if self.keys.contains_key(id) || self.keys.len() < KEYS_MAX {
                self.keys.entry(id.clone()).or_default().merge(used);
            }
        }
        for (id, theirs) in &other.detectors {
            match self.detectors.get_mut(id) {
                Some(ours) => ours.merge(theirs),
                None => _ = self.detectors.insert(id.clone(), theirs.clone()),
            }
        }
        self.identity_beside |= other.identity_beside;
        self.credential |= other.credential;
        self.authentication_data |= other.authentication_data;
    }

    /// The parts that others hide, of both: where all of a tally belong to a part, it is that part.
    fn merge_apart(&mut self, other: &Self) {
        for (class, classes) in HIDDEN_BY_OTHERS {
            let whole = |tally: &Self| {
                let all = tally.sensitive.classes().all(|(class, _)| classes.contains(&class));
                all && !tally.apart.contains_key(&class)
            };
            let part = |tally: &Self| match tally.apart.get(&class) {
                Some(part) => Some(part.clone()),
                None if whole(tally) => Some(Self { apart: BTreeMap::new(), ..tally.clone() }),
                None => None,
            };
            if self.sensitive_objects == 0 {
                if let Some(part) = other.apart.get(&class) {
                    self.apart.insert(class, part.clone());
                }
                continue;
            }
            if whole(self) && whole(other) {
                continue;
            }
            let parts = [part(self), part(other)];
            if let Some(sum) = parts.into_iter().flatten().reduce(|mut sum, part| {
                sum.merge(&part);
                sum
            }) {
                self.apart.insert(class, sum);
            }
        }
    }

    /// Counts an object by the KMS key that it named; `None` for one that names none.
    pub fn key(
        &mut self,
        key_id: Option<&str>,
        class: EncryptionClass,
        size: u64,
        sensitive: bool,
    ) {
        let named = key_id.filter(|id| self.keys.contains_key(*id) || self.keys.len() < KEYS_MAX);
        let Some(id) = named else { return };
        let counted = self.keys.entry(id.to_owned()).or_default();
        counted.all.add(size);
        counted.all_by_class.add(class, size);
        if sensitive {
            counted.sensitive.add(size);
            counted.sensitive_by_class.add(class, size);
        }
    }

    /// The KMS keys that objects named, at most a hundred.
    pub fn keys(&self) -> &BTreeMap<String, KeyUse> {
        &self.keys
    }

    /// The keys of the sensitive objects, and whether each object behind KMS named one.
    pub(crate) fn sensitive_keys(&self) -> (impl Iterator<Item = &str>, bool) {
        let used = || self.keys.iter().filter(|(_, counted)| counted.sensitive.objects > 0);
        let named: u64 = used().map(|(_, counted)| counted.sensitive.objects).sum();
        let behind = self.sensitive.classes().filter(|(class, _)| class.is_kms());
        let behind: u64 = behind.map(|(_, amount)| amount.objects).sum();
        (used().map(|(id, _)| id.as_str()), named >= behind)
    }

    /// Says that not all of the bucket was listed.
    pub fn listing_incomplete(&mut self) {
        self.coverage.listing_incomplete = true;
    }

    /// How much was read.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// What each detector found.
    pub fn detectors(&self) -> &BTreeMap<DetectorId, DetectorTally> {
        &self.detectors
    }

    fn cover(&mut self, outcome: &Outcome, size: u64, bytes_read: u64) {
        if !holds_content(outcome) {
            return;
        }
        let coverage = &mut self.coverage;
        coverage.objects += 1;
        coverage.objects_complete += u64::from(outcome.status == Status::Complete);
        coverage.bytes = coverage.bytes.saturating_add(size);
        coverage.bytes_read = coverage.bytes_read.saturating_add(bytes_read.min(size));
        coverage.not_sampled += u64::from(outcome.reason == Some(Reason::NotSampled));
    }

    fn detector(&mut self, found: &Found, first_here: bool) {
        let sure = found.confidence == Confidence::High;
        self.credential |= sure && found.category == Category::Credentials;
        self.authentication_data |= found.is_authentication_data();
        let tally = self.detectors.entry(found.detector.clone()).or_insert_with(|| DetectorTally {
            name: found.name.clone(),
            category: found.category,
            tier: found.tier(),
            count: 0,
            summed: 0,
            values: None,
            objects: 0,
            confidence: found.confidence,
        });
        tally.count = tally.count.saturating_add(found.count);
        tally.summed = tally.summed.saturating_add(found.distinct.min(found.count));
        tally.objects += u64::from(first_here);
        tally.confidence = tally.confidence.max(found.confidence);
    }

    pub(crate) fn tier(&self) -> Tier {
        self.detectors.values().map(|d| d.tier).max().unwrap_or(Tier::None)
    }

    /// The most people that one detector saw: the same person often stands under several.
    pub(crate) fn subjects(&self) -> u64 {
        self.detectors.values().map(DetectorTally::distinct).max().unwrap_or(0)
    }

    /// Whether [`Self::subjects`] is an estimate.
    pub(crate) fn subjects_is_estimate(&self) -> bool {
        let most = self.detectors.values().max_by_key(|tally| tally.distinct());
        most.is_some_and(DetectorTally::distinct_is_estimate)
    }

    pub(crate) fn categories(&self) -> Vec<Category> {
        Category::ALL
            .into_iter()
            .filter(|category| self.detectors.values().any(|d| d.category == *category))
            .collect()
    }

    pub(crate) fn combination(&self, weights: &Weights) -> u32 {
        if self.identity_beside {
            weights.combination_identity()
        } else if self.categories().len() > 1 {
            weights.combination_categories()
        } else {
            0
        }
    }
}

/// What was listed and is gone is not encrypted in any way, whatever an inventory told.
pub(crate) fn is_there(outcome: &Outcome) -> bool {
    let gone = outcome.reason == Some(Reason::SourceObjectNoLongerAvailable);
    holds_content(outcome) && !gone
}

fn holds_content(outcome: &Outcome) -> bool {
    !matches!(
        outcome.reason,
        Some(Reason::SpecialFile | Reason::SymbolicLink | Reason::RunDirectory)
    )
}

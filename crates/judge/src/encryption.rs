//! Encryption of a bucket: what its default says, and what its objects show.

use std::collections::BTreeMap;

use magpie_model::{BucketFacts, EncryptionClass};

use crate::{Tally, Weights};

/// A number of objects and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Objects.
    pub objects: u64,
    /// Bytes as listed.
    pub bytes: u64,
}

impl Amount {
    /// Adds one object of `bytes`.
    pub fn add(&mut self, bytes: u64) {
        self.objects += 1;
        self.bytes = self.bytes.saturating_add(bytes);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.objects += other.objects;
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// Objects and bytes by class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census(BTreeMap<EncryptionClass, Amount>);

impl Census {
    /// Counts one object.
    pub fn add(&mut self, class: EncryptionClass, bytes: u64) {
        self.0.entry(class).or_default().add(bytes);
    }

    /// Adds another census to this one.
    pub fn merge(&mut self, other: &Self) {
        for (class, amount) in &other.0 {
            self.0.entry(*class).or_default().merge(*amount);
        }
    }

    /// What stands under one class.
    pub fn of(&self, class: EncryptionClass) -> Amount {
        self.0.get(&class).copied().unwrap_or_default()
    }

    /// Every class that occurs, in the order of [`EncryptionClass::ALL`].
    pub fn classes(&self) -> impl Iterator<Item = (EncryptionClass, Amount)> + '_ {
        self.0.iter().map(|(class, amount)| (*class, *amount))
    }

    fn known(&self) -> impl Iterator<Item = EncryptionClass> + '_ {
        self.0.keys().copied().filter(|class| *class != EncryptionClass::Unknown)
    }

    /// The class that counts worst, of those that are known.
    pub(crate) fn weakest(&self, weights: &Weights) -> Option<EncryptionClass> {
        self.known().max_by_key(|class| weights.encryption(*class))
    }
}

/// The class of a bucket's objects together. Objects of unknown encryption do not change it: most
/// of them were never opened. `unknown` is the class only where no object told its own.
pub fn roll_up(census: &Census) -> EncryptionClass {
    let known: Vec<_> = census.known().collect();
    let open = known
        .iter()
        .any(|c| matches!(c, EncryptionClass::None | EncryptionClass::MixedUnencrypted));
    match known.as_slice() {
        [] => EncryptionClass::Unknown,
        [one] => *one,
        _ if open => EncryptionClass::MixedUnencrypted,
        _ => EncryptionClass::Mixed,
    }
}

/// Default and actual encryption of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionReport {
    /// What the bucket is called in tags: the objects' class, else the default's.
    pub class: EncryptionClass,
    /// The class of all objects together.
    pub actual: EncryptionClass,
    /// The class of the objects that hold findings.
    pub sensitive: EncryptionClass,
    /// The bucket's default; `None` when it is not known.
    pub default: Option<EncryptionClass>,
    /// All objects by class.
    pub all: Census,
    /// Objects with findings by class.
    pub sensitive_objects: Census,
    /// One sentence where objects are not as the default would make them.
    pub drift: Option<String>,
}

impl EncryptionReport {
    /// Puts the objects beside the bucket's default; what is weaker, `weights` say.
    pub fn of(tally: &Tally, facts: Option<&BucketFacts>, weights: &Weights) -> Self {
        let (all, sensitive) = (tally.encryption.clone(), tally.sensitive.clone());
        let set = facts.and_then(|f| f.default_encryption.get());
        let default = set.map(|set| set.as_ref().map_or(EncryptionClass::None, |set| set.class));
        let key = set.and_then(|set| set.as_ref()?.key_id.as_deref());
        let drift = default.and_then(|default| {
            let mut drifts = weaker(default, &all, &sensitive, weights);
            drifts.extend(key.and_then(|key| under_other_keys(default, key, tally)));
            let words = drifts.join(", ");
            (!words.is_empty()).then(|| format!("the default is {}, and {words}", default.as_str()))
        });
        let actual = roll_up(&all);
        let class = match actual {
            EncryptionClass::Unknown if all.0.is_empty() => {
                default.unwrap_or(EncryptionClass::Unknown)
            }
            actual => actual,
        };
        Self {
            class,
            actual,
            sensitive: roll_up(&sensitive),
            default,
            drift,
            all,
            sensitive_objects: sensitive,
        }
    }
}

/// Objects that are weaker than the default would have made them were written before it was set,
/// or asked for something else.
fn weaker(
    default: EncryptionClass,
    all: &Census,
    sensitive: &Census,
    weights: &Weights,
) -> Vec<String> {
    all.classes()
        .filter(|(class, _)| *class != EncryptionClass::Unknown)
        .filter(|(class, _)| weights.encryption(*class) > weights.encryption(default))
        .map(|(class, amount)| {
            let grave = sensitive.of(class).objects;
            format!("{} {} ({grave} with findings)", objects_are(amount.objects), class.as_str())
        })
        .collect()
}

fn objects_are(count: u64) -> String {
    let noun = if count == 1 { "object is" } else { "objects are" };
    format!("{count} {noun}")
}

/// Objects that are encrypted as the default does it, and with another key than its own. An alias
/// does not tell which key it stands for.
fn under_other_keys(default: EncryptionClass, key: &str, tally: &Tally) -> Option<String> {
    let own = key_name(key)?;
    let others = tally.keys().iter().filter(|(id, _)| key_name(id).is_some_and(|id| id != own));
    let (mut all, mut sensitive) = (0, 0);
    for (_, used) in others {
        all += used.all_by_class.of(default).objects;
        sensitive += used.sensitive_by_class.of(default).objects;
    }
    (all > 0).then(|| format!("{} under another key ({sensitive} with findings)", objects_are(all)))
}

/// What a key is called in whichever way it is named: the last part of its ARN.
fn key_name(id: &str) -> Option<&str> {
    let name = id.rsplit_once(":key/").map_or(id, |(_, name)| name);
    (!name.contains("alias/") && !name.is_empty()).then_some(name)
}

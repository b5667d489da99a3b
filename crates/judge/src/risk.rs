//! The published formula: impact × likelihood, floors, level.

use magpie_model::EncryptionClass;

use crate::{Audience, Factors, Guard, Logging, Recovery, Situation, Tier, Weights};

/// How grave the risk is, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskLevel {
    /// Nothing was found, and everything was read.
    None,
    /// 1 to 29.
    Low,
    /// 30 to 54.
    Medium,
    /// 55 to 74.
    High,
    /// 75 to 100.
    Critical,
    /// Nothing was found, and not everything was read: no number stands for that.
    Inconclusive,
}

impl RiskLevel {
    /// Every level, in report order.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Low, Self::Medium, Self::High, Self::Critical, Self::Inconclusive];

    /// The word used in tags and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
            Self::Inconclusive => "inconclusive",
        }
    }

    /// Reads the word; `None` when it is not a level.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// A combination that is grave whatever the product says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Floor {
    /// F1: open to everybody or to every AWS account, and tier high or restricted.
    PublicAndGrave,
    /// F2: everybody, or every AWS account, writes where anything sensitive lies.
    PublicWrite,
    /// F3: open to everybody or to every AWS account, and tier moderate.
    PublicAndModerate,
    /// F4: a credential, with high confidence.
    Credential,
    /// F5: card authentication data is stored.
    AuthenticationData,
    /// F6: tier high or restricted in objects without encryption.
    GraveAndUnencrypted,
}

impl Floor {
    /// Every floor, in the order of its number.
    pub const ALL: [Self; 6] = [
        Self::PublicAndGrave,
        Self::PublicWrite,
        Self::PublicAndModerate,
        Self::Credential,
        Self::AuthenticationData,
        Self::GraveAndUnencrypted,
    ];

    /// The number used in vectors.
    pub fn number(self) -> u32 {
        match self {
            Self::PublicAndGrave => 1,
            Self::PublicWrite => 2,
            Self::PublicAndModerate => 3,
            Self::Credential => 4,
            Self::AuthenticationData => 5,
            Self::GraveAndUnencrypted => 6,
        }
    }

    /// The level it lifts to.
    pub fn level(self) -> RiskLevel {
        match self {
            Self::PublicAndGrave | Self::PublicWrite => RiskLevel::Critical,
            Self::PublicAndModerate
            | Self::Credential
            | Self::AuthenticationData
            | Self::GraveAndUnencrypted => RiskLevel::High,
        }
    }

    /// What it says of data that this audience reaches, for explanations. Who writes may be unable to
    /// read.
    pub fn sentence(self, audience: Audience) -> &'static str {
        // Who writes may need an account for it, or none.
        let writes = audience == Audience::PublicWrite;
        let signs = audience == Audience::AnyAccount;
        match self {
            Self::PublicAndGrave if writes => "highly sensitive data is writable by the public",
            Self::PublicAndModerate if writes => "personal data is writable by the public",
            Self::PublicAndGrave if signs => "highly sensitive data is open to every AWS account",
            Self::PublicAndModerate if signs => "personal data is open to every AWS account",
            Self::PublicAndGrave => "highly sensitive data is public",
            Self::PublicWrite => "the public can write where sensitive data lies",
            Self::PublicAndModerate => "personal data is public",
            Self::Credential => "a credential is stored",
            Self::AuthenticationData => "card authentication data is stored (PCI DSS 3.3.1)",
            Self::GraveAndUnencrypted => "highly sensitive data lies unencrypted",
        }
    }

    fn holds(self, factors: &Factors) -> bool {
        use magpie_model::EncryptionClass::{MixedUnencrypted, None as Unencrypted};
        let grave = factors.tier >= Tier::High;
        let held_off = factors.is_behind_keys() && !factors.keys_open_to.is_public();
        let public = factors.audience.is_public() && !held_off;
        match self {
            Self::PublicAndGrave => public && grave,
            Self::PublicWrite => {
                factors.audience == Audience::PublicWrite && factors.tier > Tier::None
            }
            Self::PublicAndModerate => public && factors.tier == Tier::Moderate,
            Self::Credential => factors.credential,
            Self::AuthenticationData => factors.authentication_data,
            Self::GraveAndUnencrypted => {
                grave && matches!(factors.encryption, Unencrypted | MixedUnencrypted)
            }
        }
    }
}

/// A score with the terms it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100.
    pub impact: u32,
    /// 0 to 50.
    pub exposure: u32,
    /// 0 to 30.
    pub gap: u32,
    /// 20 to 100: base, exposure and gap.
    pub likelihood: u32,
    /// Impact × likelihood, in percent, rounded.
    pub product: u32,
    /// The floors that hold, those that lift nothing included.
    pub floors: Vec<Floor>,
    /// The product, or what the highest floor lifts it to.
    pub value: u32,
    level: RiskLevel,
}

/// A part of what is judged, which the whole never scores below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartOf {
    /// Which one, as it may be shown.
    pub(crate) words: String,
    pub(crate) situation: Situation,
}

impl Score {
    /// The level of [`Score::value`].
    pub fn level(&self) -> RiskLevel {
        self.level
    }

    pub(crate) fn lift_to(&mut self, value: u32, weights: &Weights) {
        self.value = self.value.max(value);
        self.level = weights.level(self.value);
    }
}

/// The formula with the built-in weights.
pub fn score(factors: &Factors) -> Score {
    score_by(factors, Weights::builtin())
}

/// The formula.
pub fn score_by(factors: &Factors, weights: &Weights) -> Score {
    let impact = impact(factors, weights);
    let exposure = exposure(factors, weights);
    let gap = weights.encryption(factors.encryption)
        + weights.tls(factors.tls)
        + weights.logging(factors.logging)
        + weights.recovery(factors.recovery)
        + weights.retention(factors.retention)
        + weights.ownership(factors.ownership);
    let likelihood = weights.likelihood_base() + exposure + gap;
    let product = (impact * likelihood + 50) / 100;
    let floors: Vec<Floor> = Floor::ALL.into_iter().filter(|f| f.holds(factors)).collect();
    let value = floors.iter().map(|f| weights.lowest_score(f.level())).fold(product, u32::max);
    Score { impact, exposure, gap, likelihood, product, floors, value, level: weights.level(value) }
}

fn impact(factors: &Factors, weights: &Weights) -> u32 {
    if factors.tier == Tier::None {
        return 0;
    }
    let sum = weights.tier(factors.tier) + factors.combination + weights.volume(factors.subjects);
    sum.min(100)
}

/// KMS keeps outsiders from the content: to whomever the bucket is open, no wider audience may
/// then count less than a narrower one, so all of them are cut at the same height. Whom the keys
/// themselves let in is not kept off.
fn exposure(factors: &Factors, weights: &Weights) -> u32 {
    let points = weights.audience(factors.audience);
    if factors.is_behind_keys() && factors.audience.is_outside() {
        points.min(weights.barrier_cap().max(weights.audience(factors.keys_open_to)))
    } else {
        points
    }
}

/// One change and what it would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// What to do.
    pub action: &'static str,
    /// The score that it leads to, everything else left as it is.
    pub score: u32,
    /// By how much that is less.
    pub reduction: u32,
}

/// The risk of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The level.
    pub level: RiskLevel,
    /// 0 to 100; `None` when inconclusive.
    pub score: Option<u32>,
    /// The score with the best value for every unknown fact of the configuration.
    pub min: Option<u32>,
    /// The score with the worst value for every unknown fact of the configuration.
    pub max: Option<u32>,
    /// The terms of the score; `None` when inconclusive.
    pub terms: Option<Score>,
    /// One sentence that names every term, and the part that lifts the score.
    pub explanation: String,
    /// Every level in short, such as `R1/T:high/C:10/…`; of what is known when inconclusive.
    pub vector: String,
    /// Single changes that lower the score, the most effective first.
    pub what_if: Vec<WhatIf>,
    /// See [`Weights::version`].
    pub weights_version: u32,
    /// See [`Weights::digest`].
    pub weights_digest: String,
}

/// One change to all that is judged.
type Change = fn(Factors) -> Factors;

/// Of [`CHANGES`], the last ones are about what was found and not about a bucket's configuration.
const CHANGES_OF_CONTENT: usize = 2;

const CHANGES: [(&str, Change); 10] = [
    ("keep the bucket to its own account", |now| match now.audience.is_outside() {
        true => Factors { audience: Audience::Account, ..now },
        false => now,
    }),
    ("encrypt the sensitive objects with a customer managed KMS key", under_a_key_of_its_own),
    ("let the KMS keys decrypt for the account of the bucket only", |now| {
        match now.is_behind_keys() {
            true => Factors { keys_open_to: Audience::Account, ..now },
            false => now,
        }
    }),
    ("refuse requests without TLS", |now| Factors { tls: Guard::On, ..now }),
    ("record data events in CloudTrail", |now| Factors { logging: Logging::DataEvents, ..now }),
    ("keep old versions under Object Lock", |now| Factors {
        recovery: Recovery::ObjectLock,
        ..now
    }),
    ("let objects expire by a lifecycle rule", |now| Factors { retention: Guard::On, ..now }),
    ("switch ACLs off", |now| Factors { ownership: Guard::On, ..now }),
    ("revoke the credentials and delete them here", |now| Factors { credential: false, ..now }),
    ("delete the card authentication data", |now| Factors { authentication_data: false, ..now }),
];

/// What is under a KMS key already, unless it is the one that AWS manages, gains nothing by another.
fn under_a_key_of_its_own(now: Factors) -> Factors {
    if now.encryption.is_kms() && now.encryption != EncryptionClass::SseKmsAws {
        return now;
    }
    Factors {
        encryption: EncryptionClass::SseKmsCmk,
        barrier: true,
        keys_open_to: Audience::Account,
        ..now
    }
}

/// Single changes that lower the score of the gravest of `all`, the most effective first. A directory has no
/// configuration to change.
pub(crate) fn what_if(all: &[Factors], is_bucket: bool, weights: &Weights) -> Vec<WhatIf> {
    let gravest = |change: Change| {
        all.iter().map(|now| score_by(&change(*now), weights).value).max().unwrap_or(0)
    };
    let value = gravest(|now| now);
    let first = if is_bucket { 0 } else { CHANGES.len() - CHANGES_OF_CONTENT };
    let mut list: Vec<WhatIf> = CHANGES
        .into_iter()
        .skip(first)
        .map(|(action, change)| {
            let after = gravest(change);
            WhatIf { action, score: after, reduction: value.saturating_sub(after) }
        })
        .filter(|change| change.reduction > 0)
        .collect();
    list.sort_by_key(|change| std::cmp::Reverse(change.reduction));
    list
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::Form;

    fn factors() -> impl Strategy<Value = Factors> {
        let reach = (
            select(Audience::ORDER.to_vec()),
            any::<bool>(),
            select(Audience::ORDER.to_vec()),
            select(EncryptionClass::ALL.to_vec()),
            select(Form::ALL.to_vec()),
        );
        let guards = (
            select(vec![Guard::On, Guard::Unknown, Guard::Off]),
            select(vec![Logging::DataEvents, Logging::AccessLog, Logging::Unknown, Logging::None]),
            select(vec![Recovery::ObjectLock, Recovery::Versioned, Recovery::Off]),
        );
        let data = (select(Tier::ALL.to_vec()), any::<bool>(), any::<bool>());
        (reach, guards, data).prop_map(|(reach, guards, data)| Factors {
            tier: data.0,
            combination: 0,
            subjects: 900,
            audience: reach.0,
            form: reach.4,
            barrier: reach.1,
            keys_open_to: reach.2,
            encryption: reach.3,
            tls: guards.0,
            logging: guards.1,
            recovery: guards.2,
            retention: guards.0,
            ownership: guards.0,
            credential: data.1,
            authentication_data: data.2,
        })
    }

    /// Whether a change has something to change, told without it.
    fn is_open_to(action: &str, now: &Factors) -> bool {
        let words: Vec<&str> = action.split(' ').collect();
        match words[..] {
            ["keep", "the", "bucket", ..] => now.audience.is_outside(),
            ["encrypt", ..] => {
                !now.encryption.is_kms() || now.encryption == EncryptionClass::SseKmsAws
            }
            ["let", "the", "KMS", "keys", ..] => {
                now.form == Form::Content && now.barrier && now.keys_open_to.is_outside()
            }
            ["refuse", ..] => now.tls != Guard::On,
            ["record", ..] => now.logging != Logging::DataEvents,
            ["keep", "old", ..] => now.recovery != Recovery::ObjectLock,
            ["let", "objects", "expire", ..] => now.retention != Guard::On,
            ["switch", "ACLs", ..] => now.ownership != Guard::On,
            ["revoke", ..] => now.credential,
            ["delete", ..] => now.authentication_data,
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn every_change_that_is_offered_changes_something_and_lowers_the_score(
            all in proptest::collection::vec(factors(), 1..4),
        ) {
            let weights = Weights::builtin();
            let gravest = |all: &[Factors]| all.iter().map(|now| score(now).value).max();
            for line in what_if(&all, true, weights) {
                let change = CHANGES.into_iter().find(|(action, _)| *action == line.action);
                let change = change.unwrap().1;
                let after: Vec<Factors> = all.iter().map(|now| change(*now)).collect();
                prop_assert!(all.iter().any(|now| is_open_to(line.action, now)), "{}", line.action);
                prop_assert_eq!(gravest(&after), Some(line.score));
                prop_assert!(line.reduction > 0);
                prop_assert_eq!(gravest(&all), Some(line.score + line.reduction));
            }
        }
    }

    #[test]
    fn what_is_under_a_customer_managed_key_is_not_to_be_encrypted_by_one() {
        let of = |encryption, keys_open_to| {
            let now = Factors {
                tier: Tier::High,
                combination: 0,
                subjects: 900,
                audience: Audience::PublicRead,
                form: Form::Content,
                barrier: true,
                keys_open_to,
                encryption,
                tls: Guard::On,
                logging: Logging::DataEvents,
                recovery: Recovery::ObjectLock,
                retention: Guard::On,
                ownership: Guard::On,
                credential: false,
                authentication_data: false,
            };
            let list = what_if(&[now], true, Weights::builtin());
            list.into_iter().map(|line| line.action).collect::<Vec<_>>()
        };
        use EncryptionClass::{DsseKms, KeyUnusable, SseKms, SseKmsAws, SseKmsCmk};
        let [keep, encrypt, close] = [0, 1, 2].map(|at| CHANGES[at].0);
        for class in [SseKmsCmk, SseKms, DsseKms, KeyUnusable] {
            assert_eq!(of(class, Audience::ExternalRead), [keep, close], "{class:?}");
            assert_eq!(of(class, Audience::Account), [keep], "{class:?}");
        }
        assert_eq!(of(SseKmsAws, Audience::Account), [keep, encrypt]);
    }
}

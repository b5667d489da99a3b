//! The levels that the formula takes, and what a bucket's facts say about each.

use magpie_model::{BucketFacts, Covered, EncryptionClass, Fact, Recorded, Versioning};

use crate::{Audience, Form, Tier, read_policy};

/// A protection that is there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// It is there.
    On,
    /// Nobody told.
    Unknown,
    /// It is not there.
    Off,
}

/// What is written down about access to objects, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Logging {
    /// CloudTrail data events.
    DataEvents,
    /// Server access logs only: best effort, without guarantee.
    AccessLog,
    /// Nobody told.
    Unknown,
    /// Nothing.
    None,
}

impl Logging {
    /// The word used in vectors and files of weights.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataEvents => "data",
            Self::AccessLog => "access",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }
}

/// How a lost or overwritten object comes back, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recovery {
    /// Object Lock.
    ObjectLock,
    /// Versioning.
    Versioned,
    /// Nobody told.
    Unknown,
    /// It does not.
    Off,
}

impl Recovery {
    /// The word used in vectors and files of weights.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ObjectLock => "lock",
            Self::Versioned => "on",
            Self::Unknown => "unknown",
            Self::Off => "off",
        }
    }
}

/// One level of each factor: all that a score depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// The most sensitive type of data.
    pub tier: Tier,
    /// [`crate::Weights::combination_categories`], [`crate::Weights::combination_identity`] or 0.
    pub combination: u32,
    /// People concerned.
    pub subjects: u64,
    /// Who can reach the data.
    pub audience: Audience,
    /// In which form they reach it.
    pub form: Form,
    /// Whether the sensitive objects are readable to those only whom a KMS key lets decrypt.
    pub barrier: bool,
    /// Whom those keys let decrypt; counts only where there is a barrier.
    pub keys_open_to: Audience,
    /// Encryption of the sensitive objects; the weakest class where it is mixed.
    pub encryption: EncryptionClass,
    /// Requests without TLS are refused.
    pub tls: Guard,
    /// What is written down about access.
    pub logging: Logging,
    /// How objects come back.
    pub recovery: Recovery,
    /// Objects expire.
    pub retention: Guard,
    /// ACLs are switched off.
    pub ownership: Guard,
    /// A credential was found with high confidence.
    pub credential: bool,
    /// Card authentication data was found.
    pub authentication_data: bool,
}

impl Factors {
    /// Whether KMS keys keep it from those whom they do not let decrypt.
    pub(crate) fn is_behind_keys(&self) -> bool {
        self.barrier && self.form.is_under_key()
    }
}

/// The factors as they seem to be, and both ends of what they may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// With the published value for whatever is unknown.
    pub nominal: Factors,
    /// With the best value for whatever is unknown.
    pub best: Factors,
    /// With the worst value for whatever is unknown.
    pub worst: Factors,
}

/// A level with both ends of what it may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread<T> {
    pub(crate) nominal: T,
    pub(crate) best: T,
    pub(crate) worst: T,
}

impl<T: Copy> Spread<T> {
    pub(crate) fn sure(level: T) -> Self {
        Self { nominal: level, best: level, worst: level }
    }
}

/// What the facts say about each control.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Controls {
    pub(crate) tls: Spread<Guard>,
    pub(crate) logging: Spread<Logging>,
    pub(crate) recovery: Spread<Recovery>,
    pub(crate) retention: Spread<Guard>,
    pub(crate) ownership: Spread<Guard>,
}

/// Reads the controls from the facts; without facts all of them are unknown.
pub(crate) fn controls(facts: Option<&BucketFacts>) -> Controls {
    fn known<T: Clone>(fact: Option<&Fact<T>>) -> Option<T> {
        fact.and_then(Fact::get).cloned()
    }
    let tls = guard(facts.and_then(|facts| read_policy(facts).tls_only()));
    let logging = logging(
        known(facts.map(|f| &f.access_logging)),
        [known(facts.map(|f| &f.reads_recorded)), known(facts.map(|f| &f.writes_recorded))],
    );
    Controls {
        tls,
        logging,
        recovery: recovery(
            known(facts.map(|f| &f.object_lock)),
            known(facts.map(|f| &f.object_lock_default)).map(|default| default.is_some()),
            known(facts.map(|f| &f.versioning)),
        ),
        retention: retention(known(facts.map(|f| &f.lifecycle_expiry))),
        ownership: guard(known(facts.map(|f| &f.acls_disabled))),
    }
}

/// Data events count when they hold all reads and all writes.
fn logging(access_log: Option<bool>, recorded: [Option<Recorded>; 2]) -> Spread<Logging> {
    let all = |r: &Option<Recorded>| *r == Some(Recorded::Everything);
    if recorded.iter().all(all) {
        return Spread::sure(Logging::DataEvents);
    }
    let lacking = recorded.iter().any(|r| r.is_some_and(|r| r != Recorded::Everything));
    let best = |without| if lacking { without } else { Logging::DataEvents };
    match access_log {
        Some(true) => Spread { best: best(Logging::AccessLog), ..Spread::sure(Logging::AccessLog) },
        Some(false) if lacking => Spread::sure(Logging::None),
        Some(false) => {
            let best = Logging::DataEvents;
            Spread { nominal: Logging::Unknown, best, worst: Logging::None }
        }
        None => {
            let best = best(Logging::AccessLog);
            Spread { nominal: Logging::Unknown, best, worst: Logging::None }
        }
    }
}

fn guard(known: Option<bool>) -> Spread<Guard> {
    match known {
        Some(true) => Spread::sure(Guard::On),
        Some(false) => Spread::sure(Guard::Off),
        None => Spread { nominal: Guard::Unknown, best: Guard::On, worst: Guard::Off },
    }
}

/// A rule for some objects leaves the others; which of them hold what was found is not compared.
fn retention(covered: Option<Covered>) -> Spread<Guard> {
    match covered {
        Some(Covered::Part(_)) => Spread { best: Guard::On, ..Spread::sure(Guard::Off) },
        covered => guard(covered.map(|covered| covered.is_everything())),
    }
}

/// Object Lock counts where it gives every object a term; else objects may have one of their own.
fn recovery(
    lock: Option<bool>,
    with_default: Option<bool>,
    versioning: Option<Versioning>,
) -> Spread<Recovery> {
    let versioned = Spread::sure(Recovery::Versioned);
    match (lock, versioning) {
        (Some(true), _) if with_default == Some(true) => Spread::sure(Recovery::ObjectLock),
        // Object Lock cannot be without versioning.
        (Some(true), _) | (None, Some(Versioning::On)) => {
            Spread { best: Recovery::ObjectLock, ..versioned }
        }
        (Some(false), Some(Versioning::On)) => versioned,
        (_, Some(Versioning::Off)) => Spread::sure(Recovery::Off),
        (Some(false), None) => {
            Spread { nominal: Recovery::Unknown, best: Recovery::Versioned, worst: Recovery::Off }
        }
        (None, None) => {
            Spread { nominal: Recovery::Unknown, best: Recovery::ObjectLock, worst: Recovery::Off }
        }
    }
}

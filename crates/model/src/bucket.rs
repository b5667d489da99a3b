//! Facts of a bucket's configuration: each known, or unknown with its reason.

use std::collections::BTreeMap;

use crate::{EncryptionClass, KeyFacts, ReplicationRule};

/// A fact's value, or why there is none. "Denied" is neither yes nor no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The source told.
    Yes(T),
    /// It did not, for this reason.
    Unknown(String),
}

/// One fact with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value, or why there is none.
    pub value: Known<T>,
    /// The API call that told, such as `GetBucketEncryption`; `none` when no call was made.
    pub source: &'static str,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

impl<T> Fact<T> {
    /// A fact that `source` told.
    pub fn known(value: T, source: &'static str, at: &str) -> Self {
        Self { value: Known::Yes(value), source, at: at.into() }
    }

    /// A fact that could not be had.
    pub fn unknown(reason: impl Into<String>, source: &'static str, at: &str) -> Self {
        Self { value: Known::Unknown(reason.into()), source, at: at.into() }
    }

    /// Another fact that follows from the same answer.
    pub fn map<U>(&self, read: impl FnOnce(&T) -> U) -> Fact<U> {
        let value = match &self.value {
            Known::Yes(value) => Known::Yes(read(value)),
            Known::Unknown(reason) => Known::Unknown(reason.clone()),
        };
        Fact { value, source: self.source, at: self.at.clone() }
    }

    /// The value, when it is known.
    pub fn get(&self) -> Option<&T> {
        match &self.value {
            Known::Yes(value) => Some(value),
            Known::Unknown(_) => None,
        }
    }
}

/// What a bucket does to objects that arrive without a wish of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultEncryption {
    /// The class; `None` for a store that has no default.
    pub class: EncryptionClass,
    /// The KMS key.
    pub key_id: Option<String>,
    /// Whether a bucket key spares KMS calls.
    pub bucket_key: Option<bool>,
}

/// The four switches of Block Public Access. All false when none is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublicAccessBlock {
    /// Refuses new public ACLs.
    pub block_public_acls: bool,
    /// Ignores the public ACLs that exist.
    pub ignore_public_acls: bool,
    /// Refuses new public policies.
    pub block_public_policy: bool,
    /// Keeps the public out although a policy lets it in.
    pub restrict_public_buckets: bool,
}

/// What an ACL lets somebody do. `FULL_CONTROL` is all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AclAbilities {
    /// `READ`: of a bucket, to list it; of an object, its content.
    pub read: bool,
    /// `WRITE`: to add, replace and delete objects.
    pub write: bool,
    /// `READ_ACP`: to read the ACL, which shows no data.
    pub read_acl: bool,
    /// `WRITE_ACP`: to rewrite the ACL, and so to take everything else.
    pub write_acl: bool,
}

impl AclAbilities {
    /// Whether data can be changed, or whatever else be taken.
    pub fn changes(self) -> bool {
        self.write || self.write_acl
    }

    /// Whether it gives anything beyond the sight of the ACL.
    pub fn reaches_data(self) -> bool {
        self.read || self.changes()
    }
}

/// What an ACL grants beyond its owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AclGrants {
    /// The owner's canonical id, which grants and policies may name.
    pub owner: Option<String>,
    /// `AllUsers`.
    pub everybody: AclAbilities,
    /// `AuthenticatedUsers`: every AWS account.
    pub any_account: AclAbilities,
    /// Others by canonical id, which tells no account.
    pub others: BTreeMap<String, AclAbilities>,
}

/// Whether old versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versioning {
    /// Never switched on, or suspended.
    Off,
    /// On.
    On,
}

/// Which objects of a bucket the rules of its lifecycle cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covered {
    /// None.
    Nothing,
    /// Those that these words tell, such as `prefix "logs/"`.
    Part(Vec<String>),
    /// All.
    Everything,
}

impl Covered {
    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Self::Everything
    }

    /// What is covered, where that is not all.
    pub fn part(&self) -> &[String] {
        match self {
            Self::Part(words) => words,
            Self::Nothing | Self::Everything => &[],
        }
    }
}

/// How many of the calls on a bucket's objects are recorded, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recorded {
    /// None.
    Nothing,
    /// Those on some objects or by some callers.
    Part,
    /// All.
    Everything,
}

impl Recorded {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Part => "part",
            Self::Everything => "everything",
        }
    }
}

/// One access point of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPoint {
    /// Its name.
    pub name: String,
    /// What its ARN says in place of the name where it is one of several regions, as far as it is
    /// known.
    pub alias: Option<String>,
    /// Whether only a VPC reaches it; such a one is never public.
    pub vpc_only: bool,
    /// Whether all four switches of its own Block Public Access are on.
    pub blocked: Known<bool>,
    /// Whether its own Block Public Access keeps outsiders out once its policy is public.
    pub restricts: Known<bool>,
    /// Whether S3 calls its policy public and nothing restricts it; unknown with its reason.
    pub public: Known<bool>,
    /// The text of its policy; `Yes(None)` when there is none.
    pub policy: Known<Option<String>>,
}

/// What the user says of the world around a bucket; no call can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// The own organisation (`o-…`).
    pub organisation: Option<String>,
    /// Accounts and organisations that are trusted.
    pub trusted: Vec<String>,
    /// Regions that data may lie in; empty for any.
    pub regions_allowed: Vec<String>,
}

/// What is known of one bucket. Made by `posture`, judged by `judge`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketFacts {
    /// Its name, by which a policy's resources are told from others; `None` fits any.
    pub bucket: Option<String>,
    /// The region that holds it.
    pub region: Fact<String>,
    /// Default encryption; `Yes(None)` when the store says there is none.
    pub default_encryption: Fact<Option<DefaultEncryption>>,
    /// Kinds of encryption that it refuses, such as `SSE-C`; empty when the answer names none.
    pub blocked_encryption: Fact<Vec<String>>,
    /// The bucket's own Block Public Access.
    pub public_access_block: Fact<PublicAccessBlock>,
    /// The account's Block Public Access.
    pub account_public_access_block: Fact<PublicAccessBlock>,
    /// The account that owns the bucket, when it is the one that asks.
    pub account: Fact<String>,
    /// The bucket policy's text; `Yes(None)` when there is none.
    pub policy: Fact<Option<String>>,
    /// Whether a bucket policy exists at all.
    pub has_policy: Fact<bool>,
    /// Whether S3 calls the policy public.
    pub policy_public: Fact<bool>,
    /// Grants of the bucket's ACL.
    pub acl: Fact<AclGrants>,
    /// Whether ACLs are switched off (`BucketOwnerEnforced`).
    pub acls_disabled: Fact<bool>,
    /// Whether old versions are kept.
    pub versioning: Fact<Versioning>,
    /// Whether Object Lock is on; by itself it keeps no object that has no term of its own.
    pub object_lock: Fact<bool>,
    /// For how long it keeps every new object, such as `COMPLIANCE, 30 days`.
    pub object_lock_default: Fact<Option<String>>,
    /// Whether server access logs are written.
    pub access_logging: Fact<bool>,
    /// How much of the reading of objects CloudTrail records, by its trails.
    pub reads_recorded: Fact<Recorded>,
    /// How much of the writing of objects CloudTrail records, by its trails.
    pub writes_recorded: Fact<Recorded>,
    /// Whether a lifecycle rule of any kind is in force.
    pub lifecycle_rules: Fact<bool>,
    /// Which objects expire.
    pub lifecycle_expiry: Fact<Covered>,
    /// Of which objects old versions expire.
    pub lifecycle_noncurrent: Fact<Covered>,
    /// Of which objects incomplete uploads are aborted after some days.
    pub lifecycle_uploads: Fact<Covered>,
    /// Whether deletion of versions needs a second factor.
    pub mfa_delete: Fact<bool>,
    /// Whether the bucket is a website.
    pub website: Fact<bool>,
    /// Rules of replication; none when it is not set up.
    pub replication: Fact<Vec<ReplicationRule>>,
    /// Whether events are told to anybody.
    pub notifications: Fact<bool>,
    /// Whether an inventory is delivered.
    pub inventory: Fact<bool>,
    /// Whether the reader pays.
    pub requester_pays: Fact<bool>,
    /// Access points of the owner's account.
    pub access_points: Fact<Vec<AccessPoint>>,
    /// Multi-Region access points of the owner's account that lead to it.
    pub multi_region_points: Fact<Vec<AccessPoint>>,
    /// The tags as they are.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Whether tags decide about access (attribute-based access control).
    pub tags_decide_access: Fact<bool>,
    /// Keys that encrypt by default, or encrypt an object that was seen, by the id that names them.
    pub keys: BTreeMap<String, KeyFacts>,
    /// What the user declared.
    pub declared: Declared,
}

impl BucketFacts {
    /// Facts of which none could be had, for one and the same reason.
    pub fn unknown(reason: &str, at: &str) -> Self {
        fn none<T>(reason: &str, at: &str) -> Fact<T> {
            Fact::unknown(reason, "none", at)
        }
        Self {
            bucket: None,
            region: none(reason, at),
            default_encryption: none(reason, at),
            blocked_encryption: none(reason, at),
            public_access_block: none(reason, at),
            account_public_access_block: none(reason, at),
            account: none(reason, at),
            policy: none(reason, at),
            has_policy: none(reason, at),
            policy_public: none(reason, at),
            acl: none(reason, at),
            acls_disabled: none(reason, at),
            versioning: none(reason, at),
            object_lock: none(reason, at),
            object_lock_default: none(reason, at),
            access_logging: none(reason, at),
            reads_recorded: none(reason, at),
            writes_recorded: none(reason, at),
            lifecycle_rules: none(reason, at),
            lifecycle_expiry: none(reason, at),
            lifecycle_noncurrent: none(reason, at),
            lifecycle_uploads: none(reason, at),
            mfa_delete: none(reason, at),
            website: none(reason, at),
            replication: none(reason, at),
            notifications: none(reason, at),
            inventory: none(reason, at),
            requester_pays: none(reason, at),
            access_points: none(reason, at),
            multi_region_points: none(reason, at),
            tags: none(reason, at),
            tags_decide_access: none(reason, at),
            keys: BTreeMap::new(),
            declared: Declared::default(),
        }
    }
}

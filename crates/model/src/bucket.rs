//! Facts of a bucket's configuration: each known, or unknown with its reason.

use std::collections::BTreeMap;

use crate::EncryptionClass;

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

/// What the bucket's ACL grants to everybody or to every AWS account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AclGrants {
    /// `AllUsers` may list or read.
    pub public_read: bool,
    /// `AllUsers` may write, or take the bucket over.
    pub public_write: bool,
    /// `AuthenticatedUsers` may list or read.
    pub any_account_read: bool,
    /// `AuthenticatedUsers` may write, or take the bucket over.
    pub any_account_write: bool,
    /// Some other account holds a grant.
    pub other_account: bool,
}

/// Whether old versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versioning {
    /// Never switched on, or suspended.
    Off,
    /// On.
    On,
}

/// What is known of one bucket. Made by `posture`, judged by `judge`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketFacts {
    /// The region that holds it.
    pub region: Fact<String>,
    /// Default encryption; `Yes(None)` when the store says there is none.
    pub default_encryption: Fact<Option<DefaultEncryption>>,
    /// The bucket's own Block Public Access.
    pub public_access_block: Fact<PublicAccessBlock>,
    /// The account's Block Public Access.
    pub account_public_access_block: Fact<PublicAccessBlock>,
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
    /// Whether Object Lock is on.
    pub object_lock: Fact<bool>,
    /// Whether server access logs are written.
    pub access_logging: Fact<bool>,
    /// Whether a rule expires objects.
    pub lifecycle_expiry: Fact<bool>,
    /// The tags as they are.
    pub tags: Fact<BTreeMap<String, String>>,
}

impl BucketFacts {
    /// Facts of which none could be had, for one and the same reason.
    pub fn unknown(reason: &str, at: &str) -> Self {
        fn none<T>(reason: &str, at: &str) -> Fact<T> {
            Fact::unknown(reason, "none", at)
        }
        Self {
            region: none(reason, at),
            default_encryption: none(reason, at),
            public_access_block: none(reason, at),
            account_public_access_block: none(reason, at),
            has_policy: none(reason, at),
            policy_public: none(reason, at),
            acl: none(reason, at),
            acls_disabled: none(reason, at),
            versioning: none(reason, at),
            object_lock: none(reason, at),
            access_logging: none(reason, at),
            lifecycle_expiry: none(reason, at),
            tags: none(reason, at),
        }
    }
}

//! A recipe: which buckets with which configuration, and which objects of which kind in them.
//! It is a TOML file, `corpora/<name>/recipe.toml`; `corpora/README.md` shows the format.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// A corpus in short: the seed, the keys, the buckets and their objects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Everything drawn by chance comes from it.
    pub seed: u64,
    /// The keys that KMS knows.
    #[serde(default, rename = "key")]
    pub keys: Vec<Key>,
    /// Trails of CloudTrail.
    #[serde(default, rename = "trail")]
    pub trails: Vec<Trail>,
    /// The buckets.
    #[serde(rename = "bucket")]
    pub buckets: Vec<BucketRecipe>,
}

/// A KMS key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The key's ARN.
    pub arn: String,
    /// `CUSTOMER` or `AWS`.
    pub manager: String,
    /// `Enabled`, `Disabled`, `PendingDeletion` …; objects under a key that is not `Enabled`
    /// cannot be read.
    #[serde(default = "enabled")]
    pub state: String,
    /// Whether KMS replaces its material by itself.
    #[serde(default)]
    pub rotation: bool,
    /// `AWS_KMS`, `EXTERNAL` …
    #[serde(default = "kms")]
    pub origin: String,
    /// Whether replicas of it can exist in other regions.
    #[serde(default)]
    pub multi_region: bool,
    /// Its policy, JSON; absent leaves it to its account.
    #[serde(default)]
    pub policy: Option<String>,
}

impl Key {
    /// An enabled key that `manager` (`CUSTOMER` or `AWS`) has made with KMS's own material.
    pub fn new(arn: &str, manager: &str) -> Self {
        Self {
            arn: arn.into(),
            manager: manager.into(),
            state: enabled(),
            rotation: false,
            origin: kms(),
            multi_region: false,
            policy: None,
        }
    }
}

/// A trail of CloudTrail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trail {
    /// Its name.
    pub name: String,
    /// Its home region.
    pub region: String,
    /// Whether it records all regions.
    #[serde(default)]
    pub multi_region: bool,
    /// Whether it is switched on.
    pub logging: bool,
    /// What `GetEventSelectors` answers, JSON.
    pub selectors: String,
    /// Whether it is an event data store of CloudTrail Lake, and no trail.
    #[serde(default)]
    pub lake: bool,
}

/// A bucket and its objects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketRecipe {
    /// A valid bucket name.
    pub name: String,
    /// What the configuration calls answer.
    #[serde(default)]
    pub settings: BucketSettings,
    /// The objects, or series of objects.
    #[serde(default, rename = "object")]
    pub objects: Vec<ObjectRecipe>,
}

/// A bucket's configuration. What is absent answers with S3's own "no such configuration".
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BucketSettings {
    /// The region, `us-east-1` when absent.
    pub region: String,
    /// When it was created, RFC 3339.
    pub created: String,
    /// Default encryption.
    pub encryption: Option<Encryption>,
    /// The four switches of Block Public Access.
    pub public_access_block: Option<PublicAccessBlock>,
    /// The bucket policy, JSON.
    pub policy: Option<String>,
    /// What `GetBucketPolicyStatus` says of the policy; it is not worked out here.
    pub policy_public: bool,
    /// A canned ACL: `private`, `public-read`, `public-read-write`, `authenticated-read`, or
    /// `other-account` (read for a second account).
    pub acl: String,
    /// `BucketOwnerEnforced` and so on; absent for a bucket of before 2023.
    pub ownership: Option<String>,
    /// `Enabled` or `Suspended`.
    pub versioning: Option<String>,
    /// The bucket that receives the access logs.
    pub logging: Option<String>,
    /// Days after which a lifecycle rule expires objects.
    pub lifecycle_expiry_days: Option<u32>,
    /// Whether Object Lock is on.
    pub object_lock: bool,
    /// Whether it is a website.
    pub website: bool,
    /// Where objects are copied to.
    pub replication: Option<Replica>,
    /// Access points of its own region.
    pub access_points: Vec<Point>,
    /// Access points of several regions.
    pub multi_region_points: Vec<Point>,
    /// The bucket's tags.
    pub tags: BTreeMap<String, String>,
}

impl Default for BucketSettings {
    fn default() -> Self {
        Self {
            region: "us-east-1".into(),
            created: "2024-02-01T09:00:00Z".into(),
            encryption: None,
            public_access_block: None,
            policy: None,
            policy_public: false,
            acl: "private".into(),
            ownership: None,
            versioning: None,
            logging: None,
            lifecycle_expiry_days: None,
            object_lock: false,
            website: false,
            replication: None,
            access_points: Vec::new(),
            multi_region_points: Vec::new(),
            tags: BTreeMap::new(),
        }
    }
}

/// An access point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Point {
    /// Its name.
    pub name: String,
    /// Whether its policy is public.
    pub public: bool,
    /// Its own Block Public Access, all four switches alike.
    pub blocked: bool,
    /// The text of its policy.
    pub policy: Option<String>,
}

/// A destination of replication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Replica {
    /// The bucket.
    pub bucket: String,
    /// Its account, when it is another.
    pub account: Option<String>,
    /// How the keys begin of what is copied.
    pub prefix: String,
    /// Whether objects under KMS keys are copied too.
    pub kms_objects: bool,
}

/// The four switches of Block Public Access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublicAccessBlock {
    /// `BlockPublicAcls`.
    pub block_public_acls: bool,
    /// `IgnorePublicAcls`.
    pub ignore_public_acls: bool,
    /// `BlockPublicPolicy`.
    pub block_public_policy: bool,
    /// `RestrictPublicBuckets`.
    pub restrict_public_buckets: bool,
}

/// Encryption at rest, of a bucket's default or of one object.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// `none`, `AES256`, `aws:kms`, `aws:kms:dsse`, or `sse-c` (objects only).
    pub algorithm: String,
    /// The KMS key's ARN.
    #[serde(default)]
    pub key: Option<String>,
    /// Whether a bucket key is used.
    #[serde(default)]
    pub bucket_key: bool,
}

/// An object, or `count` objects that differ in their key and their chance.
#[derive(Clone, Debug, Deserialize)]
pub struct ObjectRecipe {
    /// The key; `{n}` becomes the object's number from 1, `{n:03}` the same with leading zeros.
    pub key: String,
    /// How many objects.
    #[serde(default = "one")]
    pub count: u32,
    /// RFC 3339; absent takes a day that follows from the key.
    #[serde(default)]
    pub modified: Option<String>,
    /// The storage class.
    #[serde(default = "standard")]
    pub storage_class: String,
    /// Absent takes the bucket's default, or none where the bucket has no default.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// User metadata, without its `x-amz-meta-`.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// What goes wrong when it is read.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// What is in it.
    #[serde(flatten)]
    pub content: Content,
}

/// What an object, or a member of an archive, holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The name of a kind; see [`crate::kinds`]. Not asked for where `members` are given.
    pub kind: String,
    /// Rows, lines or records, as the kind has it.
    pub rows: u32,
    /// One in so many rows carries planted values; 0 takes the kind's own habit.
    pub every: u32,
    /// The detectors whose values are planted, for the kinds that can plant any.
    pub detectors: Vec<String>,
    /// `utf-8` (also when empty), `utf-8-bom`, `utf-16le`, `utf-16be`, or `windows-1252`.
    pub charset: String,
    /// How it is packed: `gzip`, `zip`, `tar` or `tar.gz`; empty for not at all.
    pub pack: String,
    /// The members of a `zip`, `tar` or `tar.gz`.
    #[serde(rename = "member")]
    pub members: Vec<Member>,
}

/// A member of an archive.
#[derive(Clone, Debug, Deserialize)]
pub struct Member {
    /// Its path in the archive.
    pub name: String,
    /// What is in it; may be an archive again.
    #[serde(flatten)]
    pub content: Content,
}

/// What goes wrong with an object once it has been listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// 403 `AccessDenied`.
    Denied,
    /// 404 `NoSuchKey`: deleted after the listing.
    Gone,
    /// 403 that names KMS: the key may not be used.
    KeyDenied,
    /// Every answer carries another ETag: the object changes as fast as it is read.
    Changing,
    /// The ETag has changed once since the listing.
    Changed,
    /// The connection closes after so many bytes of every body.
    CutShort(u64),
    /// The connection closes after so many bytes of the first body, and never again.
    CutShortOnce(u64),
    /// Every 64 KiB of the body wait so many milliseconds.
    Slow(u64),
    /// 503 `SlowDown` so many times, then well.
    SlowDown(u32),
    /// 500 `InternalError` every time.
    Broken,
}

impl Fault {
    /// Whether a patient reader still gets the whole body as it was listed.
    pub fn readable(self) -> bool {
        matches!(self, Self::CutShortOnce(_) | Self::Slow(_) | Self::SlowDown(_))
    }
}

/// Why a recipe cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// The file cannot be read.
    #[error("recipe {path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not TOML, or not a recipe.
    #[error("recipe: {0}")]
    Parse(#[from] toml::de::Error),
    /// An object asks for what does not exist.
    #[error("object {bucket}/{key}: {problem}")]
    Object {
        /// The bucket.
        bucket: String,
        /// The key as it stands in the recipe.
        key: String,
        /// What is wrong and what there is instead.
        problem: String,
    },
}

impl Recipe {
    /// Reads a recipe's text.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        Ok(toml::from_str(text)?)
    }

    /// Reads `corpora/<name>/recipe.toml` or any other recipe file.
    pub fn read(path: &Path) -> Result<Self, RecipeError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| RecipeError::Read { path: path.display().to_string(), source })?;
        Self::parse(&text)
    }

    /// The recipe of `magpie demo`, built in so that the program needs no files.
    pub fn demo() -> Self {
        Self::parse(include_str!("../../../corpora/demo/recipe.toml"))
            .expect("a test reads the demo's recipe")
    }

    /// The recipe of the scored corpus.
    pub fn scored() -> Self {
        Self::parse(include_str!("../../../corpora/scored/recipe.toml"))
            .expect("a test reads the scored corpus's recipe")
    }
}

fn enabled() -> String {
    "Enabled".into()
}

fn kms() -> String {
    "AWS_KMS".into()
}

fn standard() -> String {
    "STANDARD".into()
}

fn one() -> u32 {
    1
}

//! What somebody may do, told by the actions and resources of a statement.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::document::{Guarded, Names, Statement};
use crate::glob::{
    can_begin_with, cost, fits, fits_all_behind, fits_folded, narrowest, rests, widest,
};
use crate::party::{Owner, Within};
use crate::work::Work;

/// What a grant is good for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Content of objects; of a key: to decrypt.
    pub read: bool,
    /// Names of objects; never of a key.
    pub list: bool,
    /// Objects can be added, replaced or deleted; of a key: to encrypt.
    pub write: bool,
    /// Policy, ACLs or protections can be changed; of a key: to grant its use.
    pub admin: bool,
}

impl Abilities {
    /// Whether nothing is left but questions about the configuration.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// The words for people, such as `read and list`.
    pub fn words(self) -> String {
        self.told(["read", "list", "write", "administer"])
    }

    /// The same for the policy of a key, such as `decrypt and encrypt`.
    pub fn words_of_key(self) -> String {
        self.told(["decrypt", "list", "encrypt", "make grants"])
    }

    fn told(self, words: [&'static str; 4]) -> String {
        let is = [self.read, self.list, self.write, self.admin];
        let words: Vec<_> =
            is.into_iter().zip(words).filter_map(|(is, word)| is.then_some(word)).collect();
        match words.split_last() {
            None => "ask about its configuration".into(),
            Some((last, [])) => (*last).into(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// Where an action takes place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Bucket,
    Objects,
}

/// The actions that matter to data: first those that matter most, in the order of [`Abilities`],
/// then the others in the same order.
const ACTIONS: [(&str, On); 58] = [
    ("s3:GetObject", On::Objects),
    ("s3:GetObjectVersion", On::Objects),
    ("s3:ListBucket", On::Bucket),
    ("s3:ListBucketVersions", On::Bucket),
    ("s3:ListBucketMultipartUploads", On::Bucket),
    ("s3:PutObject", On::Objects),
    ("s3:DeleteObject", On::Objects),
    ("s3:DeleteObjectVersion", On::Objects),
    ("s3:RestoreObject", On::Objects),
    ("s3:ReplicateObject", On::Objects),
    ("s3:PutBucketPolicy", On::Bucket),
    ("s3:DeleteBucketPolicy", On::Bucket),
    ("s3:PutBucketAcl", On::Bucket),
    ("s3:PutEncryptionConfiguration", On::Bucket),
    ("s3:PutBucketPublicAccessBlock", On::Bucket),
    ("s3:PutBucketOwnershipControls", On::Bucket),
    ("s3:PutLifecycleConfiguration", On::Bucket),
    ("s3:PutReplicationConfiguration", On::Bucket),
    ("s3:PutBucketVersioning", On::Bucket),
    ("s3:PutBucketLogging", On::Bucket),
    ("s3:DeleteBucket", On::Bucket),
    ("s3:PutObjectAcl", On::Objects),
    ("s3:PutObjectVersionAcl", On::Objects),
    ("s3:BypassGovernanceRetention", On::Objects),
    ("s3:GetObjectAttributes", On::Objects),
    ("s3:GetObjectVersionAttributes", On::Objects),
    ("s3:GetObjectTorrent", On::Objects),
    ("s3:GetObjectVersionTorrent", On::Objects),
    ("s3:GetObjectVersionForReplication", On::Objects),
    ("s3:AbortMultipartUpload", On::Objects),
    ("s3:PutObjectTagging", On::Objects),
    ("s3:PutObjectVersionTagging", On::Objects),
    ("s3:DeleteObjectTagging", On::Objects),
    ("s3:DeleteObjectVersionTagging", On::Objects),
    ("s3:PutObjectRetention", On::Objects),
    ("s3:PutObjectLegalHold", On::Objects),
    ("s3:UpdateObjectEncryption", On::Objects),
    ("s3:ReplicateDelete", On::Objects),
    ("s3:ReplicateTags", On::Objects),
    ("s3:InitiateReplication", On::Objects),
    ("s3:ObjectOwnerOverrideToBucketOwner", On::Objects),
    ("s3:PutBucketTagging", On::Bucket),
    ("s3:PutBucketWebsite", On::Bucket),
    ("s3:DeleteBucketWebsite", On::Bucket),
    ("s3:PutBucketNotification", On::Bucket),
    ("s3:PutBucketCORS", On::Bucket),
    ("s3:PutBucketObjectLockConfiguration", On::Bucket),
    ("s3:PutInventoryConfiguration", On::Bucket),
    ("s3:PutMetricsConfiguration", On::Bucket),
    ("s3:PutAnalyticsConfiguration", On::Bucket),
    ("s3:PutIntelligentTieringConfiguration", On::Bucket),
    ("s3:PutAccelerateConfiguration", On::Bucket),
    ("s3:PutBucketRequestPayment", On::Bucket),
    ("s3:CreateBucketMetadataTableConfiguration", On::Bucket),
    ("s3:UpdateBucketMetadataInventoryTableConfiguration", On::Bucket),
    ("s3:UpdateBucketMetadataJournalTableConfiguration", On::Bucket),
    ("s3:DeleteBucketMetadataTableConfiguration", On::Bucket),
    ("s3:PutBucketAbac", On::Bucket),
];
/// What reads content itself: with both taken away, content is out of reach.
const CONTENT: u128 = 0b11;
/// What else reads it; attributes of objects are no content.
const READS: u128 = CONTENT | span(26, 3);
const LISTS: u128 = span(2, 3);
const WRITES: u128 = span(5, 5) | span(29, 12) | UNLISTED_WRITE;
const ADMINISTERS: u128 = span(10, 14) | span(41, 17) | UNLISTED_ADMIN;

const fn span(first: u32, count: u32) -> u128 {
    ((1 << count) - 1) << first
}

/// The actions on a key that another account can be allowed, each with its place among the
/// [`ACTIONS`] that matter alike; to decrypt is all that reads content. Whoever may make grants can let himself decrypt; who may
/// put what is encrypted under another key lacks it, since S3 hands out no encrypted data key.
const KEY_ACTIONS: [(&str, u32); 8] = [
    ("kms:Decrypt", 0),
    ("kms:Decrypt", 1),
    ("kms:ReEncryptFrom", 8),
    ("kms:Encrypt", 5),
    ("kms:GenerateDataKey", 6),
    ("kms:GenerateDataKeyWithoutPlaintext", 7),
    ("kms:ReEncryptTo", 8),
    ("kms:CreateGrant", 10),
];

/// Every action that is not listed above and changes nothing, such as questions about the
/// configuration.
const OTHER: u128 = 1 << ACTIONS.len();
/// An action that is not listed above and, by its verb, changes objects.
const UNLISTED_WRITE: u128 = OTHER << 1;
/// The same of the bucket's configuration.
const UNLISTED_ADMIN: u128 = OTHER << 2;
/// What an action that changes something begins with; AWS adds actions faster than lists grow.
const VERBS_OF_CHANGE: [&str; 13] = [
    "abort",
    "associate",
    "bypass",
    "create",
    "delete",
    "initiate",
    "put",
    "rename",
    "replicate",
    "restore",
    "tag",
    "untag",
    "update",
];
/// An action that no pattern but a wide one fits.
const SOME_ACTION: &str = "s3:\u{1}Any";
/// The same of a key.
const SOME_KEY_ACTION: &str = "kms:\u{1}Any";

/// A set of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach(u128);

impl Reach {
    pub(crate) const ALL: Self = Self((OTHER << 3) - 1);

    /// Of a key, to make grants of its use.
    pub(crate) const OF_GRANTS: Self = Self(1 << 10);

    /// Each action alone.
    pub(crate) fn each() -> impl Iterator<Item = Self> {
        (0..u128::BITS).map(|at| Self(1 << at)).filter(|one| one.0 & Self::ALL.0 != 0)
    }

    /// The listed actions with such a name.
    pub(crate) fn named(such: impl Fn(&str) -> bool) -> Self {
        let named = ACTIONS.iter().enumerate().filter(|(_, (name, _))| such(name));
        Self(named.map(|(at, _)| 1 << at).sum())
    }

    /// What reads nothing and changes nothing.
    pub(crate) const QUESTIONS: Self = Self(Self::ALL.0 & !(READS | LISTS | WRITES | ADMINISTERS));

    /// What changes objects or configuration by an action that is not listed.
    pub(crate) const UNLISTED_CHANGES: Self = Self(UNLISTED_WRITE | UNLISTED_ADMIN);

    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether every listed action is among it.
    pub(crate) fn is_all_listed(self) -> bool {
        self.0 & (OTHER - 1) == OTHER - 1
    }

    pub(crate) fn without(self, taken: Self) -> Self {
        Self(self.0 & !taken.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What of it takes place on the bucket itself, or may: where an action that is not listed takes
    /// place is not known.
    pub(crate) fn on_bucket(self) -> Self {
        let on_bucket = ACTIONS.iter().enumerate().filter(|(_, (_, on))| *on == On::Bucket);
        let listed = on_bucket.map(|(at, _)| 1 << at).sum::<u128>();
        Self(self.0 & (listed | OTHER | UNLISTED_WRITE | UNLISTED_ADMIN))
    }

    /// Whether content cannot be read any more when this is taken away.
    pub(crate) fn covers_reading(self) -> bool {
        self.0 & CONTENT == CONTENT
    }

    pub(crate) fn abilities(self) -> Abilities {
        let any = |set: u128| self.0 & set != 0;
        Abilities {
            read: any(READS),
            list: any(LISTS),
            write: any(WRITES),
            admin: any(ADMINISTERS),
        }
    }
}

/// A key that no sensible pattern names.
const SOME_KEY: &str = "\u{1}any/\u{2}key";
/// The same within one level of keys.
const SOME_NAME: &str = "\u{1}any";
/// The name of a bucket that is not known.
const SOME_BUCKET: &str = "\u{3}bucket";
/// The partitions that patterns such as `arn:aws-*:s3:::box` are held against. One that a policy
/// names itself need not stand here.
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"];

/// What a statement speaks about: for an Allow whatever it may reach, for a Deny only what it
/// covers wholly.
pub(crate) fn reach(statement: &Statement, owner: &Owner) -> Reach {
    of(statement, owner, !statement.allow)
}

/// What a Deny may take away in part.
pub(crate) fn touches(statement: &Statement, owner: &Owner) -> Reach {
    of(statement, owner, false)
}

fn of(statement: &Statement, owner: &Owner, whole: bool) -> Reach {
    match statement.guarded {
        Guarded::Bucket => of_bucket(statement, owner, whole),
        Guarded::Key => of_key(statement, whole),
    }
}

/// In the policy of a key, the resource is that key: AWS asks for `*` there. A denial counts when
/// it says so, an Allow whatever it says.
fn of_key(statement: &Statement, whole: bool) -> Reach {
    let resources = &statement.resources;
    let everything = resources.list.iter().any(|r| r == "*") != resources.inverted;
    if whole && !everything {
        return Reach::default();
    }
    let actions = KEY_ACTIONS.iter().filter(|(action, _)| names(statement, action));
    let listed: u128 = actions.map(|(_, at)| 1 << at).sum();
    let known =
        |pattern: &String| KEY_ACTIONS.iter().any(|(name, _)| name.eq_ignore_ascii_case(pattern));
    let other = if whole {
        names(statement, SOME_KEY_ACTION)
    } else {
        statement.actions.inverted || !statement.actions.list.iter().all(known)
    };
    Reach(listed | if other { OTHER } else { 0 })
}

fn of_bucket(statement: &Statement, owner: &Owner, whole: bool) -> Reach {
    let objects = on_objects(statement, owner, whole);
    let bucket = on_bucket(statement, owner);
    let actions = ACTIONS.iter().enumerate().filter(|(_, (action, on))| {
        let reached = if *on == On::Objects { objects } else { bucket };
        reached && names(statement, action)
    });
    let listed: u128 = actions.map(|(at, _)| 1 << at).sum();
    let everything = objects && bucket && names(statement, SOME_ACTION);
    let other = match whole {
        true if everything => OTHER | UNLISTED_WRITE | UNLISTED_ADMIN,
        false if objects || bucket => unlisted(statement) | unlisted_touched(statement),
        _ => 0,
    };
    Reach(listed | other)
}

/// What an Allow gives beyond the actions that are listed here.
fn unlisted(statement: &Statement) -> u128 {
    if statement.actions.inverted {
        return OTHER;
    }
    statement.actions.list.iter().map(|pattern| by_verb(pattern)).fold(0, |all, one| all | one)
}

/// What a Deny may take away beyond the listed actions by a pattern that is wider than one name.
fn unlisted_touched(statement: &Statement) -> u128 {
    if statement.allow {
        return 0;
    }
    let begins = |pattern: &String| {
        let pattern = pattern.to_ascii_lowercase();
        let changes = |verb: &&str| can_begin_with(&pattern, &format!("s3:{verb}"));
        pattern.contains(['*', '?']) && VERBS_OF_CHANGE.iter().any(changes)
    };
    let changes = statement.actions.inverted || statement.actions.list.iter().any(begins);
    if changes { UNLISTED_WRITE | UNLISTED_ADMIN } else { 0 }
}

fn by_verb(pattern: &str) -> u128 {
    if ACTIONS.iter().any(|(name, _)| name.eq_ignore_ascii_case(pattern)) {
        return 0;
    }
    let pattern = pattern.to_ascii_lowercase();
    let Some(name) = pattern.strip_prefix("s3:") else { return OTHER };
    // A pattern that fits a listed action is known by that one.
    let fits_listed = ACTIONS.iter().any(|(action, _)| fits_folded(&pattern, action));
    if fits_listed || !VERBS_OF_CHANGE.iter().any(|verb| name.starts_with(verb)) {
        return OTHER;
    }
    let of_objects = name.contains("object") && !name.contains("bucket")
        || ["abort", "replicate", "restore"].iter().any(|verb| name.starts_with(verb));
    if of_objects { UNLISTED_WRITE } else { UNLISTED_ADMIN }
}

fn names(statement: &Statement, action: &str) -> bool {
    let named = statement.actions.list.iter().any(|pattern| fits_folded(pattern, action));
    named != statement.actions.inverted
}

/// Whether this is so of some pattern and an ARN of the bucket, with something behind it, in a partition
/// that the pattern can mean. AWS takes only policies that name the bucket, so of an unknown one the name
/// is whatever the policy says.
fn any_arn(
    resources: &Names,
    owner: &Owner,
    tail: &str,
    is_so: impl Fn(&str, &str) -> bool,
) -> bool {
    let bucket = owner.bucket.as_deref().unwrap_or(SOME_BUCKET);
    let arn = |partition: &str| format!("arn:{partition}:s3:::{bucket}{tail}");
    let all = PARTITIONS.map(arn);
    resources.list.iter().any(|pattern| match partition(pattern) {
        Some(named) => is_so(pattern, &arn(named)),
        None => all.iter().any(|arn| is_so(pattern, arn)),
    })
}

/// The partition that an ARN names in full.
fn partition(arn: &str) -> Option<&str> {
    let name = arn.strip_prefix("arn:")?.split(':').next()?;
    (name.starts_with("aws") && !name.contains(['*', '?'])).then_some(name)
}

/// Whether some object is certain to lie within an Allow and beyond all of `denials`.
pub(crate) fn leave_some(
    allow: &Statement,
    denials: &[&Statement],
    owner: &Owner,
    work: &Work,
) -> bool {
    if matches!(owner.within, Within::Object(_)) {
        return false;
    }
    let beyond = |arn: &String| !denials.iter().any(|denial| covers(denial, arn));
    let could_be = |arn: &String| work.spend(cost_of(allow, denials, arn)) && covers(allow, arn);
    likely_objects(allow, denials, owner, work).iter().any(|arn| could_be(arn) && beyond(arn))
}

/// What it takes to tell which of these statements are about a resource.
pub(crate) fn cost_of(allow: &Statement, denials: &[&Statement], arn: &str) -> u64 {
    let statements = std::iter::once(&allow).chain(denials);
    let patterns = statements.flat_map(|statement| &statement.resources.list);
    patterns.map(|pattern| cost(pattern, arn)).sum()
}

/// Whether a statement is about the resource with this ARN. A key's policy is about that key.
pub(crate) fn covers(statement: &Statement, arn: &str) -> bool {
    let resources = &statement.resources;
    // Objects are made up of what patterns say, variables included; of others only the doubt is told.
    let doubted = statement.allow == resources.inverted;
    let fits = |pattern: &String| match statement.guarded {
        Guarded::Bucket => fits(pattern, arn) || doubted && fits(&widest(pattern), arn),
        Guarded::Key => statement.allow || pattern == "*",
    };
    resources.list.iter().any(fits) != resources.inverted
}

/// Objects that may tell some statements apart: whatever fits each pattern that any of them names.
fn likely_objects(
    allow: &Statement,
    denials: &[&Statement],
    owner: &Owner,
    work: &Work,
) -> Vec<String> {
    let Some(bucket) = owner.bucket.as_deref().filter(|_| allow.guarded == Guarded::Bucket) else {
        return Vec::new();
    };
    let statements = || std::iter::once(allow).chain(denials.iter().copied());
    // Statements often name the same.
    let named: BTreeSet<&String> =
        statements().flat_map(|statement| &statement.resources.list).collect();
    let patterns = || named.iter().copied();
    let start = format!("arn:{}:s3:::{bucket}/", partition_of(allow, denials));
    let within = match &owner.within {
        Within::Bucket => String::new(),
        Within::Prefix(prefix) | Within::Children(prefix) => prefix.clone(),
        // In patterns a variable stands for itself; no caller's name is what a key spells like one.
        Within::Object(key) => return vec![format!("{start}{}", key.replace("${", "\u{1}{"))],
    };
    let any = [SOME_KEY, SOME_NAME];
    let begun = format!("{start}{within}");
    // Each pattern is read once for each place in the beginning, and is filled twice for each way on.
    let read: usize = patterns().map(|pattern| pattern.len() * begun.len()).sum();
    if !work.spend(read as u64) {
        return Vec::new();
    }
    let behind = patterns().flat_map(|pattern| rests(pattern, &begun));
    let behind = behind.map(|rest| format!("{begun}{rest}"));
    let written = patterns().cloned().chain(behind);
    let filled = written.flat_map(|p| any.map(|any| p.replace('*', any).replace('?', "\u{1}")));
    let here = any.map(|any| format!("{begun}{any}"));
    let is_here = |arn: &String| {
        let name = arn.strip_prefix(&start).and_then(|key| key.strip_prefix(&*within));
        match (&owner.within, name) {
            (_, None) => false,
            (Within::Children(_), Some(name)) => !name.contains('/'),
            (_, Some(_)) => true,
        }
    };
    let all: BTreeSet<String> = filled.chain(here).filter(is_here).collect();
    all.into_iter().collect()
}

/// The partition that statements name, or that their patterns fit.
fn partition_of<'s>(allow: &'s Statement, denials: &[&'s Statement]) -> &'s str {
    let statements = std::iter::once(allow).chain(denials.iter().copied());
    let mut patterns = statements.flat_map(|statement| &statement.resources.list);
    let fitting = || {
        let patterns = &allow.resources.list;
        let fits = |name: &&&str| {
            patterns.iter().any(|pattern| can_begin_with(pattern, &format!("arn:{name}:s3:::")))
        };
        PARTITIONS.iter().find(fits).copied()
    };
    patterns.find_map(|pattern| partition(pattern)).or_else(fitting).unwrap_or("aws")
}

/// What a request asks for.
pub(crate) struct Target {
    /// The action as a set of one.
    pub(crate) reach: Reach,
    pub(crate) name: &'static str,
    pub(crate) of_objects: bool,
}

impl Target {
    pub(crate) fn is_named_by(&self, statement: &Statement) -> bool {
        names(statement, self.name)
    }

    /// What it takes to tell that.
    pub(crate) fn cost_of(&self, statement: &Statement) -> u64 {
        statement.actions.list.iter().map(|pattern| cost(pattern, self.name)).sum()
    }

    /// What it may be asked of, as far as it tells these statements apart.
    pub(crate) fn resources(
        &self,
        allow: &Statement,
        denials: &[&Statement],
        owner: &Owner,
        work: &Work,
    ) -> Vec<String> {
        match (allow.guarded, &owner.bucket) {
            (Guarded::Key, _) | (_, None) => vec![SOME_KEY.into()],
            (_, Some(bucket)) if !self.of_objects => {
                vec![format!("arn:{}:s3:::{bucket}", partition_of(allow, denials))]
            }
            _ => likely_objects(allow, denials, owner, work),
        }
    }
}

/// Every listed action that gives an ability.
pub(crate) fn actions(guarded: Guarded) -> Vec<Target> {
    let target = |at: u32, name: &'static str, of_objects: bool| Target {
        reach: Reach(1 << at),
        name,
        of_objects,
    };
    match guarded {
        Guarded::Bucket => {
            let numbered = (0..).zip(ACTIONS);
            numbered.map(|(at, (name, on))| target(at, name, on == On::Objects)).collect()
        }
        Guarded::Key => KEY_ACTIONS.iter().map(|(name, at)| target(*at, name, true)).collect(),
    }
}

/// Whether a statement speaks about the bucket itself.
pub(crate) fn on_bucket(statement: &Statement, owner: &Owner) -> bool {
    let resources = &statement.resources;
    let unnamed = |r: &str| owner.bucket.is_none() && !r.contains('/');
    any_arn(resources, owner, "", |r, arn| fits(r, arn) || unnamed(r)) != resources.inverted
}

pub(crate) fn on_objects(statement: &Statement, owner: &Owner, whole: bool) -> bool {
    let resources = &statement.resources;
    let unnamed = |r: &str| owner.bucket.is_none() && r.contains('/');
    let fitted = |tail: &str, is_so: &dyn Fn(&str, &str) -> bool| {
        any_arn(resources, owner, tail, |r, arn| is_so(r, arn) || unnamed(r) && r.ends_with("/*"))
    };
    let all_behind = |start: &str| fitted(start, &|r, arn| fits_all_behind(&narrowest(r), arn));
    let begun = |start: &str| {
        any_arn(resources, owner, start, |r, arn| can_begin_with(&widest(r), arn) || unnamed(r))
    };
    let (covered, touched) = match &owner.within {
        Within::Bucket => (all_behind("/"), begun("/")),
        Within::Prefix(prefix) => {
            let start = format!("/{prefix}");
            (all_behind(&start), begun(&start))
        }
        Within::Children(prefix) => {
            let start = format!("/{prefix}");
            let covered = all_behind(&start);
            let by_name = any_arn(resources, owner, &start, |r, arn| {
                // A star stands for slashes too.
                r.matches('/').count() <= arn.matches('/').count()
                    && can_begin_with(&widest(r), arn)
            });
            (covered, covered || by_name)
        }
        Within::Object(key) => {
            let tail = format!("/{key}");
            let is = |of: fn(&str) -> Cow<'_, str>| fitted(&tail, &|r, arn| fits(&of(r), arn));
            (is(narrowest), is(widest))
        }
    };
    match (resources.inverted, whole) {
        (false, true) => covered,
        (false, false) => touched,
        // What is left out must leave nothing in, or something over.
        (true, true) => !touched,
        (true, false) => !covered,
    }
}

//! Who can reach a bucket, by what is known of its configuration.

use magpie_model::{
    AclAbilities, AclGrants, BucketFacts, Fact, Known, ObjectEncryption, PublicAccessBlock,
};
use magpie_policy::{Abilities, Within};

use crate::Weights;
use crate::acl::{by_acl, shared_by_acl};
use crate::points::{by_access_points, is_any_unread, shared_by_points};
use crate::reading::{read_policy, read_policy_within};
use crate::replicas::{Copied, by_replicas_under_other_keys, by_replication};
use crate::ways::{by_policy, is_public_policy};

/// Who can reach the data, narrowest first; `Unknown` stands outside the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// A few roles or networks of the account, everybody else being denied.
    Restricted,
    /// Whom the account lets in.
    Account,
    /// Outsiders see which objects there are, and nothing of their content.
    NamesOnly,
    /// Other accounts of the same organisation.
    Organisation,
    /// An account that the user named as trusted.
    TrustedThirdParty,
    /// A CloudFront distribution, whose own guards are not known.
    CloudFront,
    /// A replica in another account.
    ReplicatedExternally,
    /// Another account reads.
    ExternalRead,
    /// Another account writes.
    ExternalWrite,
    /// Single objects are public.
    PublicObject,
    /// Anybody with an AWS account.
    AnyAccount,
    /// Anybody reads.
    PublicRead,
    /// Anybody writes.
    PublicWrite,
    /// It could not be found out.
    Unknown,
}

impl Audience {
    /// Every audience that is known, narrowest first.
    pub const ORDER: [Self; 13] = [
        Self::Restricted,
        Self::Account,
        Self::NamesOnly,
        Self::Organisation,
        Self::TrustedThirdParty,
        Self::CloudFront,
        Self::ReplicatedExternally,
        Self::ExternalRead,
        Self::ExternalWrite,
        Self::PublicObject,
        Self::AnyAccount,
        Self::PublicRead,
        Self::PublicWrite,
    ];

    /// The word used in reports and vectors.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Account => "account",
            Self::Organisation => "org",
            Self::NamesOnly => "names-only",
            Self::TrustedThirdParty => "trusted-third-party",
            Self::CloudFront => "cloudfront",
            Self::ReplicatedExternally => "replicated-external",
            Self::ExternalRead => "external-read",
            Self::ExternalWrite => "external-write",
            Self::PublicObject => "public-object",
            Self::AnyAccount => "any-aws",
            Self::PublicRead => "public-read",
            Self::PublicWrite => "public-write",
            Self::Unknown => "unknown",
        }
    }

    /// Whether S3 calls it public: everybody, or every AWS account.
    pub fn is_public(self) -> bool {
        matches!(self, Self::PublicObject | Self::AnyAccount | Self::PublicRead | Self::PublicWrite)
    }

    /// Whether somebody outside the account is among them, or may be.
    pub fn is_outside(self) -> bool {
        !matches!(self, Self::Restricted | Self::Account)
    }

    pub(crate) fn rank(self) -> usize {
        Self::ORDER.iter().position(|a| *a == self).unwrap_or(0)
    }

    pub(crate) fn wider(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }
}

impl Exposure {
    /// All that scores and findings need of it.
    pub(crate) fn ends(&self) -> ([Audience; 3], bool, Copied) {
        ([self.audience, self.narrowest, self.widest], self.unsure, self.copied)
    }

    /// The audience that is scored: what is known counts no less than not to know would, and not to
    /// know no more than the widest that it can come to, and no less than the narrowest.
    pub(crate) fn scored(&self, weights: &Weights) -> Audience {
        let points = |audience| weights.audience(audience);
        let unknown = match points(self.widest) < points(Audience::Unknown) {
            true => self.widest,
            false => Audience::Unknown,
        };
        let is_unknown = self.audience == Audience::Unknown
            || self.unsure && points(unknown) > points(self.audience);
        let scored = if is_unknown { unknown } else { self.audience };
        if points(self.narrowest) > points(scored) { self.narrowest } else { scored }
    }
}

/// One input of the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The fact's name.
    pub input: &'static str,
    /// Its value, or `unknown: ` and the reason.
    pub value: String,
    /// The API call that told.
    pub source: &'static str,
}

/// Who can reach a bucket, with both ends of what is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// The verdict. What is known to grant access counts until something known blocks it.
    pub audience: Audience,
    /// The narrowest that the unknown facts allow.
    pub narrowest: Audience,
    /// The widest that the unknown facts allow.
    pub widest: Audience,
    /// The same without ACLs of single objects, which say nothing about the bucket's own settings.
    pub(crate) widest_by_bucket: Audience,
    /// Whether a way in is not known beside those that decided.
    pub(crate) unsure: bool,
    /// Where replication takes it.
    pub(crate) copied: Copied,
    /// One sentence for people.
    pub reason: String,
    /// What led to the verdict.
    pub proof: Vec<Proof>,
    /// Whom policy and ACL let in beyond the owner's account, after denials and Block Public Access.
    pub shared_with: Vec<SharedWith>,
    /// Ways in that no configuration of the bucket tells of.
    pub residual: Vec<&'static str>,
}

/// Somebody whom a bucket's policy or ACL lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedWith {
    /// Who, in words.
    pub party: String,
    /// How they stand to the owner, in one word.
    pub relation: &'static str,
    /// What they may do.
    pub abilities: String,
    /// The statement that lets them in: its Sid, or its number from 1.
    pub statement: String,
    /// The rule by which it was read.
    pub rule: &'static str,
}

/// What is never asked for, with the reason.
const RESIDUAL: [&str; 5] = [
    "presigned URLs that are still valid (no call lists them)",
    "roles of the account that outsiders may assume (IAM tells them, not the bucket)",
    "S3 Access Grants (they belong to the account, and name prefixes of any bucket)",
    "grants on KMS keys (ListGrants would have to be asked of every key)",
    "service and resource control policies of the organisation (only its management account reads them)",
];
const OBJECT_ACLS: &str = "ACLs of single objects (GetObjectAcl would have to be asked of each; BucketOwnerEnforced or IgnorePublicAcls makes them moot)";
const POINT_POLICIES: &str = "policies of access points that could not be read";

/// Exposure of what has no configuration to ask: a directory, standard input.
pub fn exposure_unknown(reason: &str) -> Exposure {
    Exposure {
        audience: Audience::Unknown,
        narrowest: Audience::Restricted,
        widest: Audience::PublicWrite,
        widest_by_bucket: Audience::PublicWrite,
        unsure: true,
        copied: Copied { away: None, abroad: None },
        reason: reason.into(),
        proof: Vec::new(),
        shared_with: Vec::new(),
        residual: Vec::new(),
    }
}

/// Who can reach the bucket, by its ACL, its policy, its access points, its replicas and Block
/// Public Access.
///
/// Of the four switches only `IgnorePublicAcls` and `RestrictPublicBuckets` count: the other two
/// refuse new grants and leave the old ones in force.
pub fn exposure_of(facts: &BucketFacts) -> Exposure {
    exposure_within(facts, &Within::Bucket)
}

/// What is asked of a way into a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sought {
    /// Whether it gives anything.
    Anything,
    /// Whether content can be reached, or changed.
    Content,
    /// Whether names can be listed.
    Names,
    /// Whether names can be learnt: listed, by whoever may let himself list, or in a replica.
    Learning,
}

impl Sought {
    pub(crate) fn of(self, may: Abilities) -> Abilities {
        match self {
            Self::Anything => may,
            Self::Content => Abilities { list: false, ..may },
            Self::Names => Abilities { list: may.list, ..Abilities::default() },
            Self::Learning => Abilities { read: false, write: false, ..may },
        }
    }

    /// Of the ACL of a bucket, reading lists and shows no content.
    fn of_acl(self, grants: &AclGrants) -> AclGrants {
        let of = |may: AclAbilities| match self {
            Self::Anything => may,
            Self::Content => AclAbilities { read: false, ..may },
            Self::Names => AclAbilities { read: may.read, ..AclAbilities::default() },
            Self::Learning => AclAbilities { write: false, ..may },
        };
        let others = grants.others.iter().map(|(id, may)| (id.clone(), of(*may)));
        AclGrants {
            everybody: of(grants.everybody),
            any_account: of(grants.any_account),
            others: others.collect(),
            ..grants.clone()
        }
    }
}

/// In which form somebody reaches what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As content, which a KMS key shows only to those whom it lets decrypt.
    Content,
    /// As names of objects: no key keeps them from whoever lists.
    Name,
    /// As content of replicas that are under a key of another account than the bucket's: who reads
    /// there asks nobody here.
    Replica,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Content, Self::Name, Self::Replica];

    /// Whether the key of an object keeps it from those whom it does not let decrypt.
    pub fn is_under_key(self) -> bool {
        self == Self::Content
    }
}

/// Who can reach what was found in one object in this form; `None` where it has no such form.
pub(crate) fn exposure_in_form(
    facts: &BucketFacts,
    key: &str,
    encryption: &ObjectEncryption,
    form: Form,
) -> Option<Exposure> {
    let within = Within::Object(key.to_owned());
    match form {
        Form::Content => Some(exposure_of_object(facts, key, encryption)),
        Form::Name => {
            let under_kms = encryption.is_under_kms();
            Some(exposure_under(facts, &within, under_kms, Sought::Learning))
        }
        Form::Replica => exposure_of_replicas(facts, &within, encryption.is_under_kms()),
    }
}

/// Who can reach replicas that the keys of the objects do not hold off; `None` where there are none.
/// What is under no key is held off nowhere.
pub(crate) fn exposure_of_replicas(
    facts: &BucketFacts,
    within: &Within,
    under_kms: Option<bool>,
) -> Option<Exposure> {
    if under_kms == Some(false) {
        return None;
    }
    let replicas = of_ways(&by_replicas_under_other_keys(facts, within, under_kms));
    let copied = Copied::of(facts, within, under_kms);
    replicas.widest.is_outside().then_some(Exposure { copied, ..replicas })
}

/// Who can reach one object. Whoever only lists the bucket learns that it is there.
pub(crate) fn exposure_of_object(
    facts: &BucketFacts,
    key: &str,
    encryption: &ObjectEncryption,
) -> Exposure {
    let (within, under_kms) = (Within::Object(key.to_owned()), encryption.is_under_kms());
    let content = exposure_under(facts, &within, under_kms, Sought::Content);
    let names = exposure_sought(facts, &within, Sought::Names);
    let with_names = |content: Audience, names: Audience| match content {
        Audience::Unknown => content,
        content if names.is_outside() && names != Audience::Unknown => {
            content.wider(Audience::NamesOnly)
        }
        content => content,
    };
    let audience = with_names(content.audience, names.audience);
    let in_doubt = names.audience == Audience::Unknown && audience != Audience::Unknown;
    let reason = match audience == content.audience {
        false => names.reason,
        true if in_doubt => format!("{}; for their names: {}", content.reason, names.reason),
        true => content.reason,
    };
    Exposure {
        audience,
        narrowest: with_names(content.narrowest, names.narrowest),
        widest: with_names(content.widest, names.widest),
        reason,
        ..content
    }
}

/// Who can reach some of its objects: statements of the policy about others do not count.
pub(crate) fn exposure_within(facts: &BucketFacts, within: &Within) -> Exposure {
    exposure_sought(facts, within, Sought::Anything)
}

/// Who is given what is sought of some of its objects.
pub(crate) fn exposure_sought(facts: &BucketFacts, within: &Within, sought: Sought) -> Exposure {
    exposure_under(facts, within, None, sought)
}

/// The same of one object of which it is known whether it is under a KMS key.
fn exposure_under(
    facts: &BucketFacts,
    within: &Within,
    under_kms: Option<bool>,
    sought: Sought,
) -> Exposure {
    let ignore = ignores_public_acls(facts);
    let restrict = either_restricts(facts);
    let object_acls = facts.acls_disabled.get() != Some(&true) && ignore != Some(true);
    let whole = read_policy_within(facts, within);
    let reading = whole.held_to(sought);
    let of_bucket = match within {
        Within::Bucket => whole.clone(),
        _ => read_policy(facts),
    };
    let of_acl = BucketFacts { acl: facts.acl.map(|acl| sought.of_acl(acl)), ..facts.clone() };
    let mut ways = by_acl(&of_acl, within, ignore);
    ways.extend(by_policy(facts, &reading, &of_bucket, restrict));
    ways.extend(by_access_points(facts, within, &whole, restrict, sought));
    if sought != Sought::Names {
        ways.extend(by_replication(facts, within, under_kms));
    }
    let decided = of_ways(&ways);
    // Any object may carry a public grant of its own, which nothing about the bucket shows; it lists
    // none.
    let widest = match object_acls && sought != Sought::Learning {
        true => decided.widest.wider(Audience::PublicObject),
        false => decided.widest,
    };
    let mut proof = proof(facts);
    proof.extend(reading.proof());
    let restricted = restrict == Some(true) && is_public_policy(facts, &of_bucket);
    proof.extend(reading.kept_out(restricted));
    let mut shared_with = reading.shared_with(restricted);
    shared_with.extend(shared_by_points(facts, within, &whole, restrict));
    shared_with.extend(shared_by_acl(&of_acl, within, ignore));
    Exposure {
        widest,
        copied: Copied::of(facts, within, under_kms),
        proof,
        shared_with,
        residual: residual(facts, object_acls),
        ..decided
    }
}

/// What ways come to, without what led to them.
fn of_ways(ways: &[Way]) -> Exposure {
    let narrowest = ways.iter().fold(Audience::Restricted, |a, way| a.wider(way.narrowest));
    let widest = ways.iter().fold(narrowest, |a, way| a.wider(way.widest));
    let granted = ways
        .iter()
        .filter(|w| w.nominal != Audience::Unknown)
        .map(|w| w.nominal)
        .fold(Audience::Restricted, Audience::wider);
    let unsure = ways.iter().any(|w| w.nominal == Audience::Unknown);
    // A known grant to outsiders is the verdict; only when none is known does "unknown" speak.
    let audience = if unsure && !granted.is_outside() { Audience::Unknown } else { granted };
    let mut reasons: Vec<&str> = Vec::new();
    for way in ways.iter().filter(|w| w.nominal == audience && !w.reason.is_empty()) {
        if !reasons.contains(&way.reason.as_str()) {
            reasons.push(&way.reason);
        }
    }
    Exposure {
        audience,
        narrowest,
        widest,
        widest_by_bucket: widest,
        unsure,
        copied: Copied { away: None, abroad: None },
        reason: reasons.join("; "),
        proof: Vec::new(),
        shared_with: Vec::new(),
        residual: Vec::new(),
    }
}

fn residual(facts: &BucketFacts, object_acls: bool) -> Vec<&'static str> {
    let points = is_any_unread(facts).then_some(POINT_POLICIES);
    object_acls.then_some(OBJECT_ACLS).into_iter().chain(points).chain(RESIDUAL).collect()
}

/// One way into a bucket.
pub(crate) struct Way {
    pub(crate) nominal: Audience,
    pub(crate) narrowest: Audience,
    pub(crate) widest: Audience,
    pub(crate) reason: String,
}

impl Way {
    pub(crate) fn sure(audience: Audience, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { nominal: audience, narrowest: audience, widest: audience, reason }
    }

    pub(crate) fn unknown(widest: Audience, reason: impl Into<String>) -> Self {
        let narrowest = Audience::Restricted;
        Self { nominal: Audience::Unknown, narrowest, widest, reason: reason.into() }
    }
}

/// A switch of Block Public Access: on when either side has it on, off when both are known off.
fn either(facts: &BucketFacts, switch: fn(&PublicAccessBlock) -> bool) -> Option<bool> {
    let bucket = facts.public_access_block.get().map(switch);
    let account = facts.account_public_access_block.get().map(switch);
    match (bucket, account) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Whether public grants of ACLs are ignored.
pub(crate) fn ignores_public_acls(facts: &BucketFacts) -> Option<bool> {
    either(facts, |block| block.ignore_public_acls)
}

/// Whether public policies are restricted to the account.
pub(crate) fn either_restricts(facts: &BucketFacts) -> Option<bool> {
    either(facts, |block| block.restrict_public_buckets)
}

fn proof(facts: &BucketFacts) -> Vec<Proof> {
    fn of<T>(input: &'static str, fact: &Fact<T>, show: impl Fn(&T) -> String) -> Proof {
        let value = match &fact.value {
            Known::Yes(value) => show(value),
            Known::Unknown(reason) => format!("unknown: {reason}"),
        };
        Proof { input, value, source: fact.source }
    }
    fn block(block: &PublicAccessBlock) -> String {
        format!(
            "IgnorePublicAcls {}, RestrictPublicBuckets {}",
            block.ignore_public_acls, block.restrict_public_buckets
        )
    }
    vec![
        of("public_access_block", &facts.public_access_block, block),
        of("account_public_access_block", &facts.account_public_access_block, block),
        of("acls_disabled", &facts.acls_disabled, bool::to_string),
        of("account", &facts.account, String::clone),
        of("acl", &facts.acl, acl_words),
        of("has_policy", &facts.has_policy, bool::to_string),
        of("policy_public", &facts.policy_public, bool::to_string),
    ]
}

fn acl_words(grants: &AclGrants) -> String {
    let public = [(grants.everybody, "everybody"), (grants.any_account, "every AWS account")];
    let words: Vec<String> = public
        .into_iter()
        .flat_map(|(may, who)| {
            let given = [
                (may.read, "lists"),
                (may.write, "writes"),
                (may.read_acl, "reads the ACL"),
                (may.write_acl, "rewrites the ACL"),
            ];
            given.into_iter().filter(|(is, _)| *is).map(move |(_, what)| format!("{who} {what}"))
        })
        .chain((!grants.others.is_empty()).then(|| format!("{} others", grants.others.len())))
        .collect();
    if words.is_empty() { "private".into() } else { words.join(", ") }
}

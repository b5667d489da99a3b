//! What is wrong with a bucket's configuration, whether it changed lately or was always so.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use magpie_model::{
    AccessPoint, BucketFacts, Covered, EncryptionClass, Fact, Known, PublicAccessBlock, Recorded,
    ReplicationRule, Versioning,
};
use magpie_policy::Within;
use serde::Deserialize;

use crate::assess::Behind;
use crate::exposure::{Form, Sought, exposure_sought};
use crate::grants::{of_grants, of_untold, open_to_any_distribution, service_not_held};
use crate::keys::key_case;
use crate::mends::{Cause, mend_of_replication};
use crate::replicas::{Leads, any, both, leads_abroad, leads_away, rule_words};
use crate::{Assessment, Audience, EncryptionReport, Exposure, Sensitivity, Tier, read_policy};

/// A kind of finding: words, severity and what it maps to, as `controls.json` has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The name in reports.
    pub id: String,
    /// Where no sensitive data is known.
    pub severity: String,
    /// Where sensitive data lies.
    pub sensitive: String,
    /// What is the case.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What more it means where sensitive data lies.
    pub why_sensitive: String,
    /// What is said of sensitive data instead where it is not known whether that is the case.
    #[serde(default)]
    pub why_doubtful: String,
    /// What is said instead where KMS holds off whom the finding is about.
    #[serde(default)]
    pub why_held_off: String,
    /// What is said instead where it stands in names, which no key holds off, and its content is not
    /// opened by it.
    #[serde(default)]
    pub why_in_names: String,
    /// The command or policy that mends it; words in capitals are to be filled in.
    pub mend: String,
    /// The same where a grant of an ACL brought it about; beside the other where both did.
    #[serde(default)]
    pub mend_acl: String,
    /// Controls of catalogues that ask for it.
    pub controls: Vec<String>,
    /// What is said instead where it is about fewer people, or about less.
    #[serde(default)]
    pub variants: BTreeMap<String, Control>,
}

/// One finding of a bucket's configuration.
#[derive(Clone, Debug)]
pub struct ConfigurationFinding {
    /// What it is.
    pub control: &'static Control,
    /// The keys that it is about, the objects that rules cover, the rules of replication, or whom no account
    /// is told of; empty where it is about the bucket itself.
    pub about: Vec<String>,
    /// What mends it: [`Control::mend`] for what brought it about, with what the facts tell.
    pub mend: String,
    /// `true` when it is the case; `false` when it is not known whether it is.
    pub certain: bool,
    /// Whether sensitive data was found in the bucket.
    pub sensitive: bool,
    fate: Fate,
    /// Whether the words speak as if it were the case.
    as_if: bool,
}

/// What is known to become of the sensitive data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// What the finding says of it.
    AsSaid,
    /// It is not known whether it is that.
    Doubtful,
    /// KMS keeps it from those whom the finding is about.
    HeldOff,
    /// What stands in names is disclosed, and content is held off, or not known to be opened.
    InNames,
}

impl ConfigurationFinding {
    /// `critical`, `high`, `medium`, `low` or `info`.
    pub fn severity(&self) -> &'static str {
        let graver = self.sensitive && self.fate != Fate::HeldOff;
        if graver { &self.control.sensitive } else { &self.control.severity }
    }

    /// Why it matters here.
    pub fn why(&self) -> String {
        let Control { why, why_sensitive, why_doubtful, why_held_off, why_in_names, .. } =
            self.control;
        let why = match self.fate {
            _ if !self.sensitive => why.clone(),
            Fate::AsSaid => format!("{why} {why_sensitive}"),
            Fate::Doubtful => format!("{why} {why_doubtful}"),
            Fate::HeldOff => format!("{why} {why_held_off}"),
            Fate::InNames => format!("{why} {why_in_names}"),
        };
        if self.as_if { format!("Whether this is so is not known. If it is: {why}") } else { why }
    }
}

/// Every kind of finding.
pub fn controls() -> &'static [Control] {
    static CONTROLS: OnceLock<Vec<Control>> = OnceLock::new();
    CONTROLS.get_or_init(|| {
        serde_json::from_str(include_str!("controls.json")).expect("a test reads this file")
    })
}

/// The findings of one bucket: what is the case, and what could not be found out.
pub fn configuration_findings(
    facts: &BucketFacts,
    assessment: &Assessment,
) -> Vec<ConfigurationFinding> {
    let sensitive = matches!(assessment.sensitivity, Sensitivity::Known(tier) if tier > Tier::None);
    let found = controls().iter().filter_map(|control| {
        let (case, mut about) = if control.id.starts_with(OF_KEYS) {
            of_keys(&control.id, facts)
        } else if let Some(covered) = covered_by(&control.id, facts) {
            of_part(&control.id, covered, facts)
        } else if let Some(leads) = rules_that(&control.id, facts) {
            of_rules(leads, facts)
        } else {
            (is_case(&control.id, facts, assessment), Vec::new())
        };
        let certain = match case {
            Some(false) => return None,
            Some(true) => true,
            None => false,
        };
        let (within_reach, fate) = match control.id.as_str() {
            "website" => of_website(facts, assessment),
            id => (lies_within_reach(id, assessment), held_off(id, assessment)),
        };
        let sensitive = sensitive && within_reach;
        let control = match control.id.as_str() {
            "public_read" => of_readers(control, facts, &assessment.exposure),
            _ => control,
        };
        let untold = of_untold(control, facts).filter(|_| !certain);
        let as_if = !certain && untold.is_none();
        let control = match untold {
            Some((words, parties)) => {
                about = parties;
                words
            }
            None => control,
        };
        // Of names, KMS keeps none.
        let fate = match fate {
            Fate::HeldOff if control.why_held_off.is_empty() => Fate::AsSaid,
            Fate::Doubtful if control.why_doubtful.is_empty() => Fate::AsSaid,
            Fate::InNames if control.why_in_names.is_empty() => Fate::AsSaid,
            fate => fate,
        };
        let mend = match control.id.as_str() {
            "replicated_externally" => mend_of_replication(control, facts),
            _ if control.mend_acl.is_empty() => control.mend.clone(),
            id => Cause::of(facts, |facts| of_grants(id, facts)).mend(control),
        };
        Some(ConfigurationFinding { control, about, mend, certain, sensitive, fate, as_if })
    });
    found.collect()
}

/// The words of who reads: everybody or whoever has an account, and content or names alone.
fn of_readers(
    everybody: &'static Control,
    facts: &BucketFacts,
    exposure: &Exposure,
) -> &'static Control {
    let content = exposure_sought(facts, &Within::Bucket, Sought::Content);
    let reads = |a| matches!(a, Audience::PublicRead | Audience::AnyAccount);
    // What is certain is told, and not what may be beside it.
    let of_content = match reached(&content, reads) {
        None => !reads(exposure.audience),
        Some(is) => is,
    };
    let who = if of_content { &content } else { exposure };
    let widest = if reads(who.audience) { who.audience } else { who.widest_by_bucket };
    let variant = match (of_content, widest == Audience::AnyAccount) {
        (true, false) => return everybody,
        (true, true) => "any_account",
        (false, false) => "names",
        (false, true) => "names_any_account",
    };
    everybody.variants.get(variant).unwrap_or(everybody)
}

/// Whether the audience that a finding is about reaches sensitive data, or may, or whether what it is
/// about is done to such data; any other finding is about all of the bucket.
fn lies_within_reach(id: &str, assessment: &Assessment) -> bool {
    let may = |exposure: &Exposure| match (id, audience_of(id)) {
        (_, Some(is)) => reached(exposure, is),
        ("replicated_externally", _) => exposure.copied.away,
        ("replica_region_not_allowed", _) => exposure.copied.abroad,
        _ => None,
    };
    let mut each = assessment.reaching.iter();
    each.len() == 0 || each.any(|one| may(&one.exposure) != Some(false))
}

/// Whether KMS keeps all sensitive data that those reach whom a finding is about from them, and whether
/// they learn some of it by names alone.
fn held_off(id: &str, assessment: &Assessment) -> Fate {
    let opens: fn(Audience) -> bool = match id {
        "public_read" => Audience::is_public,
        "shared_externally" => |a| a.wider(Audience::ExternalRead) == a,
        "shared_with_cloudfront" => |a| a.wider(Audience::CloudFront) == a,
        _ => return Fate::AsSaid,
    };
    let Some(is) = audience_of(id) else { return Fate::AsSaid };
    // What they may reach besides counts as reached.
    let within =
        || assessment.reaching.iter().filter(|one| reached(&one.exposure, is) != Some(false));
    let is_named = within().any(|one| one.form == Form::Name);
    let content = within().filter(|one| one.form != Form::Name);
    let mut behind: Vec<Behind> = content.map(|one| one.behind).collect();
    if behind.is_empty() && is_named {
        return Fate::InNames;
    }
    if assessment.reaching.is_empty() {
        behind.push(assessment.behind);
    }
    match any(behind.into_iter().map(|one| one.holds_off(opens).map(|held| !held))) {
        Some(true) => Fate::AsSaid,
        _ if is_named => Fate::InNames,
        Some(false) => Fate::HeldOff,
        None => Fate::Doubtful,
    }
}

/// Whether a website may serve sensitive data, and what is known of that: it serves what everybody
/// may read.
fn of_website(facts: &BucketFacts, assessment: &Assessment) -> (bool, Fate) {
    let content = exposure_sought(facts, &Within::Bucket, Sought::Content);
    let each: Vec<(Option<bool>, Behind)> = match assessment.reaching.as_slice() {
        [] => vec![(served(&content), assessment.behind)],
        some => {
            // It serves neither listings nor replicas.
            let content = some.iter().filter(|one| one.form == Form::Content);
            content.map(|one| (served(&one.exposure), one.behind)).collect()
        }
    };
    // No key decrypts for somebody who has not signed in.
    let held = |behind: &Behind| behind.holds_off(|_| false);
    let readable = any(each.iter().map(|(served, behind)| match held(behind) {
        Some(true) => Some(false),
        _ => *served,
    }));
    let within_reach = each.iter().any(|(served, _)| *served != Some(false));
    match readable {
        Some(true) => (true, Fate::AsSaid),
        Some(false) => (within_reach, Fate::HeldOff),
        None => (true, Fate::Doubtful),
    }
}

/// Whether outsiders read content without signing in. Objects may be open by ACLs of their own.
fn served(exposure: &Exposure) -> Option<bool> {
    match exposure.audience {
        Audience::PublicRead | Audience::PublicObject => Some(true),
        _ if exposure.widest.rank() <= Audience::NamesOnly.rank()
            && exposure.widest != Audience::Unknown =>
        {
            Some(false)
        }
        _ => None,
    }
}

/// Whom a finding is about that tells who can reach the bucket.
pub(crate) fn audience_of(id: &str) -> Option<fn(Audience) -> bool> {
    match id {
        "public_read" => Some(|a| matches!(a, Audience::PublicRead | Audience::AnyAccount)),
        "public_write" => Some(|a| a == Audience::PublicWrite),
        "shared_externally" => {
            Some(|a| matches!(a, Audience::ExternalRead | Audience::ExternalWrite))
        }
        "shared_with_cloudfront" => Some(|a| a == Audience::CloudFront),
        _ => None,
    }
}

/// What the rules cover that a finding about a part of the bucket is about.
fn covered_by<'f>(id: &str, facts: &'f BucketFacts) -> Option<&'f Fact<Covered>> {
    match id {
        "a_part_expires" => Some(&facts.lifecycle_expiry),
        "versions_stay_in_part" => Some(&facts.lifecycle_noncurrent),
        "uploads_stay_in_part" => Some(&facts.lifecycle_uploads),
        _ => None,
    }
}

/// Whether rules leave a part of the bucket out, with what they cover.
fn of_part(id: &str, covered: &Fact<Covered>, facts: &BucketFacts) -> (Option<bool>, Vec<String>) {
    let part = covered.get().map(Covered::part);
    let leaves = part.map(|part| !part.is_empty());
    let case = if id == "versions_stay_in_part" { both(versioned(facts), leaves) } else { leaves };
    (case, part.unwrap_or_default().to_vec())
}

/// Where the rules of replication lead that a finding is about.
fn rules_that(id: &str, facts: &BucketFacts) -> Option<Leads> {
    match id {
        "replicated_externally" => Some(leads_away),
        "replica_region_not_allowed" if !facts.declared.regions_allowed.is_empty() => {
            Some(leads_abroad)
        }
        _ => None,
    }
}

/// Whether any rule leads there, with what such rules copy whereto; where none does for certain,
/// those that may.
fn of_rules(leads: Leads, facts: &BucketFacts) -> (Option<bool>, Vec<String>) {
    let Some(rules) = facts.replication.get() else { return (None, Vec::new()) };
    let case = any(rules.iter().map(|rule| leads(facts, rule)));
    let about = rules.iter().filter(|rule| case != Some(false) && leads(facts, rule) == case);
    (case, about.map(rule_words).collect())
}

fn covers_nothing(covered: &Fact<Covered>) -> Option<bool> {
    covered.get().map(|covered| *covered == Covered::Nothing)
}

/// How the names of findings about keys begin.
const OF_KEYS: &str = "key_";

/// Whether it is the case of any key, and of which ones; where it is of none for certain, of
/// which it may be.
fn of_keys(id: &str, facts: &BucketFacts) -> (Option<bool>, Vec<String>) {
    let keys_where = |wanted: Option<bool>| -> Vec<String> {
        let keys = facts.keys.iter().filter(|(_, key)| key_case(id, key, facts) == wanted);
        keys.map(|(name, _)| name.clone()).collect()
    };
    let certain = keys_where(Some(true));
    if !certain.is_empty() {
        return (Some(true), certain);
    }
    let open = keys_where(None);
    // A default that is not known may name a key that nobody has asked about.
    let all_told = open.is_empty() && facts.default_encryption.get().is_some();
    (all_told.then_some(false), open)
}

/// Whether it is the case; `None` when that is not known.
fn is_case(id: &str, facts: &BucketFacts, assessment: &Assessment) -> Option<bool> {
    if let Some(is) = audience_of(id) {
        return reached(&assessment.exposure, is);
    }
    let off = |fact: &Fact<bool>| fact.get().map(|on| !on);
    match id {
        "administered_externally" | "metadata_disclosed" => of_grants(id, facts),
        "open_to_any_distribution" => open_to_any_distribution(facts),
        "service_not_held_to_account" => service_not_held(facts),
        "region_not_allowed" => region_not_allowed(facts),
        // Any region will do.
        "replica_region_not_allowed" => Some(false),
        "access_point_not_blocked" => not_blocked(&facts.access_points),
        "multi_region_point_not_blocked" => not_blocked(&facts.multi_region_points),
        "sse_c_not_blocked" => sse_c_not_blocked(facts),
        "block_public_access_off" => both(
            block_off(&facts.public_access_block),
            block_off(&facts.account_public_access_block),
        ),
        "account_block_public_access_off" => block_off(&facts.account_public_access_block),
        "bucket_block_public_access_off" => block_off(&facts.public_access_block),
        "tls_not_required" => read_policy(facts).tls_only().map(|only| !only),
        "acls_in_force" => off(&facts.acls_disabled),
        "not_encrypted_by_default" => facts.default_encryption.get().map(Option::is_none),
        "no_kms_by_default" => facts
            .default_encryption
            .get()
            .map(|d| d.as_ref().is_some_and(|d| d.class == EncryptionClass::SseS3)),
        "objects_not_encrypted" => {
            of_objects(assessment, |report| report.all.of(EncryptionClass::None).objects > 0)
        }
        "objects_under_customer_keys" => {
            of_objects(assessment, |report| report.all.of(EncryptionClass::SseC).objects > 0)
        }
        "encryption_drift" => match assessment.encryption.default {
            Some(_) => of_objects(assessment, |report| report.drift.is_some()),
            None => None,
        },
        "access_not_logged" => off(&facts.access_logging),
        "reads_not_recorded" => lacks(&facts.reads_recorded),
        "writes_not_recorded" => lacks(&facts.writes_recorded),
        "versioning_off" => facts.versioning.get().map(|v| *v == Versioning::Off),
        // S3 refuses a second factor where lifecycle rules are.
        "mfa_delete_off" => {
            both(both(versioned(facts), off(&facts.mfa_delete)), off(&facts.lifecycle_rules))
        }
        "no_lifecycle_rule" => off(&facts.lifecycle_rules),
        "not_replicated" => {
            facts.replication.get().map(|rules| !rules.iter().any(|rule| rule.enabled))
        }
        "no_event_notifications" => off(&facts.notifications),
        "object_lock_off" => off(&facts.object_lock),
        "object_lock_without_term" => {
            let lacks = facts.object_lock_default.get().map(Option::is_none);
            both(facts.object_lock.get().copied(), lacks)
        }
        "nothing_expires" => covers_nothing(&facts.lifecycle_expiry),
        "versions_stay" => both(versioned(facts), covers_nothing(&facts.lifecycle_noncurrent)),
        "uploads_stay" => covers_nothing(&facts.lifecycle_uploads),
        "website" => facts.website.get().copied(),
        "kms_objects_not_replicated" => {
            any(facts.replication.get()?.iter().map(|rule| leaves_kms_objects(facts, rule)))
        }
        _ => None,
    }
}

/// What the objects show: yes as soon as one is seen, no when the encryption of each is known.
fn of_objects(assessment: &Assessment, is: fn(&EncryptionReport) -> bool) -> Option<bool> {
    let report = &assessment.encryption;
    let unknown = report.all.of(EncryptionClass::Unknown).objects > 0;
    match is(report) {
        true => Some(true),
        false if unknown || assessment.coverage.listing_incomplete => None,
        false => Some(false),
    }
}

fn lacks(recorded: &Fact<Recorded>) -> Option<bool> {
    recorded.get().map(|recorded| *recorded != Recorded::Everything)
}

fn versioned(facts: &BucketFacts) -> Option<bool> {
    facts.versioning.get().map(|v| *v == Versioning::On)
}

pub(crate) fn reached(exposure: &Exposure, is: fn(Audience) -> bool) -> Option<bool> {
    let widest = exposure.widest_by_bucket;
    if is(exposure.audience) {
        return Some(true);
    }
    // Beside a verdict that is certain, there may be nothing wider.
    let between = Audience::ORDER
        .into_iter()
        .filter(|a| a.wider(exposure.narrowest) == *a && widest.wider(*a) == widest);
    let possible = between.into_iter().any(is);
    if possible && exposure.narrowest != widest { None } else { Some(false) }
}

fn region_not_allowed(facts: &BucketFacts) -> Option<bool> {
    let allowed = &facts.declared.regions_allowed;
    if allowed.is_empty() {
        return Some(false);
    }
    facts.region.get().map(|region| !allowed.contains(region))
}

/// Whether a rule leaves objects under KMS keys out that no other rule takes.
fn leaves_kms_objects(facts: &BucketFacts, rule: &ReplicationRule) -> Option<bool> {
    let takes = |other: &&ReplicationRule| other.enabled && other.kms_objects;
    let mut taking = facts.replication.get()?.iter().filter(takes);
    let leaves = rule.enabled && !rule.kms_objects;
    Some(leaves && !taking.any(|other| other.filter.covers(&rule.filter)))
}

fn not_blocked(points: &Fact<Vec<AccessPoint>>) -> Option<bool> {
    any(points.get()?.iter().map(|point| match &point.blocked {
        Known::Yes(blocked) => Some(!blocked),
        Known::Unknown(_) => None,
    }))
}

/// An answer that names no kind of encryption does not say whether SSE-C is blocked: S3 blocks it
/// by itself since April 2026 where nobody used it.
fn sse_c_not_blocked(facts: &BucketFacts) -> Option<bool> {
    let blocked = facts.blocked_encryption.get()?;
    match blocked.as_slice() {
        [] => None,
        list => Some(!list.iter().any(|kind| kind == "SSE-C")),
    }
}

/// Whether any of the four switches is off.
fn block_off(block: &Fact<PublicAccessBlock>) -> Option<bool> {
    let all = |block: &PublicAccessBlock| {
        block.block_public_acls
            && block.ignore_public_acls
            && block.block_public_policy
            && block.restrict_public_buckets
    };
    block.get().map(|block| !all(block))
}

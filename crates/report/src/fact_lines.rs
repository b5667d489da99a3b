//! The facts of a bucket as they stand in its line.

use std::collections::BTreeMap;

use magpie_judge::read_policy;
use magpie_model::{
    AccessPoint, AclGrants, BucketFacts, Covered, Fact, Known, PublicAccessBlock, Recorded,
    ReplicationRule, Versioning,
};
use serde_json::{Value, json};

use crate::FactLine;

/// One fact, its value shown by `show`.
pub(crate) fn line<T>(fact: &Fact<T>, show: impl Fn(&T) -> Value) -> FactLine {
    let (known, value, reason) = match &fact.value {
        Known::Yes(value) => (true, show(value), None),
        Known::Unknown(reason) => (false, Value::Null, Some(reason.clone())),
    };
    FactLine { known, value, reason, source: fact.source.into(), at: fact.at.clone() }
}

fn block(block: &PublicAccessBlock) -> Value {
    json!({
        "block_public_acls": block.block_public_acls,
        "ignore_public_acls": block.ignore_public_acls,
        "block_public_policy": block.block_public_policy,
        "restrict_public_buckets": block.restrict_public_buckets,
    })
}

fn acl(acl: &AclGrants) -> Value {
    json!({
        "public_read": acl.everybody.read,
        "public_write": acl.everybody.write,
        "public_read_acl": acl.everybody.read_acl,
        "public_write_acl": acl.everybody.write_acl,
        "any_account_read": acl.any_account.read,
        "any_account_write": acl.any_account.write,
        "any_account_read_acl": acl.any_account.read_acl,
        "any_account_write_acl": acl.any_account.write_acl,
        "other_account": !acl.others.is_empty(),
        "others": acl.others.iter().map(|(id, may)| json!({
            "canonical_id": id,
            "read": may.read,
            "write": may.write,
            "read_acl": may.read_acl,
            "write_acl": may.write_acl,
        })).collect::<Vec<_>>(),
    })
}

fn replication(rules: &[ReplicationRule]) -> Value {
    let rule = |rule: &ReplicationRule| {
        json!({
            "enabled": rule.enabled,
            "prefix": rule.filter.prefix,
            "tags": rule.filter.tags,
            "bucket": rule.bucket,
            "region": match &rule.region {
                Known::Yes(region) => Some(region),
                Known::Unknown(_) => None,
            },
            "account": rule.account,
            "kms_objects": rule.kms_objects,
            "replica_key": rule.replica_key,
        })
    };
    rules.iter().map(rule).collect()
}

fn access_points(points: &[AccessPoint]) -> Value {
    let point = |point: &AccessPoint| {
        let told = |known: &Known<bool>| match known {
            Known::Yes(is) => json!(is),
            Known::Unknown(_) => Value::Null,
        };
        json!({
            "name": point.name,
            "alias": point.alias,
            "vpc_only": point.vpc_only,
            "blocked": told(&point.blocked),
            "public": told(&point.public),
            "has_policy": match &point.policy {
                Known::Yes(policy) => json!(policy.is_some()),
                Known::Unknown(_) => Value::Null,
            },
        })
    };
    points.iter().map(point).collect()
}

fn recorded(fact: &Fact<Recorded>) -> FactLine {
    line(fact, |recorded| json!(recorded.as_str()))
}

/// Whether the policy refuses requests without TLS: told by its text.
fn tls_only(facts: &BucketFacts) -> FactLine {
    let fact = match read_policy(facts).tls_only() {
        Some(is) => facts.has_policy.map(|_| is),
        None => {
            let reason = match &facts.policy.value {
                Known::Unknown(reason) => reason.clone(),
                Known::Yes(_) => "the policy could not be understood".into(),
            };
            Fact::unknown(reason, facts.policy.source, &facts.policy.at)
        }
    };
    line(&fact, |is| json!(is))
}

/// The facts by name.
pub(crate) fn fact_lines(facts: &BucketFacts) -> BTreeMap<String, FactLine> {
    let whole = |fact: &Fact<Covered>| line(fact, |covered| json!(covered.is_everything()));
    let part = |fact: &Fact<Covered>| line(fact, |covered| json!(covered.part()));
    let yes_or_no = |fact: &Fact<bool>| line(fact, |value| json!(value));
    [
        ("region", line(&facts.region, |region| json!(region))),
        ("account", line(&facts.account, |account| json!(account))),
        (
            "default_encryption",
            line(&facts.default_encryption, |default| {
                json!(default.as_ref().map_or("none", |set| set.class.as_str()))
            }),
        ),
        ("blocked_encryption", line(&facts.blocked_encryption, |types| json!(types))),
        ("public_access_block", line(&facts.public_access_block, block)),
        ("account_public_access_block", line(&facts.account_public_access_block, block)),
        ("has_policy", yes_or_no(&facts.has_policy)),
        ("policy_public", yes_or_no(&facts.policy_public)),
        ("tls_only", tls_only(facts)),
        ("acl", line(&facts.acl, acl)),
        ("acls_disabled", yes_or_no(&facts.acls_disabled)),
        ("access_points", line(&facts.access_points, |points| access_points(points))),
        ("multi_region_points", line(&facts.multi_region_points, |points| access_points(points))),
        ("website", yes_or_no(&facts.website)),
        ("versioning", line(&facts.versioning, |v| json!(*v == Versioning::On))),
        ("mfa_delete", yes_or_no(&facts.mfa_delete)),
        ("object_lock", yes_or_no(&facts.object_lock)),
        ("object_lock_default", line(&facts.object_lock_default, |default| json!(default))),
        ("access_logging", yes_or_no(&facts.access_logging)),
        ("reads_recorded", recorded(&facts.reads_recorded)),
        ("writes_recorded", recorded(&facts.writes_recorded)),
        ("lifecycle_rules", yes_or_no(&facts.lifecycle_rules)),
        ("lifecycle_expiry", whole(&facts.lifecycle_expiry)),
        ("lifecycle_expiry_part", part(&facts.lifecycle_expiry)),
        ("lifecycle_noncurrent", whole(&facts.lifecycle_noncurrent)),
        ("lifecycle_noncurrent_part", part(&facts.lifecycle_noncurrent)),
        ("lifecycle_uploads", whole(&facts.lifecycle_uploads)),
        ("lifecycle_uploads_part", part(&facts.lifecycle_uploads)),
        ("replication", line(&facts.replication, |rules| replication(rules))),
        ("notifications", yes_or_no(&facts.notifications)),
        ("inventory", yes_or_no(&facts.inventory)),
        ("requester_pays", yes_or_no(&facts.requester_pays)),
        ("tags_decide_access", yes_or_no(&facts.tags_decide_access)),
    ]
    .into_iter()
    .map(|(name, line)| (name.to_owned(), line))
    .collect()
}

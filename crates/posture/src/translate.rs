//! Answers of S3 as facts. Each says what is missing where an answer does not decide: stores
//! exist that answer any question with something else.

use std::collections::BTreeMap;

use aws_sdk_s3::operation::get_bucket_abac::GetBucketAbacOutput;
use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_location::GetBucketLocationOutput;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsOutput;
use aws_sdk_s3::operation::get_bucket_policy::GetBucketPolicyOutput;
use aws_sdk_s3::operation::get_bucket_policy_status::GetBucketPolicyStatusOutput;
use aws_sdk_s3::operation::get_bucket_request_payment::GetBucketRequestPaymentOutput;
use aws_sdk_s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_bucket_website::GetBucketWebsiteOutput;
use aws_sdk_s3::operation::get_object_lock_configuration::GetObjectLockConfigurationOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::operation::list_bucket_inventory_configurations::ListBucketInventoryConfigurationsOutput;
use aws_sdk_s3::types::{
    BucketAbacStatus, BucketVersioningStatus, ExpirationStatus, Grant, LifecycleRule,
    MfaDeleteStatus, ObjectLockEnabled, ObjectLockRetentionMode, ObjectOwnership, Payer,
    Permission, ServerSideEncryption,
};
use magpie_model::{
    AclAbilities, AclGrants, Covered, DefaultEncryption, EncryptionClass, PublicAccessBlock,
    Versioning,
};

use crate::facts::{Lifecycle, Lock};

const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED_USERS: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOG_DELIVERY: &str = "http://acs.amazonaws.com/groups/s3/LogDelivery";
/// What GetBucketLocation leaves unsaid.
const REGION_UNSAID: &str = "us-east-1";

pub(crate) type Translated<T> = Result<T, &'static str>;

/// AWS leaves its first region unsaid and calls Ireland by an old name; of another store, no
/// name is no answer.
pub(crate) fn region(answer: &GetBucketLocationOutput, of_aws: bool) -> Translated<String> {
    match answer.location_constraint().map(|region| region.as_str()) {
        Some("EU") => Ok("eu-west-1".into()),
        Some(region) if !region.is_empty() => Ok(region.into()),
        _ if of_aws => Ok(REGION_UNSAID.into()),
        _ => Err("the store names no region"),
    }
}

/// The first rule: S3 takes no more than one.
pub(crate) fn default_encryption(
    answer: &GetBucketEncryptionOutput,
) -> Translated<DefaultEncryption> {
    let rule = answer.server_side_encryption_configuration().and_then(|c| c.rules().first());
    let rule = rule.ok_or("the answer holds no rule")?;
    let default = rule.apply_server_side_encryption_by_default();
    let default = default.ok_or("the rule names no algorithm")?;
    let key_id = default.kms_master_key_id().filter(|id| !id.is_empty());
    let class = match (default.sse_algorithm(), key_id) {
        (ServerSideEncryption::Aes256, _) => EncryptionClass::SseS3,
        // Without a key of its own, a bucket uses the one that AWS manages.
        (ServerSideEncryption::AwsKms, None) => EncryptionClass::SseKmsAws,
        (ServerSideEncryption::AwsKms, Some(id)) if id.ends_with("alias/aws/s3") => {
            EncryptionClass::SseKmsAws
        }
        (ServerSideEncryption::AwsKms, Some(_)) => EncryptionClass::SseKms,
        (ServerSideEncryption::AwsKmsDsse, _) => EncryptionClass::DsseKms,
        _ => return Err("the rule's algorithm is not known to this version"),
    };
    let bucket_key = rule.bucket_key_enabled();
    Ok(DefaultEncryption { class, key_id: key_id.map(Into::into), bucket_key })
}

/// The kinds of encryption that the rules refuse, as S3 writes them; `NONE` for none.
pub(crate) fn blocked_encryption(answer: &GetBucketEncryptionOutput) -> Vec<String> {
    let rules = answer.server_side_encryption_configuration().map_or(&[][..], |c| c.rules());
    let blocked = rules.iter().filter_map(|rule| rule.blocked_encryption_types());
    blocked.flat_map(|types| types.encryption_type()).map(|t| t.as_str().to_owned()).collect()
}

pub(crate) fn public_access_block(
    answer: &GetPublicAccessBlockOutput,
) -> Translated<PublicAccessBlock> {
    let block = answer.public_access_block_configuration();
    let block = block.ok_or("the answer holds no configuration")?;
    let missing = "the answer leaves one of the four switches out";
    Ok(PublicAccessBlock {
        block_public_acls: block.block_public_acls().ok_or(missing)?,
        ignore_public_acls: block.ignore_public_acls().ok_or(missing)?,
        block_public_policy: block.block_public_policy().ok_or(missing)?,
        restrict_public_buckets: block.restrict_public_buckets().ok_or(missing)?,
    })
}

pub(crate) fn policy_public(answer: &GetBucketPolicyStatusOutput) -> Translated<bool> {
    let public = answer.policy_status().and_then(|status| status.is_public());
    public.ok_or("the answer does not say whether the policy is public")
}

pub(crate) fn acl(answer: &GetBucketAclOutput) -> Translated<AclGrants> {
    let owner = answer.owner().and_then(|owner| owner.id()).ok_or("the answer names no owner")?;
    acl_of(owner, answer.grants())
}

/// What the grants of an ACL give to others than its owner.
pub(crate) fn acl_of(owner: &str, list: &[Grant]) -> Translated<AclGrants> {
    let mut grants = AclGrants { owner: Some(owner.to_owned()), ..AclGrants::default() };
    for grant in list {
        add_grant(&mut grants, grant, owner)?;
    }
    Ok(grants)
}

fn add_grant(grants: &mut AclGrants, grant: &Grant, owner: &str) -> Translated<()> {
    let grantee = grant.grantee().ok_or("a grant names nobody")?;
    let given = abilities(grant.permission())?;
    let abilities = match (grantee.uri(), grantee.id()) {
        (Some(ALL_USERS), _) => &mut grants.everybody,
        (Some(AUTHENTICATED_USERS), _) => &mut grants.any_account,
        (Some(LOG_DELIVERY), _) => return Ok(()),
        (Some(_), _) => return Err("a grant's group is not known to this version"),
        (None, Some(id)) if id == owner => return Ok(()),
        (None, Some(id)) if !id.is_empty() => grants.others.entry(id.into()).or_default(),
        (None, _) => return Err("a grant names nobody"),
    };
    abilities.read |= given.read;
    abilities.write |= given.write;
    abilities.read_acl |= given.read_acl;
    abilities.write_acl |= given.write_acl;
    Ok(())
}

fn abilities(permission: Option<&Permission>) -> Translated<AclAbilities> {
    let none = AclAbilities::default();
    match permission {
        Some(Permission::FullControl) => {
            Ok(AclAbilities { read: true, write: true, read_acl: true, write_acl: true })
        }
        Some(Permission::Read) => Ok(AclAbilities { read: true, ..none }),
        Some(Permission::Write) => Ok(AclAbilities { write: true, ..none }),
        Some(Permission::ReadAcp) => Ok(AclAbilities { read_acl: true, ..none }),
        Some(Permission::WriteAcp) => Ok(AclAbilities { write_acl: true, ..none }),
        _ => Err("a grant's permission is not known to this version"),
    }
}

pub(crate) fn acls_disabled(answer: &GetBucketOwnershipControlsOutput) -> Translated<bool> {
    let rule = answer.ownership_controls().and_then(|controls| controls.rules().first());
    let rule = rule.ok_or("the answer holds no rule")?;
    match rule.object_ownership() {
        ObjectOwnership::BucketOwnerEnforced => Ok(true),
        ObjectOwnership::BucketOwnerPreferred | ObjectOwnership::ObjectWriter => Ok(false),
        _ => Err("the kind of ownership is not known to this version"),
    }
}

/// A bucket that never had versions says nothing at all.
pub(crate) fn versioning(answer: &GetBucketVersioningOutput) -> Translated<Versioning> {
    match answer.status() {
        Some(BucketVersioningStatus::Enabled) => Ok(Versioning::On),
        Some(BucketVersioningStatus::Suspended) | None => Ok(Versioning::Off),
        Some(_) => Err("the status is not known to this version"),
    }
}

/// Without a default, Object Lock keeps those objects only that ask for a term themselves.
pub(crate) fn object_lock(answer: &GetObjectLockConfigurationOutput) -> Translated<Lock> {
    let lock = answer.object_lock_configuration().ok_or("the answer holds no configuration")?;
    match lock.object_lock_enabled() {
        Some(ObjectLockEnabled::Enabled) => {}
        None => return Ok(Lock::OFF),
        Some(_) => return Err("the state of Object Lock is not known to this version"),
    }
    let Some(default) = lock.rule().and_then(|rule| rule.default_retention()) else {
        return Ok(Lock { on: true, default: None });
    };
    let mode = match default.mode() {
        Some(ObjectLockRetentionMode::Compliance) => "COMPLIANCE",
        Some(ObjectLockRetentionMode::Governance) => "GOVERNANCE",
        _ => return Err("the mode of Object Lock is not known to this version"),
    };
    let term = match (default.days(), default.years()) {
        (Some(days), _) => format!("{days} days"),
        (None, Some(years)) => format!("{years} years"),
        (None, None) => return Err("the default of Object Lock names no term"),
    };
    Ok(Lock { on: true, default: Some(format!("{mode}, {term}")) })
}

pub(crate) fn lifecycle(answer: &GetBucketLifecycleConfigurationOutput) -> Translated<Lifecycle> {
    if answer.rules().is_empty() {
        return Err("the answer holds no rule");
    }
    let known = |rule: &LifecycleRule| {
        matches!(rule.status(), ExpirationStatus::Enabled | ExpirationStatus::Disabled)
    };
    if !answer.rules().iter().all(known) {
        return Err("a rule's status is not known to this version");
    }
    let in_force = || answer.rules().iter().filter(|r| *r.status() == ExpirationStatus::Enabled);
    let covered = |does: fn(&LifecycleRule) -> bool| {
        let scopes: Vec<Option<String>> = in_force().filter(|rule| does(rule)).map(scope).collect();
        match scopes.into_iter().collect::<Option<Vec<String>>>() {
            None => Covered::Everything,
            Some(parts) if parts.is_empty() => Covered::Nothing,
            Some(parts) => Covered::Part(parts),
        }
    };
    Ok(Lifecycle {
        any: in_force().next().is_some(),
        expiry: covered(expires),
        noncurrent: covered(|rule| rule.noncurrent_version_expiration().is_some()),
        uploads: covered(|rule| rule.abort_incomplete_multipart_upload().is_some()),
    })
}

/// Which objects a rule is for, in words without the values of tags; `None` for all.
fn scope(rule: &LifecycleRule) -> Option<String> {
    #[expect(deprecated, reason = "old rules say their prefix outside of a filter")]
    let old = rule.prefix();
    let filter = rule.filter();
    let both = filter.and_then(|filter| filter.and());
    let prefix = filter.and_then(|f| f.prefix()).or(both.and_then(|both| both.prefix())).or(old);
    let prefix = prefix.filter(|prefix| !prefix.is_empty()).map(|p| format!("prefix {p:?}"));
    let one = filter.and_then(|filter| filter.tag()).into_iter();
    let tags = one.chain(both.map_or(&[][..], |both| both.tags()));
    let tags = tags.map(|tag| format!("tag {:?}", tag.key()));
    let above = filter
        .and_then(|f| f.object_size_greater_than())
        .or(both.and_then(|both| both.object_size_greater_than()))
        .map(|bytes| format!("more than {bytes} bytes"));
    let below = filter
        .and_then(|f| f.object_size_less_than())
        .or(both.and_then(|both| both.object_size_less_than()))
        .map(|bytes| format!("less than {bytes} bytes"));
    let words: Vec<String> = prefix.into_iter().chain(tags).chain(above).chain(below).collect();
    (!words.is_empty()).then(|| words.join(" and "))
}

/// A rule that only tidies delete markers up expires nothing.
fn expires(rule: &LifecycleRule) -> bool {
    rule.expiration().is_some_and(|e| e.days().is_some() || e.date().is_some())
}

pub(crate) fn policy(answer: &GetBucketPolicyOutput) -> Translated<String> {
    let is_object = |text: &&str| text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    answer.policy().filter(is_object).map(Into::into).ok_or("the answer is no policy")
}

/// Where nobody ever set it, nothing is said of it.
pub(crate) fn mfa_delete(answer: &GetBucketVersioningOutput) -> Translated<bool> {
    match answer.mfa_delete() {
        Some(MfaDeleteStatus::Enabled) => Ok(true),
        Some(MfaDeleteStatus::Disabled) | None => Ok(false),
        Some(_) => Err("the status of MFA delete is not known to this version"),
    }
}

pub(crate) fn website(answer: &GetBucketWebsiteOutput) -> Translated<bool> {
    let says = answer.index_document().is_some() || answer.redirect_all_requests_to().is_some();
    if says { Ok(true) } else { Err("the answer names neither a page nor a redirection") }
}

pub(crate) fn notifications(answer: &GetBucketNotificationConfigurationOutput) -> bool {
    answer.event_bridge_configuration().is_some()
        || !answer.topic_configurations().is_empty()
        || !answer.queue_configurations().is_empty()
        || !answer.lambda_function_configurations().is_empty()
}

/// The first hundred configurations: one that is on is enough.
pub(crate) fn inventory(answer: &ListBucketInventoryConfigurationsOutput) -> Translated<bool> {
    let on = answer.inventory_configuration_list().iter().any(|inventory| inventory.is_enabled());
    match (on, answer.is_truncated()) {
        (false, Some(true)) => Err("none of the first configurations is on, and the list goes on"),
        (on, _) => Ok(on),
    }
}

pub(crate) fn requester_pays(answer: &GetBucketRequestPaymentOutput) -> Translated<bool> {
    match answer.payer() {
        Some(Payer::Requester) => Ok(true),
        Some(Payer::BucketOwner) => Ok(false),
        _ => Err("the answer does not say who pays"),
    }
}

pub(crate) fn tags_decide_access(answer: &GetBucketAbacOutput) -> Translated<bool> {
    match answer.abac_status().and_then(|status| status.status()) {
        Some(BucketAbacStatus::Enabled) => Ok(true),
        Some(BucketAbacStatus::Disabled) => Ok(false),
        Some(_) => Err("the status is not known to this version"),
        None => Err("the answer does not say"),
    }
}

pub(crate) fn tags(answer: &GetBucketTaggingOutput) -> Translated<BTreeMap<String, String>> {
    if answer.tag_set().iter().any(|tag| tag.key().is_empty()) {
        return Err("a tag of the answer has no key");
    }
    Ok(answer.tag_set().iter().map(|tag| (tag.key().into(), tag.value().into())).collect())
}

#[cfg(test)]
mod tests;

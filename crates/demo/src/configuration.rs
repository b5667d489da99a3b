//! The calls about a bucket's configuration, answered from the recipe.

use magpie_corpus::BucketSettings;
use s3s::S3Result;
use s3s::dto::*;

use crate::listing::owner;
use crate::refusal::absent;

pub(crate) fn location(settings: &BucketSettings) -> GetBucketLocationOutput {
    // The oldest region has no name here.
    let named = Some(settings.region.clone()).filter(|region| region != "us-east-1");
    GetBucketLocationOutput { location_constraint: named.map(BucketLocationConstraint::from) }
}

pub(crate) fn encryption(settings: &BucketSettings) -> S3Result<GetBucketEncryptionOutput> {
    let Some(encryption) = settings.encryption.as_ref().filter(|e| e.algorithm != "none") else {
        let what = "server side encryption configuration";
        return Err(absent("ServerSideEncryptionConfigurationNotFoundError", what));
    };
    let rule = ServerSideEncryptionRule {
        apply_server_side_encryption_by_default: Some(ServerSideEncryptionByDefault {
            kms_master_key_id: encryption.key.clone(),
            sse_algorithm: ServerSideEncryption::from(encryption.algorithm.clone()),
        }),
        bucket_key_enabled: Some(encryption.bucket_key),
    };
    let rules = ServerSideEncryptionConfiguration { rules: vec![rule] };
    Ok(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(rules) })
}

pub(crate) fn public_access_block(
    settings: &BucketSettings,
) -> S3Result<GetPublicAccessBlockOutput> {
    let Some(block) = settings.public_access_block else {
        let what = "public access block configuration";
        return Err(absent("NoSuchPublicAccessBlockConfiguration", what));
    };
    let switches = PublicAccessBlockConfiguration {
        block_public_acls: Some(block.block_public_acls),
        block_public_policy: Some(block.block_public_policy),
        ignore_public_acls: Some(block.ignore_public_acls),
        restrict_public_buckets: Some(block.restrict_public_buckets),
    };
    Ok(GetPublicAccessBlockOutput { public_access_block_configuration: Some(switches) })
}

fn no_policy<T>() -> S3Result<T> {
    Err(absent("NoSuchBucketPolicy", "bucket policy"))
}

pub(crate) fn policy(settings: &BucketSettings) -> S3Result<GetBucketPolicyOutput> {
    match &settings.policy {
        Some(policy) => Ok(GetBucketPolicyOutput { policy: Some(policy.trim().to_owned()) }),
        None => no_policy(),
    }
}

pub(crate) fn policy_status(settings: &BucketSettings) -> S3Result<GetBucketPolicyStatusOutput> {
    if settings.policy.is_none() {
        return no_policy();
    }
    let status = PolicyStatus { is_public: Some(settings.policy_public) };
    Ok(GetBucketPolicyStatusOutput { policy_status: Some(status) })
}

pub(crate) fn acl(settings: &BucketSettings) -> GetBucketAclOutput {
    const EVERYBODY: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
    const ANY_ACCOUNT: &str = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    let mut grants = vec![to_account(owner().id, Permission::FULL_CONTROL)];
    match settings.acl.as_str() {
        "public-read" => grants.push(to_group(EVERYBODY, Permission::READ)),
        "public-read-write" => {
            grants.push(to_group(EVERYBODY, Permission::READ));
            grants.push(to_group(EVERYBODY, Permission::WRITE));
        }
        "authenticated-read" => grants.push(to_group(ANY_ACCOUNT, Permission::READ)),
        "other-account" => {
            let other = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
            grants.push(to_account(Some(other.into()), Permission::READ));
        }
        _ => {}
    }
    GetBucketAclOutput { grants: Some(grants), owner: Some(owner()) }
}

fn to_account(id: Option<String>, permission: &'static str) -> Grant {
    grant(Type::CANONICAL_USER, id, None, permission)
}

fn to_group(uri: &str, permission: &'static str) -> Grant {
    grant(Type::GROUP, None, Some(uri.into()), permission)
}

fn grant(
    kind: &'static str,
    id: Option<String>,
    uri: Option<String>,
    permission: &'static str,
) -> Grant {
    let grantee = Grantee {
        display_name: None,
        email_address: None,
        id,
        type_: Type::from_static(kind),
        uri,
    };
    Grant { grantee: Some(grantee), permission: Some(Permission::from_static(permission)) }
}

pub(crate) fn ownership(settings: &BucketSettings) -> S3Result<GetBucketOwnershipControlsOutput> {
    let Some(ownership) = &settings.ownership else {
        return Err(absent("OwnershipControlsNotFoundError", "bucket ownership controls"));
    };
    let rule = OwnershipControlsRule { object_ownership: ObjectOwnership::from(ownership.clone()) };
    let controls = OwnershipControls { rules: vec![rule] };
    Ok(GetBucketOwnershipControlsOutput { ownership_controls: Some(controls) })
}

pub(crate) fn versioning(settings: &BucketSettings) -> GetBucketVersioningOutput {
    let status = settings.versioning.clone().map(BucketVersioningStatus::from);
    GetBucketVersioningOutput { status, ..GetBucketVersioningOutput::default() }
}

pub(crate) fn logging(settings: &BucketSettings) -> GetBucketLoggingOutput {
    let enabled = settings.logging.clone().map(|target_bucket| LoggingEnabled {
        target_bucket,
        target_grants: None,
        target_object_key_format: None,
        target_prefix: "access/".into(),
    });
    GetBucketLoggingOutput { logging_enabled: enabled }
}

pub(crate) fn lifecycle(
    settings: &BucketSettings,
) -> S3Result<GetBucketLifecycleConfigurationOutput> {
    let Some(days) = settings.lifecycle_expiry_days else {
        return Err(absent("NoSuchLifecycleConfiguration", "lifecycle configuration"));
    };
    let rule = LifecycleRule {
        abort_incomplete_multipart_upload: None,
        expiration: Some(LifecycleExpiration {
            days: i32::try_from(days).ok(),
            ..LifecycleExpiration::default()
        }),
        filter: Some(LifecycleRuleFilter { prefix: Some(String::new()), ..Default::default() }),
        id: Some("expire".into()),
        noncurrent_version_expiration: None,
        noncurrent_version_transitions: None,
        prefix: None,
        status: ExpirationStatus::from_static(ExpirationStatus::ENABLED),
        transitions: None,
    };
    Ok(GetBucketLifecycleConfigurationOutput { rules: Some(vec![rule]), ..Default::default() })
}

pub(crate) fn object_lock(settings: &BucketSettings) -> S3Result<GetObjectLockConfigurationOutput> {
    if !settings.object_lock {
        let what = "Object Lock configuration";
        return Err(absent("ObjectLockConfigurationNotFoundError", what));
    }
    let lock = ObjectLockConfiguration {
        object_lock_enabled: Some(ObjectLockEnabled::from_static(ObjectLockEnabled::ENABLED)),
        rule: None,
    };
    Ok(GetObjectLockConfigurationOutput { object_lock_configuration: Some(lock) })
}

pub(crate) fn tagging(settings: &BucketSettings) -> S3Result<GetBucketTaggingOutput> {
    if settings.tags.is_empty() {
        return Err(absent("NoSuchTagSet", "tag set"));
    }
    let tag = |(key, value): (&String, &String)| Tag {
        key: Some(key.clone()),
        value: Some(value.clone()),
    };
    Ok(GetBucketTaggingOutput { tag_set: settings.tags.iter().map(tag).collect() })
}

//! The calls about a bucket's configuration, answered from the recipe.

use magpie_corpus::BucketSettings;
use s3s::S3Result;
use s3s::dto::*;

use crate::listing::owner;
use crate::refusal::{absent, refused};

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
    let term = DefaultRetention {
        days: Some(30),
        mode: Some(ObjectLockRetentionMode::from_static(ObjectLockRetentionMode::GOVERNANCE)),
        years: None,
    };
    let lock = ObjectLockConfiguration {
        object_lock_enabled: Some(ObjectLockEnabled::from_static(ObjectLockEnabled::ENABLED)),
        rule: Some(ObjectLockRule { default_retention: Some(term) }),
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

pub(crate) fn website(settings: &BucketSettings) -> S3Result<GetBucketWebsiteOutput> {
    if !settings.website {
        return Err(absent("NoSuchWebsiteConfiguration", "website configuration"));
    }
    let index_document = Some(IndexDocument { suffix: "index.html".into() });
    Ok(GetBucketWebsiteOutput { index_document, ..Default::default() })
}

pub(crate) fn replication(settings: &BucketSettings) -> S3Result<GetBucketReplicationOutput> {
    let Some(to) = &settings.replication else {
        return Err(absent("ReplicationConfigurationNotFoundError", "replication configuration"));
    };
    let status = match to.kms_objects {
        true => SseKmsEncryptedObjectsStatus::ENABLED,
        false => SseKmsEncryptedObjectsStatus::DISABLED,
    };
    let status = SseKmsEncryptedObjectsStatus::from_static(status);
    let rule = ReplicationRule {
        delete_marker_replication: None,
        destination: Destination {
            access_control_translation: None,
            account: to.account.clone(),
            bucket: format!("arn:aws:s3:::{}", to.bucket),
            encryption_configuration: None,
            metrics: None,
            replication_time: None,
            storage_class: None,
        },
        existing_object_replication: None,
        filter: Some(ReplicationRuleFilter {
            prefix: Some(to.prefix.clone()),
            ..Default::default()
        }),
        id: Some("copy".into()),
        prefix: None,
        priority: Some(1),
        source_selection_criteria: Some(SourceSelectionCriteria {
            replica_modifications: None,
            sse_kms_encrypted_objects: Some(SseKmsEncryptedObjects { status }),
        }),
        status: ReplicationRuleStatus::from_static(ReplicationRuleStatus::ENABLED),
    };
    let role = format!("arn:aws:iam::{}:role/replication", crate::account::ACCOUNT);
    let rules = ReplicationConfiguration { role, rules: vec![rule] };
    Ok(GetBucketReplicationOutput { replication_configuration: Some(rules) })
}

pub(crate) fn request_payment() -> GetBucketRequestPaymentOutput {
    GetBucketRequestPaymentOutput { payer: Some(Payer::from_static(Payer::BUCKET_OWNER)) }
}

impl crate::state::State {
    /// Replaces the whole set, as S3 does; tags of AWS's own must be among the new ones unchanged.
    pub(crate) fn put_tags(&mut self, bucket: &str, tags: TagSet) -> S3Result<()> {
        let stored = self.buckets.get_mut(bucket);
        let Some(stored) = stored else {
            return Err(absent("NoSuchBucket", "bucket"));
        };
        let new: std::collections::BTreeMap<String, String> = tags
            .into_iter()
            .map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()))
            .collect();
        let of_aws = |key: &str| key.starts_with("aws:");
        let lost = stored.settings.tags.iter().any(|(k, v)| of_aws(k) && new.get(k) != Some(v));
        let forged = new.keys().any(|k| of_aws(k) && !stored.settings.tags.contains_key(k));
        if lost || forged || new.len() > 50 + new.keys().filter(|k| of_aws(k)).count() {
            let message =
                "System tags cannot be added, changed or removed, and there are at most 50";
            return Err(refused("InvalidTag", 400, message));
        }
        stored.settings.tags = new;
        Ok(())
    }
}

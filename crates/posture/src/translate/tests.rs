//! Answers, whole and maimed, as facts.

use aws_sdk_s3::types::{
    AbacStatus, BlockedEncryptionTypes, BucketLocationConstraint, DefaultRetention, EncryptionType,
    Grantee, LifecycleExpiration, LifecycleRuleAndOperator, LifecycleRuleFilter,
    ObjectLockConfiguration, ObjectLockRule, Owner, OwnershipControls, OwnershipControlsRule,
    PolicyStatus, PublicAccessBlockConfiguration, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule, Tag, Type,
};

use super::*;

fn encryption(
    algorithm: &str,
    key_id: Option<&str>,
) -> Translated<(EncryptionClass, Option<String>)> {
    let default = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::from(algorithm))
        .set_kms_master_key_id(key_id.map(Into::into))
        .build()
        .unwrap();
    let rule = ServerSideEncryptionRule::builder().apply_server_side_encryption_by_default(default);
    let configuration =
        ServerSideEncryptionConfiguration::builder().rules(rule.build()).build().unwrap();
    let answer = GetBucketEncryptionOutput::builder()
        .server_side_encryption_configuration(configuration)
        .build();
    default_encryption(&answer).map(|default| (default.class, default.key_id))
}

#[test]
fn whether_tags_decide_about_access_is_known_by_a_known_word_only() {
    let told = |status: Option<BucketAbacStatus>| {
        let status = AbacStatus::builder().set_status(status).build();
        tags_decide_access(&GetBucketAbacOutput::builder().abac_status(status).build())
    };
    assert_eq!(told(Some(BucketAbacStatus::Enabled)), Ok(true));
    assert_eq!(told(Some(BucketAbacStatus::Disabled)), Ok(false));
    assert!(told(Some(BucketAbacStatus::from("next-year"))).is_err());
    assert!(told(None).is_err());
    assert!(tags_decide_access(&GetBucketAbacOutput::builder().build()).is_err());
}

#[test]
fn the_default_encryption_has_its_class() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    assert_eq!(encryption("AES256", None), Ok((EncryptionClass::SseS3, None)));
    assert_eq!(encryption("aws:kms", None), Ok((EncryptionClass::SseKmsAws, None)));
    let by_key = Ok((EncryptionClass::SseKms, Some(key.to_owned())));
    assert_eq!(encryption("aws:kms", Some(key)), by_key);
    assert_eq!(encryption("aws:kms:dsse", None), Ok((EncryptionClass::DsseKms, None)));
    assert!(encryption("aws:next-year", None).is_err());
}

#[test]
fn refused_kinds_of_encryption_are_told_as_they_are_written() {
    let told = |kinds: &[&str]| {
        let kinds = kinds.iter().map(|kind| EncryptionType::from(*kind)).collect();
        let types = BlockedEncryptionTypes::builder().set_encryption_type(Some(kinds)).build();
        let rule = ServerSideEncryptionRule::builder().blocked_encryption_types(types).build();
        let rules = ServerSideEncryptionConfiguration::builder().rules(rule).build().unwrap();
        let answer = GetBucketEncryptionOutput::builder();
        blocked_encryption(&answer.server_side_encryption_configuration(rules).build())
    };
    assert_eq!(told(&["SSE-C", "NEXT-YEAR"]), ["SSE-C", "NEXT-YEAR"]);
    assert!(told(&[]).is_empty());
    assert!(blocked_encryption(&GetBucketEncryptionOutput::builder().build()).is_empty());
}

#[test]
fn an_answer_that_leaves_the_matter_out_decides_nothing() {
    assert!(default_encryption(&GetBucketEncryptionOutput::builder().build()).is_err());
    assert!(public_access_block(&GetPublicAccessBlockOutput::builder().build()).is_err());
    assert!(policy_public(&GetBucketPolicyStatusOutput::builder().build()).is_err());
    assert!(acl(&GetBucketAclOutput::builder().build()).is_err());
    assert!(acls_disabled(&GetBucketOwnershipControlsOutput::builder().build()).is_err());
    assert!(object_lock(&GetObjectLockConfigurationOutput::builder().build()).is_err());
    assert!(lifecycle(&GetBucketLifecycleConfigurationOutput::builder().build()).is_err());
    let bare = PolicyStatus::builder().build();
    let bare = GetBucketPolicyStatusOutput::builder().policy_status(bare).build();
    assert!(policy_public(&bare).is_err());
}

#[test]
fn one_missing_switch_leaves_the_block_unknown() {
    let three = PublicAccessBlockConfiguration::builder()
        .block_public_acls(true)
        .ignore_public_acls(true)
        .block_public_policy(true);
    let answer = |configuration: PublicAccessBlockConfiguration| {
        GetPublicAccessBlockOutput::builder()
            .public_access_block_configuration(configuration)
            .build()
    };
    assert!(public_access_block(&answer(three.clone().build())).is_err());
    let block = public_access_block(&answer(three.restrict_public_buckets(false).build()));
    assert_eq!(
        block.map(|b| (b.block_public_policy, b.restrict_public_buckets)),
        Ok((true, false))
    );
}

#[test]
fn the_unsaid_region_is_aws_own_only() {
    let unsaid = GetBucketLocationOutput::builder().build();
    assert_eq!(region(&unsaid, true), Ok("us-east-1".into()));
    assert!(region(&unsaid, false).is_err());
    let named = |name: &str| {
        let constraint = BucketLocationConstraint::from(name);
        GetBucketLocationOutput::builder().location_constraint(constraint).build()
    };
    assert_eq!(region(&named("EU"), true), Ok("eu-west-1".into()));
    assert_eq!(region(&named("eu-central-1"), false), Ok("eu-central-1".into()));
}

fn grants(list: &[(Option<&str>, Option<&str>, Permission)]) -> Translated<AclGrants> {
    let mut answer = GetBucketAclOutput::builder().owner(Owner::builder().id("me").build());
    for (uri, id, permission) in list {
        let kind = if uri.is_some() { Type::Group } else { Type::CanonicalUser };
        let grantee = Grantee::builder()
            .set_uri(uri.map(Into::into))
            .set_id(id.map(Into::into))
            .r#type(kind)
            .build()
            .unwrap();
        let grant = Grant::builder().grantee(grantee).permission(permission.clone()).build();
        answer = answer.grants(grant);
    }
    acl(&answer.build())
}

#[test]
fn grants_are_told_apart_by_whom_and_what() {
    let own = (None, Some("me"), Permission::FullControl);
    let private = || AclGrants { owner: Some("me".into()), ..AclGrants::default() };
    let none = AclAbilities::default();
    assert_eq!(grants(std::slice::from_ref(&own)), Ok(private()));
    let everybody = |everybody| Ok(AclGrants { everybody, ..private() });
    let to_all = |permission| grants(&[own.clone(), (Some(ALL_USERS), None, permission)]);
    assert_eq!(to_all(Permission::Read), everybody(AclAbilities { read: true, ..none }));
    assert_eq!(to_all(Permission::ReadAcp), everybody(AclAbilities { read_acl: true, ..none }));
    assert_eq!(to_all(Permission::WriteAcp), everybody(AclAbilities { write_acl: true, ..none }));
    let any_account = AclAbilities { write: true, ..none };
    assert_eq!(
        grants(&[(Some(AUTHENTICATED_USERS), None, Permission::Write)]),
        Ok(AclGrants { any_account, ..private() })
    );
    let read_twice = AclAbilities { read: true, read_acl: true, ..none };
    assert_eq!(
        grants(&[
            own,
            (None, Some("you"), Permission::Read),
            (None, Some("you"), Permission::ReadAcp)
        ]),
        Ok(AclGrants { others: BTreeMap::from([("you".into(), read_twice)]), ..private() })
    );
    assert!(grants(&[(Some(ALL_USERS), None, Permission::from("NEXT_YEAR"))]).is_err());
    assert!(grants(&[(None, None, Permission::Read)]).is_err());
}

#[test]
fn only_an_enabled_rule_with_a_term_expires() {
    let rule = |status: ExpirationStatus, expiration: LifecycleExpiration| {
        let rule = LifecycleRule::builder().status(status).expiration(expiration).build().unwrap();
        let answer = GetBucketLifecycleConfigurationOutput::builder().rules(rule).build();
        lifecycle(&answer).map(|rules| rules.expiry)
    };
    let days = || LifecycleExpiration::builder().days(30).build();
    let markers = LifecycleExpiration::builder().expired_object_delete_marker(true).build();
    assert_eq!(rule(ExpirationStatus::Enabled, days()), Ok(Covered::Everything));
    assert_eq!(rule(ExpirationStatus::Disabled, days()), Ok(Covered::Nothing));
    assert_eq!(rule(ExpirationStatus::Enabled, markers), Ok(Covered::Nothing));
}

#[test]
fn a_rule_for_some_objects_does_not_cover_all() {
    let covered = |filters: &[LifecycleRuleFilter]| {
        let rules = filters.iter().map(|filter| {
            let days = LifecycleExpiration::builder().days(30).build();
            let rule = LifecycleRule::builder().status(ExpirationStatus::Enabled);
            rule.expiration(days).filter(filter.clone()).build().unwrap()
        });
        let answer = GetBucketLifecycleConfigurationOutput::builder();
        lifecycle(&answer.set_rules(Some(rules.collect())).build()).unwrap().expiry
    };
    let filter = LifecycleRuleFilter::builder;
    let part = |words: &[&str]| Covered::Part(words.iter().map(|w| (*w).to_owned()).collect());
    let tag = |key: &str| Tag::builder().key(key).value("secret").build().unwrap();
    let logs = || filter().prefix("logs/").build();
    assert_eq!(covered(&[filter().build()]), Covered::Everything);
    assert_eq!(covered(&[filter().prefix("").build()]), Covered::Everything);
    assert_eq!(covered(&[logs()]), part(&["prefix \"logs/\""]));
    assert_eq!(covered(&[logs(), filter().build()]), Covered::Everything);
    let large = filter().object_size_greater_than(9).build();
    assert_eq!(covered(&[logs(), large]), part(&["prefix \"logs/\"", "more than 9 bytes"]));
    assert_eq!(covered(&[filter().tag(tag("a")).build()]), part(&["tag \"a\""]));
    let both = LifecycleRuleAndOperator::builder().prefix("x/").tags(tag("a")).tags(tag("b"));
    let both = filter().and(both.object_size_less_than(5).build()).build();
    let words = "prefix \"x/\" and tag \"a\" and tag \"b\" and less than 5 bytes";
    assert_eq!(covered(&[both]), part(&[words]));
}

#[test]
fn ownership_versions_and_lock_are_read() {
    let owned = |ownership: ObjectOwnership| {
        let rule = OwnershipControlsRule::builder().object_ownership(ownership).build().unwrap();
        let controls = OwnershipControls::builder().rules(rule).build().unwrap();
        let answer = GetBucketOwnershipControlsOutput::builder().ownership_controls(controls);
        acls_disabled(&answer.build())
    };
    assert_eq!(owned(ObjectOwnership::BucketOwnerEnforced), Ok(true));
    assert_eq!(owned(ObjectOwnership::ObjectWriter), Ok(false));

    let status = |status: Option<BucketVersioningStatus>| {
        versioning(&GetBucketVersioningOutput::builder().set_status(status).build())
    };
    assert_eq!(status(Some(BucketVersioningStatus::Enabled)), Ok(Versioning::On));
    assert_eq!(status(None), Ok(Versioning::Off));

    let locked = |default: Option<DefaultRetention>| {
        let rule = default.map(|d| ObjectLockRule::builder().default_retention(d).build());
        let lock = ObjectLockConfiguration::builder().set_rule(rule);
        let lock = lock.object_lock_enabled(ObjectLockEnabled::Enabled).build();
        let answer = GetObjectLockConfigurationOutput::builder();
        object_lock(&answer.object_lock_configuration(lock).build())
    };
    let retention = |mode: &str| DefaultRetention::builder().mode(mode.into());
    assert_eq!(locked(None), Ok(Lock { on: true, default: None }));
    let default = Some("GOVERNANCE, 30 days".to_owned());
    let governed = retention("GOVERNANCE").days(30).build();
    assert_eq!(locked(Some(governed)), Ok(Lock { on: true, default }));
    assert!(locked(Some(retention("GOVERNANCE").build())).is_err());
    assert!(locked(Some(retention(NEXT).days(30).build())).is_err());
}

/// A word that no version knows yet.
const NEXT: &str = "NEXT_YEAR";

#[test]
fn words_that_are_not_known_yet_decide_nothing() {
    assert!(encryption(NEXT, None).is_err());
    assert!(grants(&[(None, Some("me"), Permission::from(NEXT))]).is_err());
    let group = "http://acs.amazonaws.com/groups/global/NextYear";
    assert!(grants(&[(Some(group), None, Permission::Read)]).is_err());
    let rule = OwnershipControlsRule::builder().object_ownership(ObjectOwnership::from(NEXT));
    let controls = OwnershipControls::builder().rules(rule.build().unwrap()).build().unwrap();
    let answer = GetBucketOwnershipControlsOutput::builder().ownership_controls(controls);
    assert!(acls_disabled(&answer.build()).is_err());
    let status = BucketVersioningStatus::from(NEXT);
    assert!(versioning(&GetBucketVersioningOutput::builder().status(status).build()).is_err());
    let status = MfaDeleteStatus::from(NEXT);
    assert!(mfa_delete(&GetBucketVersioningOutput::builder().mfa_delete(status).build()).is_err());
    let lock =
        ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::from(NEXT));
    let answer = GetObjectLockConfigurationOutput::builder();
    assert!(object_lock(&answer.object_lock_configuration(lock.build()).build()).is_err());
    let days = LifecycleExpiration::builder().days(30).build();
    let rule = LifecycleRule::builder().status(ExpirationStatus::from(NEXT)).expiration(days);
    let answer = GetBucketLifecycleConfigurationOutput::builder().rules(rule.build().unwrap());
    assert!(lifecycle(&answer.build()).is_err());
    let answer = GetBucketRequestPaymentOutput::builder().payer(Payer::from(NEXT)).build();
    assert!(requester_pays(&answer).is_err());
}

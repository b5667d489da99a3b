//! From a tally and facts to an assessment: what is known, what is not, and what follows.

#[path = "support/rules.rs"]
mod rules;
mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Assessment, Audience, Found, RiskLevel, Sensitivity, Subject, TagPrefix, Tally, Tier, Weights,
    assess, assess_by, configuration_findings, desired_tags,
};
use magpie_model::{
    AclAbilities, AclGrants, BucketFacts, Category, Confidence, Covered, Declared,
    DefaultEncryption, EncryptionClass, Fact, KeyFacts, Outcome, PublicAccessBlock, Reason,
    ReplicationRule, Severity, SeverityBands, Versioning,
};
use rules::rule;
use support::{known, with_policy};

const READ: AclAbilities =
    AclAbilities { read: true, write: false, read_acl: false, write_acl: false };
const AT: &str = "2026-01-01T00:00:00Z";
const GRAVE: SeverityBands = SeverityBands::always(Severity::High);

fn mild() -> SeverityBands {
    SeverityBands::from_steps([(1, Severity::Low), (2, Severity::Medium), (100, Severity::High)])
}

fn no<T>() -> Fact<T> {
    Fact::unknown("AccessDenied", "Test", AT)
}

/// A bucket of which everything is known: private, no policy, SSE-S3 by default.
fn facts() -> BucketFacts {
    let default =
        DefaultEncryption { class: EncryptionClass::SseS3, key_id: None, bucket_key: None };
    BucketFacts {
        bucket: None,
        region: known("eu-west-1".into()),
        default_encryption: known(Some(default)),
        policy: no(),
        acls_disabled: known(false),
        versioning: known(Versioning::On),
        object_lock: known(false),
        access_logging: known(true),
        lifecycle_expiry: known(Covered::Everything),
        tags: known(BTreeMap::new()),
        ..with_policy(None)
    }
}

fn found(id: &str, category: Category, bands: SeverityBands, count: u64) -> Found {
    Found {
        detector: id.into(),
        name: id.into(),
        category,
        bands,
        macie_type: None,
        confidence: Confidence::High,
        count,
        distinct: count,
    }
}

fn mail(count: u64) -> Found {
    found("global/email", Category::PersonalInformation, mild(), count)
}

fn card(count: u64) -> Found {
    found("global/payment_card", Category::FinancialInformation, GRAVE, count)
}

fn read(tally: &mut Tally, class: EncryptionClass, found: &[Found]) {
    tally.object(&Outcome::COMPLETE, 100, 100, class, found);
}

fn judged(facts: &BucketFacts, class: EncryptionClass, found: &[Found]) -> Assessment {
    let mut tally = Tally::default();
    read(&mut tally, class, found);
    assess(Subject::Bucket(facts), &tally)
}

#[test]
fn tiers_follow_category_and_bands() {
    let tier = |category, bands| Tier::of(category, bands, None);
    assert_eq!(tier(Category::Credentials, mild()), Tier::Restricted);
    assert_eq!(tier(Category::SpecialCategory, mild()), Tier::Restricted);
    assert_eq!(tier(Category::HealthInformation, mild()), Tier::High);
    assert_eq!(tier(Category::FinancialInformation, mild()), Tier::High);
    assert_eq!(tier(Category::PersonalInformation, GRAVE), Tier::High);
    assert_eq!(tier(Category::PersonalInformation, mild()), Tier::Moderate);
    assert_eq!(tier(Category::Custom, mild()), Tier::Moderate);
    let code = Some("CREDIT_CARD_SECURITY_CODE");
    assert_eq!(Tier::of(Category::FinancialInformation, mild(), code), Tier::Restricted);
}

#[test]
fn identity_beside_a_card_counts_once_and_not_on_top_of_two_categories() {
    let facts = facts();
    let together = judged(&facts, EncryptionClass::SseS3, &[card(120_000), mail(5)]);
    assert_eq!(together.risk.terms.map(|t| t.impact), Some(88));
    let mut apart = Tally::default();
    read(&mut apart, EncryptionClass::SseS3, &[card(120_000)]);
    read(&mut apart, EncryptionClass::SseS3, &[mail(5)]);
    let apart = assess(Subject::Bucket(&facts), &apart);
    assert_eq!(apart.risk.terms.map(|t| t.impact), Some(83));
}

#[test]
fn findings_below_the_minimum_confidence_do_not_count() {
    let judged = judged(&facts(), EncryptionClass::SseS3, &[card(0)]);
    assert_eq!(judged.sensitivity, Sensitivity::Known(Tier::None));
    assert_eq!((judged.risk.level, judged.risk.score), (RiskLevel::None, Some(0)));
}

#[test]
fn only_two_switches_of_block_public_access_count() {
    let public = AclGrants { everybody: READ, ..AclGrants::default() };
    let new_only = PublicAccessBlock {
        block_public_acls: true,
        block_public_policy: true,
        ..PublicAccessBlock::default()
    };
    let open = BucketFacts { acl: known(public), public_access_block: known(new_only), ..facts() };
    let exposure = judged(&open, EncryptionClass::SseS3, &[card(1)]).exposure;
    assert_eq!(exposure.audience, Audience::PublicRead);
    let ignored = PublicAccessBlock { ignore_public_acls: true, ..new_only };
    let shut = BucketFacts { account_public_access_block: known(ignored), ..open };
    let exposure = judged(&shut, EncryptionClass::SseS3, &[card(1)]).exposure;
    assert_eq!(exposure.audience, Audience::Account);
}

#[test]
fn an_unknown_account_switch_does_not_hide_a_public_policy() {
    let facts = BucketFacts {
        has_policy: known(true),
        policy_public: known(true),
        account_public_access_block: no(),
        ..facts()
    };
    let judged = judged(&facts, EncryptionClass::SseS3, &[card(1)]);
    assert_eq!(judged.exposure.audience, Audience::PublicRead);
    assert_eq!(judged.exposure.narrowest, Audience::Restricted);
    assert_eq!(judged.risk.level, RiskLevel::Critical);
    assert!(judged.risk.min < judged.risk.score);
}

#[test]
fn a_switch_known_on_one_side_is_enough() {
    let restrict =
        PublicAccessBlock { restrict_public_buckets: true, ..PublicAccessBlock::default() };
    let facts = BucketFacts {
        has_policy: known(true),
        policy_public: known(true),
        public_access_block: known(restrict),
        account_public_access_block: no(),
        acls_disabled: known(true),
        ..facts()
    };
    let exposure = judged(&facts, EncryptionClass::SseS3, &[card(1)]).exposure;
    assert_eq!((exposure.audience, exposure.widest), (Audience::Account, Audience::Account));
}

#[test]
fn a_policy_that_is_not_public_may_still_share() {
    let facts = BucketFacts { has_policy: known(true), acls_disabled: known(true), ..facts() };
    let exposure = judged(&facts, EncryptionClass::SseS3, &[card(1)]).exposure;
    assert_eq!((exposure.audience, exposure.widest), (Audience::Unknown, Audience::ExternalWrite));
}

/// A bucket with this policy, whose statements reach all of it.
fn with_statements(statements: &str) -> BucketFacts {
    let policy = format!("{{\"Statement\":[{statements}]}}");
    BucketFacts {
        has_policy: known(true),
        policy: known(Some(policy)),
        acls_disabled: known(true),
        ..facts()
    }
}

fn exposed(facts: &BucketFacts) -> (Audience, Audience, Audience) {
    let exposure = judged(facts, EncryptionClass::SseS3, &[card(1)]).exposure;
    (exposure.narrowest, exposure.audience, exposure.widest)
}

const EVERYBODY_READS: &str = r#"{"Sid":"Open","Effect":"Allow","Principal":"*",
    "Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;
const PARTNER_READS: &str = r#"{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"444455556666"},
    "Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;
const PARTNER_WRITES: &str = r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},
    "Action":"s3:PutObject","Resource":"arn:aws:s3:::box/*"}"#;
const ONLY_FROM_ENDPOINT: &str = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*",
    "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
    "Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}"#;

#[test]
fn a_policy_that_is_read_leaves_no_interval() {
    let one = |audience| (audience, audience, audience);
    assert_eq!(exposed(&with_statements(EVERYBODY_READS)), one(Audience::PublicRead));
    assert_eq!(exposed(&with_statements(PARTNER_READS)), one(Audience::ExternalRead));
    assert_eq!(exposed(&with_statements(PARTNER_WRITES)), one(Audience::ExternalWrite));
    assert_eq!(exposed(&with_statements(ONLY_FROM_ENDPOINT)), one(Audience::Restricted));
}

#[test]
fn what_is_known_to_be_shared_scores_no_less_than_not_knowing() {
    const ORGANISATION_READS: &str = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::box/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-own"}}}"#;
    let mut shared = with_statements(ORGANISATION_READS);
    shared.declared.organisation = Some("o-own".into());
    let score = |facts: &BucketFacts| {
        let judged = judged(facts, EncryptionClass::SseS3, &[card(1)]);
        (judged.exposure.audience, judged.risk.score)
    };
    let unsure = |facts| BucketFacts { acl: no(), acls_disabled: no(), ..facts };
    let (audience, alone) = score(&shared);
    assert_eq!(audience, Audience::Organisation);
    let (audience, both) = score(&unsure(shared));
    assert_eq!(audience, Audience::Organisation);
    let unknown = score(&unsure(with_statements(""))).1;
    assert!(both > alone && both == unknown, "{alone:?} {both:?} {unknown:?}");
}

#[test]
fn one_public_statement_makes_block_public_access_shut_partners_out_too() {
    let restrict =
        PublicAccessBlock { restrict_public_buckets: true, ..PublicAccessBlock::default() };
    let both = format!("{EVERYBODY_READS},{PARTNER_READS}");
    let shut = BucketFacts { public_access_block: known(restrict), ..with_statements(&both) };
    let told = BucketFacts { policy_public: known(true), ..shut.clone() };
    assert_eq!(exposed(&told).1, Audience::Account);
    // Where S3 itself calls it not public, its text and its answer leave both open.
    assert_eq!(exposed(&shut), (Audience::Account, Audience::Unknown, Audience::PublicRead));
    let partner =
        BucketFacts { public_access_block: known(restrict), ..with_statements(PARTNER_READS) };
    assert_eq!(exposed(&partner).1, Audience::ExternalRead);
}

#[test]
fn whom_a_policy_lets_in_is_named_with_statement_and_rule() {
    let exposure =
        judged(&with_statements(PARTNER_READS), EncryptionClass::SseS3, &[card(1)]).exposure;
    let shared = exposure.shared_with.first().expect("a partner reads");
    assert_eq!((shared.party.as_str(), shared.relation), ("account 444455556666", "external"));
    assert_eq!(
        (shared.abilities.as_str(), shared.statement.as_str()),
        ("read", "statement Partner")
    );
    assert!(exposure.reason.contains("account 444455556666"), "{}", exposure.reason);
    assert!(!exposure.residual.is_empty());
}

#[test]
fn single_objects_may_be_public_where_acls_may_be_in_force() {
    let ignored = PublicAccessBlock { ignore_public_acls: true, ..PublicAccessBlock::default() };
    let unknown = || Fact::unknown("AccessDenied", "GetBucketOwnershipControls", AT);
    let in_force = facts();
    let perhaps = BucketFacts { acls_disabled: unknown(), ..facts() };
    let off = BucketFacts { acls_disabled: known(true), ..facts() };
    let by_bucket = BucketFacts { public_access_block: known(ignored), ..facts() };
    let by_account = BucketFacts { account_public_access_block: known(ignored), ..facts() };
    let [object, account] = [Audience::PublicObject, Audience::Account];
    for (facts, widest) in [
        (in_force, object),
        (perhaps, object),
        (off, account),
        (by_bucket, account),
        (by_account, account),
    ] {
        assert_eq!(exposed(&facts), (account, account, widest));
        let judged = judged(&facts, EncryptionClass::SseS3, &[card(1)]);
        let told =
            judged.exposure.residual.iter().any(|way| way.starts_with("ACLs of single objects ("));
        assert_eq!(told, widest == object);
        // It makes no doubt of what the bucket's own settings tell.
        let findings = configuration_findings(&facts, &judged);
        let ways = ["public_read", "shared_externally", "shared_with_cloudfront"];
        assert!(findings.iter().all(|f| !ways.contains(&f.control.id.as_str())), "{findings:?}");
        assert_eq!(judged.risk.max > judged.risk.score, widest == object, "{:?}", judged.risk);
    }
}

#[test]
fn a_trusted_account_is_no_stranger() {
    let declared = Declared { trusted: vec!["444455556666".into()], ..Declared::default() };
    let facts = BucketFacts { declared, ..with_statements(PARTNER_READS) };
    assert_eq!(exposed(&facts).1, Audience::TrustedThirdParty);
}

#[test]
fn a_policy_that_cannot_be_understood_is_unknown() {
    let facts = with_statements(r#"{"Effect":"Allow","Principal":"*","Action":"s3:*"}"#);
    let (_, audience, widest) = exposed(&facts);
    // S3 says at least that it is not public.
    assert_eq!((audience, widest), (Audience::Unknown, Audience::ExternalWrite));
    let judged = judged(&facts, EncryptionClass::SseS3, &[card(1)]);
    assert!(judged.exposure.proof.iter().any(|p| p.value.contains("neither Resource")));
}

#[test]
fn a_replica_in_another_account_is_an_exposure() {
    let rule = |account: Option<&str>| ReplicationRule {
        account: account.map(Into::into),
        ..rule("", false)
    };
    let away = BucketFacts { replication: known(vec![rule(Some("444455556666"))]), ..facts() };
    assert_eq!(exposed(&away).1, Audience::ReplicatedExternally);
    let inside = rule(Some("111122223333"));
    let own = BucketFacts { replication: known(vec![inside.clone()]), ..facts() };
    assert_eq!(exposed(&own).1, Audience::Account);

    // The widest of all destinations counts, in whatever order the rules stand.
    let (trusted, stranger) = (rule(Some("444455556666")), rule(Some("777788889999")));
    for rules in [[trusted.clone(), stranger.clone()], [stranger, trusted]] {
        let mut several = BucketFacts { replication: known(rules.to_vec()), ..facts() };
        several.declared.trusted = vec!["444455556666".into()];
        assert_eq!(exposed(&several).1, Audience::ReplicatedExternally);
    }

    let untold = BucketFacts { replication: known(vec![inside, rule(None)]), ..facts() };
    let exposure = judged(&untold, EncryptionClass::SseS3, &[card(1)]).exposure;
    assert_eq!(exposure.audience, Audience::Unknown);
    assert!(exposure.widest.is_outside(), "{exposure:?}");
    assert!(exposure.reason.contains("bucket copies, and it is not known whose"));
    let off = ReplicationRule { enabled: false, ..rule(None) };
    let off = BucketFacts { replication: known(vec![off]), ..facts() };
    assert_eq!(exposed(&off).1, Audience::Account);
}

#[test]
fn denied_is_neither_private_nor_public() {
    let facts = BucketFacts::unknown("AccessDenied", AT);
    let judged = judged(&facts, EncryptionClass::SseS3, &[card(1)]);
    assert_eq!(judged.exposure.audience, Audience::Unknown);
    assert_eq!(judged.exposure.widest, Audience::PublicWrite);
    assert!(judged.risk.min < judged.risk.score && judged.risk.score < judged.risk.max);
    assert!(judged.exposure.proof.iter().all(|proof| proof.value == "unknown: AccessDenied"));
}

#[test]
fn every_guard_known_leaves_the_interval_to_data_events_only() {
    let ignored = PublicAccessBlock { ignore_public_acls: true, ..PublicAccessBlock::default() };
    let facts = BucketFacts { public_access_block: known(ignored), ..facts() };
    let judged = judged(&facts, EncryptionClass::SseS3, &[card(1)]);
    let terms = judged.risk.terms.expect("something was found");
    // SSE-S3 4, no policy and so no TLS-only rule 4, access log 2, versioned 1, ACLs in force 2.
    assert_eq!((terms.exposure, terms.gap), (8, 13));
    assert_eq!(judged.risk.max, judged.risk.score);
    assert!(judged.risk.min < judged.risk.score);
}

#[test]
fn what_covers_a_part_is_not_credited_as_if_whole() {
    let terms = |facts: &BucketFacts| {
        let judged = judged(facts, EncryptionClass::SseS3, &[card(1)]);
        let findings = configuration_findings(facts, &judged);
        let about = findings.into_iter().find(|f| f.control.id == "a_part_expires");
        (judged.risk.terms.unwrap().gap, judged.risk.min, about.map(|f| f.about))
    };
    let (whole, _, about) = terms(&facts());
    assert_eq!(about, None);
    let covered = Covered::Part(vec!["prefix \"logs/\"".into()]);
    let part = BucketFacts { lifecycle_expiry: known(covered), ..facts() };
    let (gap, min, about) = terms(&part);
    assert_eq!((gap, about), (whole + 3, Some(vec!["prefix \"logs/\"".into()])));
    let nothing = BucketFacts { lifecycle_expiry: known(Covered::Nothing), ..facts() };
    assert!(terms(&nothing).0 == gap && min < terms(&nothing).1);

    let locked = |default: Option<&str>| BucketFacts {
        object_lock: known(true),
        object_lock_default: known(default.map(str::to_owned)),
        ..facts()
    };
    assert_eq!(terms(&locked(Some("GOVERNANCE, 30 days"))).0, whole - 1);
    assert_eq!(terms(&locked(None)).0, whole);
    let told = |facts: &BucketFacts| {
        let judged = judged(facts, EncryptionClass::SseS3, &[card(1)]);
        let findings = configuration_findings(facts, &judged);
        findings.iter().any(|f| f.control.id == "object_lock_without_term" && f.certain)
    };
    assert!(told(&locked(None)) && !told(&locked(Some("COMPLIANCE, 1 years"))) && !told(&facts()));
}

#[test]
fn a_key_whose_policy_was_not_read_leaves_the_upper_end_open() {
    let facts = BucketFacts { has_policy: known(true), policy_public: known(true), ..facts() };
    let own = judged(&facts, EncryptionClass::SseKmsAws, &[card(1)]);
    let customer = judged(&facts, EncryptionClass::SseKmsCmk, &[card(1)]);
    assert_eq!(own.risk.level, RiskLevel::Medium);
    assert_eq!(customer.risk.level, RiskLevel::Medium);
    assert_eq!(
        customer.risk.max.map(|score| Weights::builtin().level(score)),
        Some(RiskLevel::Critical)
    );
    let one_open = {
        let mut tally = Tally::default();
        read(&mut tally, EncryptionClass::SseKmsAws, &[card(1)]);
        read(&mut tally, EncryptionClass::SseS3, &[mail(1)]);
        assess(Subject::Bucket(&facts), &tally)
    };
    assert_eq!(one_open.risk.level, RiskLevel::Critical);
}

#[test]
fn a_key_that_another_bucket_or_service_may_use_holds_this_one_off() {
    let everybody = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::box/*"}}"#;
    let level = |condition: &str| {
        let policy = format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt",
            "Resource":"*","Condition":{condition}}}}}"#
        );
        let key = KeyFacts {
            account: known("111122223333".into()),
            policy: known(Some(policy)),
            ..KeyFacts::unknown("not asked", "Test", AT)
        };
        let facts = BucketFacts {
            bucket: Some("box".into()),
            has_policy: known(true),
            policy_public: known(true),
            policy: known(Some(everybody.into())),
            keys: BTreeMap::from([("key".into(), key)]),
            ..facts()
        };
        let mut tally = Tally::default();
        read(&mut tally, EncryptionClass::SseKmsCmk, &[card(1)]);
        tally.key(Some("key"), EncryptionClass::SseKmsCmk, 100, true);
        assess(Subject::Bucket(&facts), &tally).risk.level
    };
    for open in [
        "{}",
        r#"{"StringEquals":{"kms:ViaService":"s3.eu-west-1.amazonaws.com"}}"#,
        r#"{"ArnLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::box*"}}"#,
    ] {
        assert_eq!(level(open), RiskLevel::Critical, "{open}");
    }
    for closed in [
        r#"{"StringEquals":{"kms:ViaService":"ec2.eu-west-1.amazonaws.com"}}"#,
        r#"{"StringEquals":{"kms:ViaService":"s3.eu-central-1.amazonaws.com"}}"#,
        r#"{"ArnLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::other/*"}}"#,
    ] {
        assert_eq!(level(closed), RiskLevel::Medium, "{closed}");
    }
}

/// Somebody outside may get the objects: how far the score reaches down depends on who may decrypt.
#[test]
fn a_key_for_one_stranger_does_nothing_for_another() {
    let allow = |principal: &str, action: &str, resource: &str, condition: &str| {
        format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"{action}",
            "Resource":"{resource}","Condition":{condition}}}}}"#
        )
    };
    let lowest = |reading: &str, decrypting: &str, condition: &str| {
        let key = KeyFacts {
            account: known("111122223333".into()),
            policy: known(Some(allow(decrypting, "kms:Decrypt", "*", condition))),
            ..KeyFacts::unknown("not asked", "Test", AT)
        };
        let facts = BucketFacts {
            bucket: Some("box".into()),
            has_policy: known(true),
            policy: known(Some(allow(reading, "s3:GetObject", "arn:aws:s3:::box/*", "{}"))),
            keys: BTreeMap::from([("key".into(), key)]),
            ..facts()
        };
        let mut tally = Tally::default();
        read(&mut tally, EncryptionClass::SseKmsCmk, &[card(1)]);
        tally.key(Some("key"), EncryptionClass::SseKmsCmk, 100, true);
        assess(Subject::Bucket(&facts), &tally).risk.min
    };
    let (own, stranger, another) = ("111122223333", "222233334444", "444455556666");
    let role = |name: &str| format!("arn:aws:iam::{stranger}:role/{name}");
    let context = |of: &str| {
        format!(r#"{{"StringLike":{{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::box{of}"}}}}"#)
    };
    let held_off = lowest(stranger, own, "{}");
    for (reading, decrypting, condition) in [
        (stranger, another, "{}".to_owned()),
        (&role("one"), &role("other"), "{}".to_owned()),
        (stranger, stranger, context("/other.csv")),
    ] {
        assert_eq!(lowest(reading, decrypting, &condition), held_off, "{decrypting} {condition}");
    }
    for (reading, decrypting, condition) in [
        (stranger, stranger, "{}".to_owned()),
        (&role("one"), &role("one"), "{}".to_owned()),
        (stranger, &role("one"), "{}".to_owned()),
        (&role("one"), stranger, context("/*")),
        (stranger, stranger, context("")),
    ] {
        assert!(lowest(reading, decrypting, &condition) > held_off, "{decrypting} {condition}");
    }
}

#[test]
fn mixed_counts_as_the_class_that_ones_own_numbers_call_weakest() {
    let mut tally = Tally::default();
    read(&mut tally, EncryptionClass::SseKmsCmk, &[card(1)]);
    read(&mut tally, EncryptionClass::DsseKms, &[card(1)]);
    for weakest in ["sse-kms-cmk", "dsse-kms"] {
        let own = Weights::laid_over(&format!("version = 1\n[encryption]\n{weakest} = 1")).unwrap();
        let vector = assess_by(Subject::Bucket(&facts()), &tally, &own).risk.vector;
        assert!(vector.contains(&format!("/ENC:{weakest}/")), "{vector}");
    }
}

#[test]
fn mixed_counts_as_its_weakest_and_unencrypted_is_said() {
    let facts = facts();
    let mut tally = Tally::default();
    read(&mut tally, EncryptionClass::SseKmsCmk, &[card(1)]);
    read(&mut tally, EncryptionClass::SseS3, &[card(1)]);
    let mixed = assess(Subject::Bucket(&facts), &tally);
    assert_eq!(mixed.encryption.class, EncryptionClass::Mixed);
    assert!(mixed.risk.vector.contains("/ENC:sse-s3/"), "{}", mixed.risk.vector);
    read(&mut tally, EncryptionClass::None, &[]);
    let open = assess(Subject::Bucket(&facts), &tally);
    assert_eq!(open.encryption.class, EncryptionClass::MixedUnencrypted);
    assert_eq!(open.encryption.sensitive, EncryptionClass::Mixed);
    assert_eq!(
        open.encryption.drift.as_deref(),
        Some("the default is sse-s3, and 1 object is none (0 with findings)")
    );
}

#[test]
fn another_key_than_the_defaults_is_drift_where_both_are_known() {
    use EncryptionClass::{SseKmsAws, SseKmsCmk};
    let name = |id: &str| format!("arn:aws:kms:eu-west-1:111122223333:key/{id}");
    let drift = |default: Option<&str>, objects: &[(&str, EncryptionClass, u64)]| {
        let mut tally = Tally::default();
        for (key, class, cards) in objects {
            let found = if *cards > 0 { vec![card(*cards)] } else { Vec::new() };
            read(&mut tally, *class, &found);
            tally.key(Some(&name(key)), *class, 10, *cards > 0);
        }
        let class = SseKmsCmk;
        let key_id = default.map(str::to_owned);
        let default = Some(DefaultEncryption { class, key_id, bucket_key: None });
        let facts = BucketFacts { default_encryption: known(default), ..facts() };
        assess(Subject::Bucket(&facts), &tally).encryption.drift
    };
    let objects = [("a", SseKmsCmk, 1), ("b", SseKmsCmk, 0), ("b", SseKmsCmk, 1)];
    let said = "the default is sse-kms-cmk, and 2 objects are under another key (1 with findings)";
    for default in [name("a"), "a".to_owned()] {
        assert_eq!(drift(Some(&default), &objects).as_deref(), Some(said));
        assert_eq!(drift(Some(&default), &objects[..1]), None);
    }
    // An alias does not tell the key; what is weaker is not told twice.
    assert_eq!(drift(Some("arn:aws:kms:eu-west-1:111122223333:alias/data"), &objects), None);
    assert_eq!(drift(None, &objects), None);
    assert_eq!(
        drift(Some(&name("a")), &[("c", SseKmsAws, 0)]).as_deref(),
        Some("the default is sse-kms-cmk, and 1 object is sse-kms-aws (0 with findings)")
    );
}

#[test]
fn what_is_gone_is_encrypted_in_no_way() {
    let mut tally = Tally::default();
    read(&mut tally, EncryptionClass::SseKmsCmk, &[card(1)]);
    let gone = Outcome::of(Reason::SourceObjectNoLongerAvailable);
    tally.object(&gone, 10, 0, EncryptionClass::None, &[card(1)]);
    let judged = assess(Subject::Bucket(&facts()), &tally);
    assert_eq!(judged.encryption.actual, EncryptionClass::SseKmsCmk);
    assert_eq!(judged.encryption.sensitive, EncryptionClass::SseKmsCmk);
    assert_eq!((judged.sensitive_objects, judged.coverage.objects), (2, 2));
}

#[test]
fn a_kms_key_whose_manager_is_not_known_gives_an_interval() {
    let judged = judged(&facts(), EncryptionClass::SseKms, &[card(10_000), mail(1)]);
    let cmk = super_score(&judged, 0);
    assert!(judged.risk.min <= Some(cmk) && judged.risk.max > judged.risk.min);
    assert!(judged.risk.vector.contains("/ENC:sse-kms/"));
}

/// The score with `encryption` points instead of those of a key of unknown manager.
fn super_score(judged: &Assessment, encryption: u32) -> u32 {
    let terms = judged.risk.terms.as_ref().expect("something was found");
    (terms.impact * (terms.likelihood - 1 + encryption) + 50) / 100
}

#[test]
fn nothing_found_in_half_a_bucket_is_inconclusive() {
    let facts = facts();
    let mut tally = Tally::default();
    read(&mut tally, EncryptionClass::SseS3, &[]);
    tally.object(&Outcome::of(Reason::PermissionDenied), 9, 0, EncryptionClass::Unknown, &[]);
    let judged = assess(Subject::Bucket(&facts), &tally);
    assert_eq!(judged.risk.level, RiskLevel::Inconclusive);
    assert_eq!(judged.risk.score, None);
    assert_eq!(judged.sensitivity, Sensitivity::Unknown);
    // The denied object does not blur what the other one told.
    assert_eq!(judged.encryption.class, EncryptionClass::SseS3);
}

#[test]
fn a_bucket_that_can_not_be_listed_is_inconclusive() {
    let mut tally = Tally::default();
    tally.listing_incomplete();
    let judged = assess(Subject::Bucket(&facts()), &tally);
    assert_eq!(judged.risk.level, RiskLevel::Inconclusive);
    assert!(judged.risk.explanation.starts_with("inconclusive: not all of it was listed"));
}

#[test]
fn links_and_special_files_hold_no_content_to_miss() {
    let mut tally = Tally::default();
    read(&mut tally, EncryptionClass::Unknown, &[]);
    tally.object(&Outcome::of(Reason::SymbolicLink), 0, 0, EncryptionClass::Unknown, &[]);
    let judged = assess(Subject::NotABucket, &tally);
    assert_eq!(judged.risk.level, RiskLevel::None);
    assert_eq!(judged.exposure.reason, "not a bucket");
}

#[test]
fn a_credential_is_high_only_when_it_is_sure() {
    let key = found("secret/aws_access_key_id", Category::Credentials, GRAVE, 1);
    let guess = Found { confidence: Confidence::Medium, ..key.clone() };
    let facts = facts();
    let sure = judged(&facts, EncryptionClass::SseKmsCmk, &[key]);
    let unsure = judged(&facts, EncryptionClass::SseKmsCmk, &[guess]);
    assert_eq!(sure.risk.level, RiskLevel::High);
    assert!(sure.risk.explanation.contains("by F4 a credential is stored"));
    assert_ne!(unsure.risk.level, RiskLevel::High);
}

#[test]
fn what_if_names_the_most_effective_change_first() {
    let public = AclGrants { everybody: READ, ..AclGrants::default() };
    let facts = BucketFacts { acl: known(public), ..facts() };
    let risk = judged(&facts, EncryptionClass::SseS3, &[card(1000)]).risk;
    assert!(risk.what_if.is_sorted_by(|a, b| a.reduction >= b.reduction));
    assert!(risk.what_if.iter().all(|w| w.reduction > 0));
    let first = risk.what_if.first().expect("a public bucket can be shut");
    assert_eq!(first.action, "keep the bucket to its own account");
    assert!(risk.explanation.ends_with(&format!("{} → {}", first.action, first.score)));
}

#[test]
fn the_sentence_names_every_term() {
    let facts = BucketFacts { has_policy: known(true), policy_public: known(true), ..facts() };
    let risk = judged(&facts, EncryptionClass::SseS3, &[card(120), mail(3)]).risk;
    assert_eq!(
        risk.explanation,
        "CRITICAL 75 = impact 86 (global/payment_card, high 70 + identity data in the same object \
         10 + 120 distinct values 6) × likelihood 81% (base 20 + exposure public-read (the bucket \
         policy lets everybody in) 50 + gaps 11: sse-s3 4, TLS-only policy unknown 2, server \
         access logs only 2, no Object Lock 1, ACLs in force 2); lifted from 70 by F1 highly \
         sensitive data is public. Biggest reduction: keep the bucket to its own account → 34"
    );
}

#[test]
fn tags_say_the_verdict_in_characters_that_s3_takes() {
    let judged = judged(&facts(), EncryptionClass::SseS3, &[card(1), mail(1)]);
    let tags = desired_tags(&judged, &TagPrefix::default());
    let tags: Vec<_> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        tags,
        [
            ("magpie:data", "personal+financial"),
            ("magpie:encryption", "sse-s3"),
            ("magpie:risk", judged.risk.level.as_str()),
            ("magpie:sensitivity", "high"),
        ]
    );
    assert!(tags.iter().all(|(_, value)| magpie_judge::tag_value_fits(value)));
    assert!(!magpie_judge::tag_value_fits("personal,financial"));
}

#[test]
fn a_prefix_that_could_be_somebody_elses_is_refused() {
    for prefix in ["", ":", "/x:", "team", "aws:", "AWS:x:", "a,b:", "tab\t:"] {
        assert!(TagPrefix::parse(prefix).is_err(), "{prefix:?}");
    }
    assert_eq!(TagPrefix::parse("dlp/").map(|p| p.key("risk")), Ok("dlp/risk".into()));
}

/// S3 takes 128 characters of a key and 256 of a value.
#[test]
fn the_longest_tags_are_no_longer_than_s3_takes() {
    let longest = format!("{}:", "ä".repeat(63));
    let prefix = TagPrefix::parse(&longest).expect("64 characters are taken");
    assert!(TagPrefix::parse(&format!("a{longest}")).is_err());
    let of = |category: Category| found(category.as_str(), category, GRAVE, 1);
    let everything: Vec<Found> = Category::ALL.into_iter().map(of).collect();
    let tags = desired_tags(&judged(&facts(), EncryptionClass::SseS3, &everything), &prefix);
    assert_eq!(tags.len(), 4);
    for (key, value) in &tags {
        assert!(key.chars().count() <= 128 && magpie_judge::tag_value_fits(value), "{key} {value}");
    }
    let data = tags.iter().find(|(key, _)| key.ends_with("data"));
    let kinds = data.map(|(_, value)| value.split('+').count());
    assert_eq!(kinds, Some(Category::ALL.len()));
}

#[test]
fn who_can_only_write_is_not_said_to_read() {
    let told = |everybody: AclAbilities| {
        let open = AclGrants { everybody, ..AclGrants::default() };
        let facts = BucketFacts { acl: known(open), ..facts() };
        judged(&facts, EncryptionClass::SseS3, &[card(1)]).risk.explanation
    };
    let writes = told(AclAbilities { write: true, ..AclAbilities::default() });
    assert!(writes.contains("highly sensitive data is writable by the public"), "{writes}");
    assert!(!writes.contains("is public"), "{writes}");
    let mails = BucketFacts {
        acl: known(AclGrants {
            everybody: AclAbilities { write: true, ..READ },
            ..AclGrants::default()
        }),
        ..facts()
    };
    let mails = judged(&mails, EncryptionClass::SseS3, &[mail(1)]).risk.explanation;
    assert!(mails.contains("personal data is writable by the public"), "{mails}");
}

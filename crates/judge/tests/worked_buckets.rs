//! The worked examples of the published formula once more, from what calls and objects tell: the
//! facts of a bucket and what was found in it lead to the factors, and these to the score.

mod support;

use magpie_judge::{Assessment, Found, Subject, Tally, assess};
use magpie_model::{
    BucketFacts, Category, Confidence, Covered, EncryptionClass, Fact, Outcome, Recorded, Severity,
    SeverityBands, Versioning,
};
use support::{known, with_policy};

use Category::{Credentials, FinancialInformation, PersonalInformation};
use EncryptionClass::{SseKmsAws, SseKmsCmk, SseS3};

const TLS_ONLY: &str = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*",
    "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
    "Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#;
const EVERYBODY_READS: &str =
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;
const PARTNER_READS: &str = r#"{"Sid":"PartnerRead","Effect":"Allow",
    "Principal":{"AWS":"210987654321"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;
const ORGANISATION_READS: &str = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
    "Resource":"arn:aws:s3:::box/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-own"}}}"#;
const ENDPOINT_ONLY: &str = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*",
    "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
    "Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}"#;

/// What AWS does by itself, under a policy of these statements: ACLs off, nothing else.
fn defaults(statements: &[&str]) -> BucketFacts {
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let mut facts = BucketFacts {
        policy_public: known(statements.contains(&EVERYBODY_READS)),
        versioning: known(Versioning::Off),
        object_lock: known(false),
        object_lock_default: known(None),
        access_logging: known(false),
        reads_recorded: known(Recorded::Nothing),
        writes_recorded: known(Recorded::Nothing),
        lifecycle_expiry: known(Covered::Nothing),
        ..with_policy((!statements.is_empty()).then_some(policy.as_str()))
    };
    facts.declared.organisation = Some("o-own".into());
    facts
}

/// Everything that guards a bucket.
fn guarded(statements: &[&str]) -> BucketFacts {
    BucketFacts {
        versioning: known(Versioning::On),
        object_lock: known(true),
        object_lock_default: known(Some("COMPLIANCE, 30 days".into())),
        reads_recorded: known(Recorded::Everything),
        writes_recorded: known(Recorded::Everything),
        lifecycle_expiry: known(Covered::Everything),
        ..defaults(statements)
    }
}

fn found(category: Category, band: Severity, macie_type: Option<&str>, count: u64) -> Found {
    Found {
        detector: format!("{category:?} {band:?}").into(),
        name: "data".into(),
        category,
        bands: SeverityBands::always(band),
        macie_type: macie_type.map(str::to_owned),
        confidence: Confidence::High,
        count,
        distinct: count,
    }
}

/// Grave data about so many people, with their names beside it.
fn with_names(category: Category, macie_type: Option<&str>, people: u64) -> Vec<Found> {
    let names = found(PersonalInformation, Severity::Medium, None, people.min(9));
    vec![found(category, Severity::High, macie_type, people), names]
}

fn judged(facts: &BucketFacts, class: EncryptionClass, found: &[Found]) -> Assessment {
    let mut tally = Tally::default();
    tally.object(&Outcome::COMPLETE, 100, 100, class, found);
    assess(Subject::Bucket(facts), &tally)
}

/// Impact, exposure, gap, and the score that comes of them.
fn terms(assessment: &Assessment) -> [u32; 4] {
    let terms = assessment.risk.terms.as_ref().expect("everything was read");
    [terms.impact, terms.exposure, terms.gap, terms.value]
}

/// Its letter, what is known of the bucket and found in it, and the terms of its score.
type Example<'f> = (&'static str, BucketFacts, EncryptionClass, &'f [Found], [u32; 4]);

#[test]
fn every_example_follows_from_facts_and_findings() {
    let cards = with_names(FinancialInformation, None, 120_000);
    let acls = |facts| BucketFacts { acls_disabled: known(false), ..facts };
    let kept = |facts| BucketFacts { versioning: known(Versioning::On), ..facts };
    let logged = |facts| BucketFacts { access_logging: known(true), ..facts };
    let expiring = |facts| BucketFacts { lifecycle_expiry: known(Covered::Everything), ..facts };
    let none = EncryptionClass::None;
    let passports = with_names(PersonalInformation, None, 40_000);
    let codes = with_names(FinancialInformation, Some("CREDIT_CARD_SECURITY_CODE"), 5_000);
    let mails = [found(PersonalInformation, Severity::Medium, None, 300)];
    let keys = [found(Credentials, Severity::High, None, 1)];
    let numbers = [found(PersonalInformation, Severity::High, None, 2_000)];
    let public = || defaults(&[EVERYBODY_READS]);
    let examples: [Example<'_>; 11] = [
        ("A", acls(public()), SseS3, &cards, [88, 50, 22, 81]),
        ("B", guarded(&[TLS_ONLY]), SseKmsCmk, &cards, [88, 8, 0, 25]),
        ("C", defaults(&[]), SseS3, &cards, [88, 8, 20, 42]),
        ("D", defaults(&[PARTNER_READS]), SseS3, &cards, [88, 35, 20, 66]),
        ("E", public(), SseKmsCmk, &cards, [88, 15, 16, 45]),
        ("F", expiring(logged(kept(public()))), SseS3, &mails, [46, 50, 11, 55]),
        ("G", defaults(&[]), SseS3, &keys, [86, 8, 20, 55]),
        ("H", guarded(&[TLS_ONLY, ENDPOINT_ONLY]), SseKmsCmk, &codes, [100, 0, 0, 55]),
        (
            "I",
            logged(kept(defaults(&[TLS_ONLY, ORGANISATION_READS]))),
            SseKmsAws,
            &passports,
            [88, 15, 8, 38],
        ),
        ("J", acls(defaults(&[])), none, &numbers, [76, 8, 30, 55]),
        // Where nothing sensitive lies, there is nothing whose encryption could be known.
        ("K", public(), SseS3, &[], [0, 50, 22, 0]),
    ];
    for (name, facts, class, found, expected) in examples {
        let assessment = judged(&facts, class, found);
        assert_eq!(terms(&assessment), expected, "{name}: {}", assessment.risk.explanation);
    }
}

#[test]
fn the_example_of_a_partner_says_what_each_change_brings() {
    let cards = with_names(FinancialInformation, None, 120_000);
    let risk = judged(&defaults(&[PARTNER_READS]), SseS3, &cards).risk;
    let changes: Vec<_> = risk.what_if.iter().map(|change| (change.action, change.score)).collect();
    assert!(changes.contains(&("keep the bucket to its own account", 42)), "{changes:?}");
    assert!(changes.contains(&("record data events in CloudTrail", 61)), "{changes:?}");
    let words = &risk.explanation;
    assert!(words.starts_with("HIGH 66 = impact 88 "), "{words}");
    assert!(words.contains("account 210987654321 read (statement PartnerRead)"), "{words}");
}

/// Where the policy is denied, its condition on TLS is unknown with it.
#[test]
fn the_example_of_an_unreadable_policy_is_an_interval_up_to_critical() {
    let facts = BucketFacts {
        policy: Fact::unknown("AccessDenied", "GetBucketPolicy", ""),
        policy_public: Fact::unknown("AccessDenied", "GetBucketPolicyStatus", ""),
        has_policy: Fact::unknown("AccessDenied", "GetBucketPolicy", ""),
        versioning: known(Versioning::On),
        lifecycle_expiry: known(Covered::Everything),
        reads_recorded: Fact::unknown("AccessDenied", "DescribeTrails", ""),
        writes_recorded: Fact::unknown("AccessDenied", "DescribeTrails", ""),
        ..defaults(&[])
    };
    let risk =
        judged(&facts, SseS3, &[found(FinancialInformation, Severity::High, None, 900)]).risk;
    let terms = risk.terms.as_ref().map(|terms| (terms.impact, terms.exposure));
    assert_eq!(terms, Some((76, 25)));
    let (min, score, max) = (risk.min.unwrap(), risk.score.unwrap(), risk.max.unwrap());
    assert!(min <= 22 && (40..=43).contains(&score) && max == 75, "{min} {score} {max}");
}

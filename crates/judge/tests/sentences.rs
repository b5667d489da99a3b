//! What is said in sentences is true of whom it is about, and is understood beside what else is told.

mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Assessment, Breakdown, BreakdownBounds, Found, JudgedObject, Parts, Subject, Tally, Weights,
    assess, assess_whole, configuration_findings,
};
use magpie_model::{
    BucketFacts, Category, Confidence, EncryptionClass, ObjectEncryption, Outcome, Severity,
    SeverityBands,
};
use support::with_policy;

const SIGNED: &str = r#","Condition":{"StringEquals":{"s3:authType":"REST-HEADER"}}"#;
const EVERYBODY: &str = r#""*""#;

fn found(detector: &str, category: Category, few: Severity) -> Found {
    Found {
        detector: detector.into(),
        name: detector.into(),
        category,
        bands: SeverityBands::always(few),
        macie_type: None,
        confidence: Confidence::High,
        count: 3,
        distinct: 3,
    }
}

fn card() -> Found {
    found("global/payment_card", Category::FinancialInformation, Severity::High)
}

fn mail() -> Found {
    found("global/email", Category::PersonalInformation, Severity::Medium)
}

fn lets(principal: &str, action: &str, below: &str, more: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:{action}",
        "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/{below}*"]{more}}}"#
    )
}

fn facts(statements: &[String]) -> BucketFacts {
    with_policy(Some(&format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    )))
}

/// A bucket with nothing in `site/` and this in `data/`.
fn told(facts: &BucketFacts, what: Found) -> (Assessment, Parts) {
    let mut breakdown = Breakdown::new(BreakdownBounds::DEFAULT);
    for (key, found) in [("site/a.txt", vec![]), ("data/b.txt", vec![what])] {
        let object = JudgedObject {
            key,
            shown_key: key,
            key_fingerprint: None,
            version_id: None,
            size: 10,
            bytes_read: 10,
            outcome: &Outcome::COMPLETE,
            encryption: &ObjectEncryption { class: EncryptionClass::SseS3, key_id: None },
            found: &found,
            values: &BTreeMap::new(),
            in_key: None,
        };
        breakdown.object(&object, Weights::builtin(), || Some(facts.clone()));
    }
    let tally = breakdown.tally();
    let parts = breakdown.judge(Some(facts), false, Weights::builtin());
    (assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin()), parts)
}

fn said(statements: &[String], what: Found) -> String {
    told(&facts(statements), what).0.risk.explanation
}

#[test]
fn a_floor_names_whoever_is_let_in() {
    for (action, more, what, words) in [
        ("GetObject", "", card(), "F1 highly sensitive data is public"),
        ("GetObject", SIGNED, card(), "F1 highly sensitive data is open to every AWS account"),
        ("GetObject", "", mail(), "F3 personal data is public"),
        ("GetObject", SIGNED, mail(), "F3 personal data is open to every AWS account"),
        ("PutObject", SIGNED, card(), "F2 the public can write where sensitive data lies"),
        ("PutObject", SIGNED, mail(), "F3 personal data is writable by the public"),
    ] {
        let explanation = said(&[lets(EVERYBODY, action, "", more)], what);
        assert!(explanation.contains(words), "{explanation}");
        let signs = ["anyone", "anybody", "is public"].iter().any(|w| explanation.contains(w));
        assert_eq!(signs, more.is_empty(), "{explanation}");
    }
}

#[test]
fn what_lies_beside_an_open_part_is_not_said_to_be_shut_by_a_policy_that_lets_nobody_in() {
    let site = lets(EVERYBODY, "GetObject", "site/", "");
    let (whole, parts) = told(&facts(std::slice::from_ref(&site)), card());
    let words = "exposure account (no statement of the policy opens it to outsiders)";
    for risk in [&whole.risk, &parts.objects[0].assessment.risk, &parts.prefixes[0].assessment.risk]
    {
        assert!(risk.explanation.contains(words), "{}", risk.explanation);
    }
    const NETWORK: &str = r#","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#;
    let doubtful = said(&[lets(EVERYBODY, "GetObject", "site/", NETWORK)], card());
    let not_known = "; who reaches a part of it is not known (the policy lets whoever comes from \
        203.0.113.0/24 read (statement 1), and whether that belongs to the account is not known), and";
    assert!(doubtful.contains(words) && doubtful.contains(not_known), "{doubtful}");
    let own = lets(r#"{"AWS":"111122223333"}"#, "GetObject", "", "");
    assert!(said(&[site, own.clone()], card()).contains(words));
    assert!(said(&[lets(EVERYBODY, "GetObjectTagging", "", "")], card()).contains(words));
    let inside = "the policy lets nobody in beyond the account and AWS services";
    assert!(said(&[own], card()).contains(inside));
    let denies = r#"{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::box/*"}"#;
    assert!(said(&[denies.to_owned()], card()).contains("(the policy lets nobody in)"));
}

#[test]
fn a_bucket_that_is_told_as_wider_than_it_is_scored_says_why() {
    let listed = facts(&[lets(EVERYBODY, "ListBucket", "", "")]);
    let (whole, _) = told(&listed, card());
    let explanation = &whole.risk.explanation;
    assert_eq!(whole.exposure.audience.as_str(), "public-read");
    assert!(explanation.contains("exposure names-only"), "{explanation}");
    let why = "; the bucket is public-read by the names that it shows, which open no content of the \
        sensitive objects";
    assert!(explanation.contains(why), "{explanation}");
    let other = r#","Condition":{"StringLike":{"s3:prefix":"site/*"}}"#;
    let below = said(&[lets(EVERYBODY, "ListBucket", "", other)], card());
    assert!(below.contains("exposure account") && below.contains(why), "{below}");
    assert!(!said(&[lets(EVERYBODY, "GetObject", "", "")], card()).contains("; the bucket is"));
}

#[test]
fn what_may_be_the_case_is_not_told_as_if_it_were() {
    let tagged = r#","Condition":{"StringEquals":{"s3:ExistingObjectTag/x":"y"}}"#;
    let doubtful = facts(&[lets(EVERYBODY, "GetObject", "", tagged)]);
    let sure = facts(&[lets(EVERYBODY, "GetObject", "", "")]);
    for (facts, certain) in [(doubtful, false), (sure, true)] {
        let (whole, _) = told(&facts, card());
        let found = configuration_findings(&facts, &whole);
        let found = found.iter().find(|one| one.control.id == "public_read").unwrap();
        assert_eq!(found.certain, certain);
        let why = found.why();
        let told = why.starts_with("Whether this is so is not known. If it is: Anybody");
        assert_eq!(told, !certain, "{why}");
    }
}

#[test]
fn a_question_about_settings_reaches_no_data() {
    let asks = facts(&[lets(EVERYBODY, "GetBucketLocation", "", "")]);
    let reason = assess(Subject::Bucket(&asks), &Tally::default()).exposure.reason;
    let end = ", and nobody beyond the account and AWS services reaches data";
    assert!(reason.ends_with(end), "{reason}");
}

#[test]
fn what_is_inconclusive_counts_what_was_read() {
    let mut tally = Tally::default();
    tally.object(&Outcome::COMPLETE, 10, 10, EncryptionClass::SseS3, &[]);
    tally.listing_incomplete();
    let facts = facts(&[]);
    let of = |tally: &Tally| assess(Subject::Bucket(&facts), tally).risk.explanation;
    let all_of_it = "inconclusive: no detections in 1 object, and not all of it was listed";
    assert_eq!(of(&tally), all_of_it);
    let denied = Outcome::of(magpie_model::Reason::PermissionDenied);
    let mut tally = Tally::default();
    tally.object(&denied, 10, 0, EncryptionClass::Unknown, &[]);
    assert_eq!(of(&tally), "inconclusive: no detections, and only 0 of 1 object was read in full");
}

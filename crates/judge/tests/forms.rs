//! What is disclosed past the keys of objects: data in their names, and replicas under a key of
//! another account.

#[path = "support/rules.rs"]
mod rules;
mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Assessment, Audience, Breakdown, BreakdownBounds, ConfigurationFinding, Found, InKey,
    JudgedObject, Parts, RiskLevel, Subject, Weights, assess_whole, configuration_findings,
};
use magpie_model::{
    AclAbilities, AclGrants, BucketFacts, Category, Confidence, EncryptionClass, ObjectEncryption,
    Outcome, ReplicationRule, Severity, SeverityBands,
};
use rules::rule;
use support::{known, with_policy};

use EncryptionClass::{SseKmsAws, SseS3};

const OWN_KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";
const THEIR_KEY: &str = "arn:aws:kms:eu-west-1:444455556666:key/k";

fn card(count: u64) -> Found {
    Found {
        detector: "global/payment_card".into(),
        name: "Payment card number".into(),
        category: Category::FinancialInformation,
        bands: SeverityBands::always(Severity::High),
        macie_type: None,
        confidence: Confidence::High,
        count,
        distinct: count,
    }
}

/// Objects by key and class, with how many cards stand in the key and how many in the content.
type Objects<'a> = [(&'a str, EncryptionClass, u64, u64)];

fn told(facts: &BucketFacts, objects: &Objects<'_>) -> (Assessment, Parts) {
    let mut breakdown = Breakdown::new(BreakdownBounds::DEFAULT);
    for (key, class, in_key, inside) in objects {
        let object = JudgedObject {
            key,
            shown_key: key,
            key_fingerprint: None,
            version_id: None,
            size: 10,
            bytes_read: 10,
            outcome: &Outcome::COMPLETE,
            encryption: &ObjectEncryption { class: *class, key_id: None },
            found: &[card(in_key + inside)],
            values: &BTreeMap::new(),
            in_key: Some(InKey { found: &[card(*in_key)], values: &BTreeMap::new() }),
        };
        breakdown.object(&object, Weights::builtin(), || Some(facts.clone()));
    }
    let tally = breakdown.tally();
    let parts = breakdown.judge(Some(facts), false, Weights::builtin());
    let whole = assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin());
    (whole, parts)
}

/// A bucket of which everybody is given this on all of it.
fn giving(action: &str) -> BucketFacts {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":"*",
        "Action":{action},"Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]}}}}"#
    );
    BucketFacts { policy_public: known(true), ..with_policy(Some(&text)) }
}

fn finding(facts: &BucketFacts, assessment: &Assessment, id: &str) -> ConfigurationFinding {
    let all = configuration_findings(facts, assessment);
    all.into_iter().find(|one| one.control.id == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn what_stands_in_a_name_is_disclosed_to_whoever_lists() {
    let read = AclAbilities { read: true, ..AclAbilities::default() };
    let by_acl = BucketFacts {
        acls_disabled: known(false),
        acl: known(AclGrants { everybody: read, ..AclGrants::default() }),
        ..with_policy(None)
    };
    for facts in [giving(r#""s3:ListBucket""#), by_acl] {
        // No key keeps a name from anybody.
        for class in [SseS3, SseKmsAws] {
            let (whole, parts) = told(&facts, &[("customers/4929.txt", class, 1, 0)]);
            let risk = &whole.risk;
            assert_eq!(risk.level, RiskLevel::Critical, "{}", risk.explanation);
            assert!(risk.vector.contains("/E:public-read/"), "{}", risk.vector);
            let said = "it stands in the object's name";
            assert!(risk.explanation.contains(said), "{}", risk.explanation);
            for part in [&parts.objects[0].assessment, &parts.prefixes[0].assessment] {
                assert_eq!(part.risk.score, risk.score, "{}", part.risk.explanation);
            }
            let found = finding(&facts, &whole, "public_read");
            assert!(found.sensitive && found.why().contains("stands in the names"), "{found:?}");
            // The same inside of it is not disclosed.
            let (inside, _) = told(&facts, &[("customers/a.txt", class, 0, 1)]);
            assert!(inside.risk.level < RiskLevel::High, "{}", inside.risk.explanation);
            assert!(!finding(&facts, &inside, "public_read").sensitive);
        }
    }
}

#[test]
fn a_name_is_no_secret_behind_a_key() {
    let facts = giving(r#"["s3:ListBucket","s3:GetObject"]"#);
    let held_off = [("a.txt", SseKmsAws, 0, 200)];
    let (inside, _) = told(&facts, &held_off);
    assert!(inside.risk.level < RiskLevel::High, "{}", inside.risk.explanation);
    let why = finding(&facts, &inside, "public_read").why();
    assert!(why.contains("KMS holds the data found here off"), "{why}");

    let (both, parts) = told(&facts, &[held_off[0], ("4929.txt", SseKmsAws, 1, 0)]);
    assert_eq!(both.risk.level, RiskLevel::Critical, "{}", both.risk.explanation);
    let said = "it stands in the name of 1 of 2 objects with findings";
    assert!(both.risk.explanation.contains(said), "{}", both.risk.explanation);
    assert_eq!(parts.objects[0].shown_key, "4929.txt");
    let why = finding(&facts, &both, "public_read").why();
    assert!(why.contains("stands in the names"), "{why}");
    // To encrypt them otherwise would not help.
    let actions: Vec<&str> = both.risk.what_if.iter().map(|line| line.action).collect();
    assert!(!actions.iter().any(|action| action.starts_with("encrypt")), "{actions:?}");
}

#[test]
fn whoever_reads_without_listing_learns_no_name() {
    let (whole, _) = told(&giving(r#""s3:GetObject""#), &[("4929.txt", SseKmsAws, 1, 0)]);
    assert!(whole.risk.level < RiskLevel::High, "{}", whole.risk.explanation);
    // Whoever writes the policy lets himself list.
    let (whole, _) = told(&giving(r#""s3:PutBucketPolicy""#), &[("4929.txt", SseKmsAws, 1, 0)]);
    assert_eq!(whole.risk.level, RiskLevel::Critical, "{}", whole.risk.explanation);
}

#[test]
fn what_hides_in_many_names_is_told_beside_graver_content() {
    let keys: Vec<String> = (0..40).map(|number| format!("all/{number}")).collect();
    let mut objects: Vec<_> = keys.iter().map(|key| (key.as_str(), SseS3, 0, 500)).collect();
    objects.push(("all/4929", SseS3, 1, 0));
    let (_, parts) = told(&giving(r#""s3:ListBucket""#), &objects);
    assert_eq!(parts.objects[0].shown_key, "all/4929");
}

/// Objects under KMS keys, copied to account 444455556666 under this key.
fn copied_under(key: Option<&str>) -> BucketFacts {
    let rule = ReplicationRule { replica_key: key.map(str::to_owned), ..rule("", true) };
    BucketFacts { replication: known(vec![rule]), ..with_policy(None) }
}

#[test]
fn a_replica_under_a_key_of_its_account_is_read_there_without_a_key_of_ours() {
    let exposure = |key: Option<&str>| {
        let (whole, parts) = told(&copied_under(key), &[("a.txt", SseKmsAws, 0, 3)]);
        let points = |assessment: &Assessment| assessment.risk.terms.as_ref().unwrap().exposure;
        assert_eq!(points(&parts.objects[0].assessment), points(&whole));
        (points(&whole), whole.risk)
    };
    let (ours, risk) = exposure(Some(OWN_KEY));
    assert_eq!(ours, 15, "{}", risk.explanation);
    assert!(risk.explanation.contains("held off by KMS"), "{}", risk.explanation);
    let most_of_ours = risk.max;

    let (theirs, risk) = exposure(Some(THEIR_KEY));
    assert_eq!(theirs, 35, "{}", risk.explanation);
    let said = "objects are replicated to account 444455556666; the replicas are under a key of \
        account 444455556666";
    assert!(risk.explanation.contains(said), "{}", risk.explanation);
    assert!(!risk.explanation.contains("held off"), "{}", risk.explanation);

    // What tells no account may be of either.
    for key in [Some("alias/copies"), Some("arn:aws:kms:eu-west-1::key/k"), None] {
        let (untold, of_untold) = exposure(key);
        assert_eq!(untold, 15, "{}", of_untold.explanation);
        assert!(most_of_ours < of_untold.max && of_untold.max == risk.max, "{of_untold:?}");
    }
}

#[test]
fn a_key_of_another_account_opens_only_what_is_replicated() {
    let mut facts = copied_under(Some(THEIR_KEY));
    let rule = ReplicationRule { replica_key: Some(THEIR_KEY.into()), ..rule("out/", true) };
    facts.replication = known(vec![rule]);
    let (_, parts) = told(&facts, &[("out/a.txt", SseKmsAws, 0, 3), ("in/a.txt", SseKmsAws, 0, 3)]);
    let of = |key: &str| {
        let object = parts.objects.iter().find(|object| object.shown_key == key).unwrap();
        object.assessment.situation.nominal.audience
    };
    assert_eq!(of("out/a.txt"), Audience::ReplicatedExternally);
    assert_eq!(of("in/a.txt"), Audience::Account);
}

//! Rules of replication: which objects they copy, and who gets at them by that.

#[path = "support/rules.rs"]
mod rules;
mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Audience, Breakdown, BreakdownBounds, Found, JudgedObject, Parts, Subject, Tally, Weights,
    assess, assess_whole, configuration_findings, exposure_of,
};
use magpie_model::{
    BucketFacts, Category, Confidence, DefaultEncryption, EncryptionClass, ObjectEncryption,
    Outcome, ReplicationRule, Severity, SeverityBands,
};
use rules::rule;
use support::{known, with_policy};

use Audience::{Account, ReplicatedExternally, TrustedThirdParty, Unknown};
use EncryptionClass::{ClientSide, SseKmsCmk, SseS3};

const STRANGER: &str = "444455556666";

/// Objects below a prefix to a stranger, those under KMS keys left out.
fn below(prefix: &str) -> ReplicationRule {
    rule(prefix, false)
}

fn replicated(rules: Vec<ReplicationRule>) -> BucketFacts {
    let default_encryption = known(None);
    BucketFacts { replication: known(rules), default_encryption, ..with_policy(None) }
}

fn card() -> Found {
    Found {
        detector: "global/payment_card".into(),
        name: "Payment card number".into(),
        category: Category::FinancialInformation,
        bands: SeverityBands::always(Severity::High),
        macie_type: None,
        confidence: Confidence::High,
        count: 3,
        distinct: 3,
    }
}

/// The parts of a bucket whose objects all hold a card, and all of them together.
fn told(facts: &BucketFacts, objects: &[(&str, EncryptionClass)]) -> (Parts, Tally) {
    let mut breakdown = Breakdown::new(BreakdownBounds::DEFAULT);
    for (key, class) in objects {
        let object = JudgedObject {
            key,
            shown_key: key,
            key_fingerprint: None,
            version_id: None,
            size: 10,
            bytes_read: 10,
            outcome: &Outcome::COMPLETE,
            encryption: &ObjectEncryption { class: *class, key_id: None },
            found: &[card()],
            values: &BTreeMap::new(),
            in_key: None,
        };
        breakdown.object(&object, Weights::builtin(), || Some(facts.clone()));
    }
    let tally = breakdown.tally();
    (breakdown.judge(Some(facts), false, Weights::builtin()), tally)
}

/// Who can reach one object: at least, by what is known, at most.
fn reaching(facts: &BucketFacts, key: &str, class: EncryptionClass) -> [Audience; 3] {
    let (parts, _) = told(facts, &[(key, class)]);
    let exposure = &parts.objects[0].assessment.exposure;
    [exposure.narrowest, exposure.audience, exposure.widest]
}

/// What comes next may be under the default's key, which the rule leaves out, and what is there may not be.
#[test]
fn whether_a_rule_without_kms_objects_copies_a_bucket_under_kms_is_not_known() {
    let plain = replicated(vec![below("")]);
    assert_eq!(exposure_of(&plain).audience, ReplicatedExternally);
    let default = DefaultEncryption { class: SseKmsCmk, key_id: None, bucket_key: None };
    let under_kms = BucketFacts { default_encryption: known(Some(default)), ..plain.clone() };
    let unknown = BucketFacts { default_encryption: with_policy(None).default_encryption, ..plain };
    for facts in [under_kms, unknown] {
        let exposure = exposure_of(&facts);
        let ends = [exposure.narrowest, exposure.audience, exposure.widest];
        assert_eq!(ends, [Account, Unknown, ReplicatedExternally]);
        assert_eq!(reaching(&facts, "a.csv", SseKmsCmk), [Account; 3]);
    }
}

#[test]
fn a_rule_for_one_prefix_charges_no_other() {
    let facts = replicated(vec![below("logs/")]);
    // What was there before the rule was not copied, and no answer tells what was.
    let copied = [Account, ReplicatedExternally, ReplicatedExternally];
    assert_eq!(reaching(&facts, "logs/a.csv", SseS3), copied);
    assert_eq!(reaching(&facts, "data/a.csv", SseS3), [Account; 3]);
    let (parts, tally) = told(&facts, &[("logs/a.csv", SseS3), ("data/a.csv", SseS3)]);
    let of_prefixes: Vec<_> = parts
        .prefixes
        .iter()
        .map(|prefix| (prefix.shown_prefix.as_str(), prefix.assessment.exposure.audience))
        .collect();
    assert_eq!(of_prefixes, [("logs/", ReplicatedExternally), ("data/", Account)]);
    let whole = assess_whole(Subject::Bucket(&facts), &tally, &parts, Weights::builtin());
    let words = &whole.risk.explanation;
    let reason = r#"(objects below "logs/" are replicated to account 444455556666; 1 of 2 objects"#;
    assert!(words.contains(reason), "{words}");
}

#[test]
fn data_that_no_rule_copies_scores_as_if_there_were_none() {
    let score = |facts: &BucketFacts| {
        let (parts, tally) = told(facts, &[("data/a.csv", SseS3)]);
        let whole = assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin());
        let found = configuration_findings(facts, &whole);
        let away = found.iter().find(|one| one.control.id == "replicated_externally");
        (whole.risk.score, away.map(|one| (one.certain, one.severity())))
    };
    let (without, none) = score(&with_policy(None));
    assert_eq!(none, None);
    assert_eq!(score(&replicated(vec![below("logs/")])), (without, Some((true, "medium"))));
    let (copied, found) = score(&replicated(vec![below("da")]));
    assert!(copied > without);
    assert_eq!(found, Some((true, "high")));
}

#[test]
fn objects_under_kms_keys_are_copied_by_rules_that_select_them() {
    let plain = replicated(vec![below("")]);
    assert_eq!(reaching(&plain, "a.csv", SseKmsCmk), [Account; 3]);
    assert_eq!(reaching(&plain, "a.csv", SseS3)[1], ReplicatedExternally);
    // Below what a client encrypted, S3 may have used a KMS key or not.
    let unsure = [Account, Unknown, ReplicatedExternally];
    assert_eq!(reaching(&plain, "a.csv", ClientSide), unsure);
    let selected = replicated(vec![rule("", true)]);
    for class in [SseKmsCmk, SseS3, ClientSide] {
        assert_eq!(reaching(&selected, "a.csv", class)[1], ReplicatedExternally);
    }
}

#[test]
fn whether_an_object_bears_a_rules_tag_is_not_known() {
    let mut tagged = below("logs/");
    tagged.filter.tags = vec!["share".into()];
    let facts = replicated(vec![tagged.clone()]);
    let unsure = [Account, Unknown, ReplicatedExternally];
    assert_eq!(reaching(&facts, "logs/a.csv", SseS3), unsure);
    assert_eq!(reaching(&facts, "data/a.csv", SseS3), [Account; 3]);
    let (parts, _) = told(&facts, &[("logs/a.csv", SseS3)]);
    let risk = &parts.objects[0].assessment.risk;
    assert!(risk.min < risk.score && risk.score < risk.max, "{risk:?}");
    let words = r#"objects below "logs/" with the tag "share" are replicated to account 444455556666, and which objects bear such a tag is not known"#;
    assert!(risk.explanation.contains(words), "{}", risk.explanation);

    // A tag that may lead to those who are trusted leads no further.
    let mut trusting = replicated(vec![tagged]);
    trusting.declared.trusted = vec![STRANGER.into()];
    assert_eq!(reaching(&trusting, "logs/a.csv", SseS3), [Account, Unknown, TrustedThirdParty]);
    let (parts, _) = told(&trusting, &[("logs/a.csv", SseS3)]);
    let risk = &parts.objects[0].assessment.risk;
    assert!(risk.score <= risk.max && risk.vector.contains("E:trusted-third-party"), "{risk:?}");
}

#[test]
fn rules_of_which_none_is_known_to_be_in_force_copy_nothing() {
    let off = ReplicationRule { enabled: false, ..below("") };
    assert_eq!(reaching(&replicated(vec![off]), "a.csv", SseS3), [Account; 3]);
    let own = ReplicationRule { account: Some("111122223333".into()), ..below("") };
    assert_eq!(reaching(&replicated(vec![own]), "a.csv", SseS3), [Account; 3]);
    let untold = exposure_of(&replicated(vec![ReplicationRule { account: None, ..below("") }]));
    let told = [untold.narrowest, untold.audience, untold.widest];
    assert_eq!(told, [Account, Unknown, ReplicatedExternally]);
}

#[test]
fn a_finding_about_rules_is_of_all_of_them_together() {
    let state = |id: &str, rules: Vec<ReplicationRule>| {
        let facts = replicated(rules);
        let assessment = assess(Subject::Bucket(&facts), &Tally::default());
        let found = configuration_findings(&facts, &assessment);
        found.iter().find(|one| one.control.id == id).map(|one| one.certain)
    };
    let untold = ReplicationRule { account: None, ..below("") };
    assert_eq!(state("replicated_externally", vec![untold.clone()]), Some(false));
    let facts = replicated(vec![untold, below("logs/")]);
    let assessment = assess(Subject::Bucket(&facts), &Tally::default());
    let found = configuration_findings(&facts, &assessment);
    let away = found.iter().find(|one| one.control.id == "replicated_externally").unwrap();
    assert!(away.certain);
    assert_eq!(away.about, [r#"objects below "logs/" to bucket copies of account 444455556666"#]);
    let left_out = "kms_objects_not_replicated";
    assert_eq!(state(left_out, vec![below("")]), Some(true));
    let takes = |prefix: &str| rule(prefix, true);
    assert_eq!(state(left_out, vec![below("a/"), takes("")]), None);
    assert_eq!(state(left_out, vec![below("a/"), takes("a/b/")]), Some(true));
    let mut tagged = takes("");
    tagged.filter.tags = vec!["share".into()];
    assert_eq!(state(left_out, vec![below("a/"), tagged]), Some(true));
}

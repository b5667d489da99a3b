//! More objects never lower the score or the level of their bucket, whatever they are.

#[path = "support/rules.rs"]
mod rules;
mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Breakdown, BreakdownBounds, Distinct, Found, InKey, JudgedObject, Precision, Risk, RiskLevel,
    Subject, Tally, Weights, assess_by, assess_whole,
};
use magpie_model::{
    BucketFacts, Category, Confidence, DetectorId, EncryptionClass, Fact, KeyFacts,
    ObjectEncryption, Outcome, Reason, ReplicationRule, Severity, SeverityBands,
};
use proptest::prelude::*;
use proptest::sample::select;
use rules::rule;
use support::{known, with_policy};

const AT: &str = "2026-01-01T00:00:00Z";
const OWN: &str = "111122223333";
const KEYS: [&str; 2] = ["open", "closed"];

/// Statements on a part of the bucket, on all of it, for few and for everybody, some of which
/// cannot be worked out.
const STATEMENTS: [&str; 10] = [
    "",
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#,
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/a/x"}"#,
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::box/a/*"}"#,
    r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::box/b/*"}"#,
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*","Condition":{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}}"#,
    r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::box/a/*","Condition":{"StringLike":{"aws:PrincipalTag/x":"y"}}}"#,
    r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::box/a/x","Condition":{"StringLike":{"aws:PrincipalTag/x":"y"}}}"#,
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-own"}}}"#,
    r#"{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::box"}"#,
];

fn facts(statements: &[&str], points_known: bool) -> BucketFacts {
    let statements: Vec<&str> = statements.iter().copied().filter(|s| !s.is_empty()).collect();
    let text = format!(r#"{{"Statement":[{}]}}"#, statements.join(","));
    let mut facts = with_policy((!statements.is_empty()).then_some(&text));
    facts.declared.organisation = Some("o-own".into());
    if !points_known {
        facts.access_points = Fact::unknown("not asked", "none", AT);
    }
    for (id, principal) in KEYS.into_iter().zip(["*", "arn:aws:iam::111122223333:root"]) {
        let policy = format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"kms:*","Resource":"*"}}}}"#
        );
        let key = KeyFacts {
            account: known(OWN.into()),
            policy: known(Some(policy)),
            ..KeyFacts::unknown("not asked", "none", AT)
        };
        facts.keys.insert(id.into(), key);
    }
    facts
}

#[derive(Clone, Debug)]
struct Object {
    key: String,
    class: EncryptionClass,
    kms_key: Option<&'static str>,
    outcome: Outcome,
    size: u64,
    /// By kind of data, the values in it.
    values: BTreeMap<usize, std::ops::Range<u64>>,
    /// How many kinds of them stand in its key.
    in_key: usize,
    confidence: Confidence,
}

/// Identifier, category, whether a few are grave, Macie's name.
const KINDS: [(&str, Category, Severity, Option<&str>); 5] = [
    ("global/email", Category::PersonalInformation, Severity::Medium, None),
    ("global/payment_card", Category::FinancialInformation, Severity::High, None),
    ("secret/key", Category::Credentials, Severity::High, None),
    (
        "global/card_code",
        Category::FinancialInformation,
        Severity::High,
        Some("CREDIT_CARD_SECURITY_CODE"),
    ),
    ("own/number", Category::Custom, Severity::Low, None),
];

fn hash(value: u64) -> u64 {
    let h = value.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// What was found of the first kinds of an object's values.
fn found_of(object: &Object, kinds: usize) -> (Vec<Found>, BTreeMap<DetectorId, Distinct>) {
    let (mut found, mut values) = (Vec::new(), BTreeMap::new());
    for (kind, range) in object.values.iter().take(kinds) {
        let (id, category, few, macie_type) = KINDS[*kind];
        let number = range.end - range.start;
        found.push(Found {
            detector: id.into(),
            name: id.into(),
            category,
            bands: SeverityBands::always(few),
            macie_type: macie_type.map(str::to_owned),
            confidence: object.confidence,
            count: number,
            distinct: number,
        });
        let mut distinct = Distinct::new(Precision::OF_BUCKET);
        range.clone().for_each(|value| _ = distinct.insert(hash(value)));
        values.insert(DetectorId::from(id), distinct);
    }
    (found, values)
}

struct Bucket {
    breakdown: Breakdown,
    tally: Tally,
}

impl Bucket {
    fn add(&mut self, object: &Object, facts: &BucketFacts, weights: &Weights) {
        let (found, values) = found_of(object, object.values.len());
        let (in_key, values_in_key) = found_of(object, object.in_key);
        let encryption = ObjectEncryption {
            class: object.class,
            key_id: object.kms_key.filter(|_| object.class.is_kms()).map(str::to_owned),
        };
        let judged = JudgedObject {
            key: &object.key,
            shown_key: &object.key,
            key_fingerprint: None,
            version_id: None,
            size: object.size,
            bytes_read: object.size,
            outcome: &object.outcome,
            encryption: &encryption,
            found: &found,
            values: &values,
            in_key: Some(InKey { found: &in_key, values: &values_in_key }),
        };
        judged.count_in(&mut self.tally);
        self.breakdown.object(&judged, weights, || Some(facts.clone()));
    }

    /// The bucket by itself, and with its parts.
    fn risks(&self, facts: &BucketFacts, weights: &Weights) -> [Risk; 2] {
        let subject = Subject::Bucket(facts);
        let parts = self.breakdown.clone().judge(Some(facts), false, weights);
        [
            assess_by(subject, &self.tally, weights).risk,
            assess_whole(subject, &self.tally, &parts, weights).risk,
        ]
    }
}

fn any_object() -> impl Strategy<Value = Object> {
    let many = || prop_oneof![4 => 1_u64..4, 4 => 95_u64..105, 1 => 9_900_u64..10_100];
    let values = proptest::collection::btree_map(
        0..KINDS.len(),
        (0_u64..20_000, many()).prop_map(|(from, many)| from..from + many),
        0..3,
    );
    let outcome = prop_oneof![
        4 => Just(Outcome::COMPLETE),
        1 => select(vec![Reason::PermissionDenied, Reason::SourceObjectNoLongerAvailable])
            .prop_map(Outcome::of),
    ];
    (
        select(vec!["a/x", "a/y", "a/b/x", "b/x", "b/y/x", "x"]),
        select(EncryptionClass::ALL.to_vec()),
        proptest::option::of(select(KEYS.to_vec())),
        outcome,
        select(vec![0_u64, 1, 1 << 40]),
        values,
        (select(Confidence::ALL.to_vec()), 0_usize..3),
    )
        .prop_map(|(key, class, kms_key, outcome, size, values, (confidence, in_key))| {
            Object { key: key.into(), class, kms_key, outcome, size, values, in_key, confidence }
        })
}

/// Inconclusive says that the score may be anything, so it stands between nothing and something.
fn rank(risk: &Risk) -> (u32, u32, u32, u32) {
    let level = match risk.level {
        RiskLevel::None => 0,
        RiskLevel::Inconclusive => 1,
        RiskLevel::Low => 2,
        RiskLevel::Medium => 3,
        RiskLevel::High => 4,
        RiskLevel::Critical => 5,
    };
    let points = |points: Option<u32>| points.unwrap_or(0);
    (level, points(risk.score), points(risk.min), points(risk.max))
}

/// Numbers of one's own by which several classes count the same, or the same people more.
const OWN_NUMBERS: [&str; 4] = [
    "version = 1",
    "version = 1\n[encryption]\nsse-c = 2\nsse-kms = 2\n[volume]\n2 = 3\n9950 = 8",
    "version = 1\n[encryption]\nmixed-unencrypted = 8\n[audience]\nunknown = 50",
    "version = 1\n[encryption]\nclient-side = 1\ndsse-kms = 1\nunknown = 4\n[audience]\nunknown = 8",
];

fn any_rule() -> impl Strategy<Value = ReplicationRule> {
    let account = proptest::option::of(select(vec![OWN, "444455556666"]));
    let prefix = select(vec!["", "a/", "a/b", "b/y/x"]);
    let key = proptest::option::of(select(vec![
        "alias/copies",
        "arn:aws:kms:eu-west-1:111122223333:key/own",
        "arn:aws:kms:eu-west-1:444455556666:key/theirs",
    ]));
    let all = (prefix, any::<bool>(), any::<bool>(), account, key);
    all.prop_map(|(prefix, kms, tagged, account, key)| {
        let mut rule = rule(prefix, kms);
        rule.filter.tags.extend(tagged.then(|| "share".to_owned()));
        let [account, replica_key] = [account, key].map(|text| text.map(str::to_owned));
        ReplicationRule { account, replica_key, ..rule }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn an_object_more_never_lowers_score_or_level(
        objects in proptest::collection::vec(any_object(), 1..7),
        statements in proptest::collection::vec(select(STATEMENTS.to_vec()), 0..4),
        points_known in any::<bool>(),
        (objects_max, prefixes_max, prefix_depth) in (1_usize..4, 1_usize..3, 0_usize..3),
        own in select(OWN_NUMBERS.to_vec()),
        rules in proptest::collection::vec(any_rule(), 0..3),
    ) {
        let weights = Weights::laid_over(own).unwrap();
        let facts = BucketFacts { replication: known(rules), ..facts(&statements, points_known) };
        let bounds =
            BreakdownBounds { objects_max, prefixes_max, prefix_depth, ..BreakdownBounds::DEFAULT };
        let mut bucket = Bucket { breakdown: Breakdown::new(bounds), tally: Tally::default() };
        let mut before = bucket.risks(&facts, &weights);
        for object in &objects {
            bucket.add(object, &facts, &weights);
            let after = bucket.risks(&facts, &weights);
            for (before, after) in before.iter().zip(&after) {
                let (was, is) = (rank(before), rank(after));
                let rises = was.0 <= is.0 && was.1 <= is.1 && was.2 <= is.2 && was.3 <= is.3;
                prop_assert!(
                    rises,
                    "{was:?} to {is:?} by {object:?}\n{}\n{}",
                    before.explanation,
                    after.explanation
                );
            }
            before = after;
        }
        let subject = Subject::Bucket(&facts);
        let [one, other] = [&bucket.tally, &bucket.breakdown.tally()]
            .map(|tally| assess_by(subject, tally, &weights).risk);
        prop_assert_eq!(one, other, "told apart and put together again, it is not the same");
    }
}

/// Statements that let somebody in, and nothing else.
const OPENING: [usize; 5] = [1, 2, 4, 8, 9];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn who_is_let_in_more_never_lowers_score_or_level(
        objects in proptest::collection::vec(any_object(), 1..6),
        statements in proptest::collection::vec(select(OPENING.to_vec()), 0..3),
        more in select(OPENING.to_vec()),
        own in select(OWN_NUMBERS.to_vec()),
        rules in proptest::collection::vec(any_rule(), 0..2),
        another in any_rule(),
    ) {
        let weights = Weights::laid_over(own).unwrap();
        let ranks = |statements: &[usize], rules: &[ReplicationRule]| {
            let texts: Vec<&str> = statements.iter().map(|at| STATEMENTS[*at]).collect();
            let facts = BucketFacts { replication: known(rules.to_vec()), ..facts(&texts, true) };
            let bounds = BreakdownBounds::DEFAULT;
            let mut bucket = Bucket { breakdown: Breakdown::new(bounds), tally: Tally::default() };
            objects.iter().for_each(|object| bucket.add(object, &facts, &weights));
            bucket.risks(&facts, &weights)
        };
        let before = ranks(&statements, &rules);
        let wider = [
            ranks(&[statements.as_slice(), &[more]].concat(), &rules),
            ranks(&statements, &[rules.as_slice(), &[another]].concat()),
        ];
        for (before, after) in wider.iter().flat_map(|after| before.iter().zip(after)) {
            let (was, is) = (rank(before), rank(after));
            let rises = was.0 <= is.0 && was.1 <= is.1 && was.2 <= is.2 && was.3 <= is.3;
            prop_assert!(rises, "{}\n{}", before.explanation, after.explanation);
        }
    }
}

#[test]
fn encrypted_data_beside_unencrypted_data_lowers_nothing() {
    let facts = facts(&STATEMENTS[1..2], true);
    let object = |key: &str, class| Object {
        key: key.into(),
        class,
        kms_key: None,
        outcome: Outcome::COMPLETE,
        size: 1,
        values: BTreeMap::from([(0, 0..10_500), (1, 0..10_500)]),
        in_key: 0,
        confidence: Confidence::High,
    };
    let bounds = BreakdownBounds { prefix_depth: 0, ..BreakdownBounds::DEFAULT };
    let mut bucket = Bucket { breakdown: Breakdown::new(bounds), tally: Tally::default() };
    let weights = Weights::builtin();
    bucket.add(&object("a", EncryptionClass::None), &facts, weights);
    bucket.add(&object("b", EncryptionClass::None), &facts, weights);
    let alone = bucket.risks(&facts, weights).map(|risk| risk.score);
    bucket.add(&object("c", EncryptionClass::SseS3), &facts, weights);
    let beside = bucket.risks(&facts, weights);
    assert_eq!(beside.each_ref().map(|risk| risk.score), alone);
    let said = "by the part that is not known to be encrypted, which scores";
    assert!(beside[0].explanation.contains(said), "{}", beside[0].explanation);
    assert!(beside[0].vector.contains("/ENC:mixed-unencrypted/"), "{}", beside[0].vector);
}

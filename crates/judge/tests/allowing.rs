//! One Allow more lowers nothing: neither end of the audience, nor any of the three scores, whatever is
//! denied beside it.

mod support;

use magpie_judge::{Audience, Found, Subject, Tally, assess, exposure_of, key_is_open};
use magpie_model::{
    BucketFacts, Category, Confidence, EncryptionClass, KeyFacts, Outcome, Severity, SeverityBands,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use support::{known, with_policy};

const OWN: &str = "111122223333";

const PRINCIPALS: [&str; 11] = [
    r#""Principal":"*""#,
    r#""Principal":{"AWS":"111122223333"}"#,
    r#""Principal":{"AWS":"444455556666"}"#,
    r#""Principal":{"AWS":["arn:aws:iam::444455556666:user/bob"]}"#,
    r#""Principal":{"AWS":["arn:aws:iam::444455556666:user/bob","arn:aws:iam::777788889999:role/ann"]}"#,
    r#""Principal":{"Service":"cloudfront.amazonaws.com"}"#,
    r#""Principal":{"Service":"logging.s3.amazonaws.com"}"#,
    r#""Principal":{"Federated":"accounts.google.com"}"#,
    r#""Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
    r#""NotPrincipal":{"AWS":"111122223333"}"#,
    r#""NotPrincipal":{"AWS":["arn:aws:iam::444455556666:user/bob","arn:aws:iam::444455556666:root"]}"#,
];
const ACTIONS: [&str; 8] = [
    r#""Action":"s3:GetObject""#,
    r#""Action":"s3:PutObject""#,
    r#""Action":"s3:ListBucket""#,
    r#""Action":["s3:GetObject","s3:DeleteObject"]"#,
    r#""Action":"s3:PutBucketPolicy""#,
    r#""Action":"s3:*""#,
    r#""NotAction":"s3:GetObject""#,
    r#""NotAction":["s3:PutObject","s3:PutBucketPolicy"]"#,
];
const RESOURCES: [&str; 6] = [
    r#""Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#,
    r#""Resource":"arn:aws:s3:::box/*""#,
    r#""Resource":"arn:aws:s3:::box/a/*""#,
    r#""Resource":"arn:aws:s3:::box""#,
    r#""NotResource":"arn:aws:s3:::box/a/*""#,
    r#""NotResource":"arn:aws:s3:::box""#,
];
const CONDITIONS: [&str; 15] = [
    "",
    "",
    "",
    r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#,
    r#""StringNotEquals":{"aws:PrincipalTag/team":"data"}"#,
    r#""Bool":{"aws:SecureTransport":"false"}"#,
    r#""Bool":{"aws:SecureTransport":["true","false"]}"#,
    r#""DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}"#,
    r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#,
    r#""StringNotEquals":{"aws:PrincipalOrgID":"o-own"}"#,
    r#""StringEquals":{"aws:PrincipalOrgID":"o-own"}"#,
    r#""StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}"#,
    r#""StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}"#,
    r#""StringNotEquals":{"s3:x-amz-server-side-encryption":"aws:kms"}"#,
    r#""NotIpAddress":{"aws:SourceIp":["192.0.2.0/24"]}"#,
];

fn statement(effect: &'static str) -> impl Strategy<Value = String> {
    let parts = (select(&PRINCIPALS), select(&ACTIONS), select(&RESOURCES), select(&CONDITIONS));
    parts.prop_map(move |(who, what, of, when)| {
        format!(r#"{{"Effect":"{effect}",{who},{what},{of},"Condition":{{{when}}}}}"#)
    })
}

fn policy(statements: &[String]) -> String {
    format!(r#"{{"Statement":[{}]}}"#, statements.join(","))
}

fn facts(statements: &[String]) -> BucketFacts {
    let region = known("eu-central-1".into());
    let mut facts = BucketFacts { region, ..with_policy(Some(&policy(statements))) };
    facts.declared.organisation = Some("o-own".into());
    facts
}

fn place(audience: Audience) -> Option<usize> {
    Audience::ORDER.iter().position(|known| *known == audience)
}

/// Both ends of the audience and the three scores; each must not fall.
fn levels(facts: &BucketFacts) -> Vec<usize> {
    let bands = SeverityBands::always(Severity::Low);
    let found = Found {
        detector: "a/b".into(),
        name: "b".into(),
        category: Category::PersonalInformation,
        bands,
        macie_type: None,
        confidence: Confidence::High,
        count: 500,
        distinct: 400,
    };
    let mut tally = Tally::default();
    tally.object(&Outcome::COMPLETE, 1, 1, EncryptionClass::SseS3, &[found]);
    let exposure = exposure_of(facts);
    let risk = assess(Subject::Bucket(facts), &tally).risk;
    let scores = [risk.min, risk.score, risk.max];
    let scores = scores.map(|score| score.expect("something was found") as usize);
    let ends = [exposure.narrowest, exposure.widest];
    let ends = ends.map(|end| place(end).expect("both ends are known"));
    ends.into_iter().chain(scores).collect()
}

fn not_lower(before: &[usize], after: &[usize]) -> bool {
    before.iter().zip(after).all(|(before, after)| before <= after)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn an_allow_more_lowers_neither_audience_nor_score(
        allows in proptest::collection::vec(statement("Allow"), 0..3),
        denials in proptest::collection::vec(statement("Deny"), 0..3),
        more in statement("Allow"),
    ) {
        let before = [allows, denials].concat();
        let after = [before.clone(), vec![more]].concat();
        let (low, high) = (levels(&facts(&before)), levels(&facts(&after)));
        prop_assert!(not_lower(&low, &high), "{low:?} {high:?}\n{}", after.join("\n"));
    }

    #[test]
    fn a_denial_less_lowers_neither_audience_nor_score(
        allows in proptest::collection::vec(statement("Allow"), 1..4),
        (denials, fewer) in proptest::collection::vec(statement("Deny"), 1..4)
            .prop_flat_map(|all| (Just(all.clone()), subsequence(all.clone(), 0..=all.len()))),
    ) {
        let before = [allows.clone(), denials].concat();
        let after = [allows, fewer].concat();
        let (low, high) = (levels(&facts(&before)), levels(&facts(&after)));
        prop_assert!(
            not_lower(&low[..1], &high[..1]) && not_lower(&low[2..3], &high[2..3]),
            "{low:?} {high:?}\n{}\nless\n{}", before.join("\n"), after.join("\n")
        );
    }

    #[test]
    fn an_allow_more_closes_no_key(
        allows in proptest::collection::vec(statement("Allow"), 0..3),
        denials in proptest::collection::vec(statement("Deny"), 0..3),
        more in statement("Allow"),
    ) {
        let of_key = |statements: &[String]| {
            let text = RESOURCES.iter().fold(policy(statements), |text, of| text.replace(of, r#""Resource":"*""#));
            let text = text
                .replace("s3:GetObject", "kms:Decrypt")
                .replace("s3:PutObject", "kms:Encrypt")
                .replace("s3:PutBucketPolicy", "kms:CreateGrant")
                .replace("s3:*", "kms:*");
            KeyFacts {
                account: known(OWN.into()),
                policy: known(Some(text)),
                ..KeyFacts::unknown("not asked", "none", "")
            }
        };
        let before = [allows, denials].concat();
        let after = [before.clone(), vec![more]].concat();
        let facts = facts(&[]);
        let open = |statements: &[String]| match key_is_open(&of_key(statements), &facts) {
            Some(false) => 0,
            None => 1,
            Some(true) => 2,
        };
        prop_assert!(open(&before) <= open(&after), "{}", after.join("\n"));
    }
}

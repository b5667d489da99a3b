//! Policies in every form of a statement, about a few keys at a time, so that what several statements
//! say of the same key meets.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::request::{CANONICAL, IDENTITY, OWN, PARTNER};

/// How a key is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    /// A text that is there with several values, and compared as a set only.
    Set,
    Arn,
    Truth,
    Address,
    Number,
    Date,
}

type Key = (&'static str, Kind, &'static [&'static str]);

const KEYS: [Key; 27] = [
    ("aws:SecureTransport", Kind::Truth, &["true", "false"]),
    ("s3:TlsVersion", Kind::Number, &["1.2", "1.3"]),
    ("aws:UserAgent", Kind::Text, &["curl/8.1", "curl*", "Mozilla/*", "*"]),
    ("aws:Referer", Kind::Text, &["https://www.example.com/*", "https://x.test/"]),
    ("s3:signatureversion", Kind::Text, &["AWS4-HMAC-SHA256", "AWS"]),
    ("s3:authType", Kind::Text, &["REST-HEADER", "REST-QUERY-STRING"]),
    ("s3:ExistingObjectTag/public", Kind::Text, &["yes", "no", "*"]),
    ("s3:prefix", Kind::Text, &["a/", "b/", "*"]),
    ("s3:x-amz-acl", Kind::Text, &["bucket-owner-full-control", "public-read"]),
    ("aws:ViaAWSService", Kind::Truth, &["true", "false"]),
    ("aws:CalledVia", Kind::Set, &["athena.amazonaws.com", "other.amazonaws.com"]),
    ("aws:SourceIp", Kind::Address, &["192.0.2.0/24", "0.0.0.0/0", "192.0.2.7"]),
    ("aws:SourceVpce", Kind::Text, &["vpce-1a2b3c4d", "vpce-*"]),
    ("aws:SourceVpc", Kind::Text, &["vpc-1a2b3c4d"]),
    ("aws:PrincipalOrgID", Kind::Text, &["o-own", "o-part", "o-*"]),
    ("aws:PrincipalAccount", Kind::Text, &[OWN, PARTNER, "4444*", "*"]),
    (
        "aws:PrincipalArn",
        Kind::Arn,
        &[
            "arn:aws:iam::444455556666:user/bob",
            "arn:aws:iam::444455556666:role/ann",
            "arn:aws:iam::444455556666:role/*",
            "arn:aws:iam::444455556666:*",
            "arn:aws:iam::*:role/ann",
            "arn:aws:iam::111122223333:*",
            "*",
        ],
    ),
    ("aws:PrincipalType", Kind::Text, &["User", "AssumedRole", "Anonymous"]),
    ("aws:PrincipalTag/team", Kind::Text, &["red", "blue"]),
    ("aws:username", Kind::Text, &["bob", "tom"]),
    ("aws:MultiFactorAuthPresent", Kind::Truth, &["true", "false"]),
    ("aws:MultiFactorAuthAge", Kind::Number, &["3600"]),
    ("aws:SourceIdentity", Kind::Text, &["Ann", "*"]),
    ("aws:PrincipalIsAWSService", Kind::Truth, &["true", "false"]),
    ("aws:SourceAccount", Kind::Text, &[OWN, PARTNER]),
    (
        "aws:SourceArn",
        Kind::Arn,
        &[
            "arn:aws:cloudfront::111122223333:distribution/E1",
            "arn:aws:cloudfront::444455556666:distribution/*",
            "arn:aws:*:*:111122223333:*",
            "arn:aws:logs:*:444455556666:*",
        ],
    ),
    ("aws:CurrentTime", Kind::Date, &["2020-01-01T00:00:00Z"]),
];

fn operators(kind: Kind) -> Vec<&'static str> {
    let texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "Null"];
    match kind {
        Kind::Text => [&texts[..], &["StringEqualsIgnoreCase"]].concat(),
        Kind::Set => vec!["StringEquals", "StringNotEquals", "StringLike"],
        Kind::Arn => [&texts[..], &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]].concat(),
        Kind::Truth => vec!["Bool", "Bool", "Null", "StringEquals", "StringNotEquals"],
        Kind::Address => vec!["IpAddress", "NotIpAddress", "Null"],
        Kind::Number => vec!["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals"],
        Kind::Date => vec!["DateLessThan", "DateGreaterThan"],
    }
}

/// Operator, key and values.
type Drawn = (String, &'static str, Value);

fn condition((key, kind, values): Key) -> impl Strategy<Value = Drawn> {
    let operator = select(operators(kind));
    let quantifier = select(&["", "", "", "", "", "ForAnyValue:", "ForAllValues:"]);
    let optional = prop::bool::weighted(0.2);
    (operator, quantifier, optional).prop_flat_map(move |(operator, quantifier, optional)| {
        let is_null = operator == "Null";
        let quantifier = match kind {
            _ if is_null => "",
            Kind::Set if quantifier.is_empty() => "ForAnyValue:",
            _ => quantifier,
        };
        let end = if optional && !is_null { "IfExists" } else { "" };
        let name = format!("{quantifier}{operator}{end}");
        let values = if is_null { &["true", "false"][..] } else { values };
        let count = if is_null { 1..=1 } else { 0..=values.len().min(2) };
        let one = select(values).prop_map(|value| json!(value));
        let some = subsequence(values, count).prop_map(|values| json!(values));
        let value = prop_oneof![5 => one, 1 => some];
        value.prop_map(move |value| (name.clone(), key, value))
    })
}

fn principal(allow: bool) -> impl Strategy<Value = (&'static str, Value)> {
    let bob = "arn:aws:iam::444455556666:user/bob";
    let ann = "arn:aws:iam::444455556666:role/ann";
    let session = "arn:aws:sts::444455556666:assumed-role/ann/s1";
    let root = "arn:aws:iam::444455556666:root";
    let plain = vec![
        json!("*"),
        json!("*"),
        json!("*"),
        json!({"AWS": "*"}),
        json!({ "AWS": OWN }),
        json!({ "AWS": PARTNER }),
        json!({ "AWS": root }),
        json!({ "AWS": bob }),
        json!({ "AWS": [ann] }),
        json!({ "AWS": session }),
        json!({ "AWS": [bob, ann] }),
        json!({ "AWS": IDENTITY }),
        json!({ "CanonicalUser": CANONICAL }),
        json!({"Federated": "accounts.google.com"}),
        json!({"Service": "cloudfront.amazonaws.com"}),
        json!({"Service": "logging.s3.amazonaws.com"}),
        json!({"AWS": PARTNER, "Service": ["cloudfront.amazonaws.com"]}),
    ];
    let inverted = vec![
        json!({ "AWS": [bob, root] }),
        json!({ "AWS": [session, ann, root] }),
        json!({ "AWS": [OWN, "arn:aws:iam::111122223333:user/own"] }),
        json!({ "AWS": PARTNER }),
        json!({"AWS": OWN}),
        json!({"Service": "logging.s3.amazonaws.com"}),
    ];
    let of = |name: &'static str, list: Vec<Value>| select(list).prop_map(move |v| (name, v));
    let rare = if allow { 1 } else { 2 };
    prop_oneof![9 => of("Principal", plain), rare => of("NotPrincipal", inverted)]
}

fn action() -> impl Strategy<Value = (&'static str, Value)> {
    let plain = vec![
        json!("s3:GetObject"),
        json!("s3:GetObject*"),
        json!("s3:Get*"),
        json!("s3:ListBucket"),
        json!("s3:List*"),
        json!("s3:PutObject"),
        json!("s3:Put*"),
        json!(["s3:GetObject", "s3:DeleteObject"]),
        json!(["s3:GetObject", "s3:ListBucket"]),
        json!("s3:GetObjectAttributes"),
        json!("s3:PutBucketPolicy"),
        json!("s3:*"),
        json!("s3:*"),
        json!("*"),
    ];
    let inverted = vec![
        json!("s3:GetObject"),
        json!("s3:GetObject*"),
        json!(["s3:Put*", "s3:Delete*"]),
        json!("s3:*Object"),
    ];
    let of = |name: &'static str, list: Vec<Value>| select(list).prop_map(move |v| (name, v));
    prop_oneof![7 => of("Action", plain), 1 => of("NotAction", inverted)]
}

fn resource() -> impl Strategy<Value = (&'static str, Value)> {
    let plain = vec![
        json!(["arn:aws:s3:::box", "arn:aws:s3:::box/*"]),
        json!(["arn:aws:s3:::box", "arn:aws:s3:::box/*"]),
        json!(["arn:aws:s3:::box", "arn:aws:s3:::box/*"]),
        json!("arn:aws:s3:::box*"),
        json!("*"),
        json!("arn:aws:s3:::box/*"),
        json!("arn:aws:s3:::box"),
        json!("arn:aws:s3:::box/a/*"),
        json!("arn:aws:s3:::box/*.csv"),
        json!(["arn:aws:s3:::box/b/two.txt", "arn:aws:s3:::box"]),
    ];
    let inverted = vec![
        json!("arn:aws:s3:::box/a/*"),
        json!(["arn:aws:s3:::box", "arn:aws:s3:::box/*.csv"]),
        json!("arn:aws:s3:::box"),
    ];
    let of = |name: &'static str, list: Vec<Value>| select(list).prop_map(move |v| (name, v));
    prop_oneof![9 => of("Resource", plain), 1 => of("NotResource", inverted)]
}

/// A block in which no operator names a key twice: what stands there first counts.
fn block(conditions: &[Drawn]) -> Value {
    let mut block = Map::new();
    for (operator, key, values) in conditions {
        let keys = block.entry(operator.clone()).or_insert_with(|| json!({}));
        if keys.get(*key).is_none() {
            keys[*key] = values.clone();
        }
    }
    Value::Object(block)
}

fn statement(allow: bool, keys: Vec<Key>) -> impl Strategy<Value = Value> {
    let conditions = vec(select(keys).prop_flat_map(condition), 0..=if allow { 2 } else { 3 });
    (principal(allow), action(), resource(), conditions).prop_map(
        move |(principal, action, resource, conditions)| {
            let mut statement = json!({"Effect": if allow { "Allow" } else { "Deny" }});
            for (name, value) in [principal, action, resource] {
                statement[name] = value;
            }
            if !conditions.is_empty() {
                statement["Condition"] = block(&conditions);
            }
            statement
        },
    )
}

/// A policy about one key to three.
pub(crate) fn policy() -> impl Strategy<Value = String> {
    subsequence(&KEYS[..], 1..=3).prop_flat_map(|keys| {
        let allows = vec(statement(true, keys.clone()), 1..=2);
        let denials = vec(statement(false, keys), 0..=3);
        (allows, denials).prop_map(|(allows, denials)| {
            let statements = [allows, denials].concat();
            json!({"Version": "2012-10-17", "Statement": statements}).to_string()
        })
    })
}

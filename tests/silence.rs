//! What one denied call, or two, can make of a bucket: facts become unknown, findings doubtful,
//! the exposure wider at its ends. Nothing becomes a yes or a no that it was not before.

use std::collections::BTreeSet;

use magpie_corpus::{Bucket, Corpus, Encryption, Key, Point, Trail};
use magpie_demo::{CallFault, Server, ServerOptions};
use serde_json::Value;

use crate::denials::CALLS as OF_BUCKETS;
use crate::support::fixtures::bucket;
use crate::support::program::{Magpie, lines};

/// The calls about the account, its keys and its trails.
const OF_ACCOUNT: [&str; 17] = [
    "GetCallerIdentity",
    "GetAccountPublicAccessBlock",
    "ListAccessPoints",
    "GetAccessPoint",
    "GetAccessPointPolicy",
    "GetAccessPointPolicyStatus",
    "ListMultiRegionAccessPoints",
    "GetMultiRegionAccessPointPolicy",
    "GetMultiRegionAccessPointPolicyStatus",
    "DescribeKey",
    "GetKeyRotationStatus",
    "GetKeyPolicy",
    "DescribeTrails",
    "GetTrailStatus",
    "GetEventSelectors",
    "ListEventDataStores",
    "GetEventDataStore",
];

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000001";

/// A bucket about which every call has something to tell.
fn telling(name: &str) -> Bucket {
    let mut bucket = bucket(name, Vec::new());
    let resource = format!(r#"["arn:aws:s3:::{name}","arn:aws:s3:::{name}/*"]"#);
    bucket.settings.policy = Some(format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"*"}},"Action":"*","Resource":{resource},"Condition":{{"StringEquals":{{"s3:DataAccessPointAccount":"111122223333"}}}}}}]}}"#
    ));
    let point = |public: bool| {
        let principal = if public { r#""*""# } else { r#"{"AWS":"444455556666"}"# };
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"arn:aws:s3:us-east-1:111122223333:accesspoint/{name}-point/object/*"}}]}}"#
        );
        vec![Point { name: format!("{name}-point"), public, blocked: false, policy: Some(policy) }]
    };
    bucket.settings.access_points = point(true);
    bucket.settings.multi_region_points = point(false);
    let (algorithm, key) = ("aws:kms".to_owned(), Some(KEY.to_owned()));
    bucket.settings.encryption = Some(Encryption { algorithm, key, bucket_key: true });
    bucket
}

/// A recorder of one kind of calls, by its advanced selectors.
fn recorder(name: &str, lake: bool) -> Trail {
    let selectors = format!(
        r#"{{"AdvancedEventSelectors":[{{"FieldSelectors":[{{"Field":"eventCategory","Equals":["Data"]}},{{"Field":"resources.type","Equals":["AWS::S3::Object"]}},{{"Field":"readOnly","Equals":["{}"]}}]}}]}}"#,
        !lake
    );
    let (name, region) = (name.to_owned(), "us-east-1".to_owned());
    Trail { name, region, multi_region: true, logging: true, selectors, lake }
}

fn server(names: &[String]) -> Server {
    let corpus = Corpus {
        buckets: names.iter().map(|name| telling(name)).collect(),
        keys: vec![Key::new(KEY, "CUSTOMER")],
        trails: vec![recorder("trail", false), recorder("lake", true)],
        ..Corpus::default()
    };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

fn posture(server: &Server, target: &str) -> Vec<Value> {
    let ended = Magpie::new(&["posture", target, "--out", "out"]).on(server).run().expect(0);
    lines(&ended.place.current().join("out/buckets.jsonl"))
}

/// Whether `told` says the same as `whole`, or less.
fn agrees(told: &Value, whole: &Value) -> bool {
    match (told, whole) {
        (Value::Null, _) => true,
        (Value::Array(some), Value::Array(all)) => {
            some.len() == all.len() && some.iter().zip(all).all(|(a, b)| agrees(a, b))
        }
        (Value::Object(some), Value::Object(all)) => {
            some.len() == all.len()
                && some.iter().all(|(name, a)| all.get(name).is_some_and(|b| agrees(a, b)))
        }
        // KMS, and not known under whose key.
        (Value::String(some), Value::String(all)) if some == "sse-kms" => all.starts_with(some),
        (a, b) => a == b,
    }
}

const ORDER: [&str; 13] = [
    "restricted",
    "account",
    "names-only",
    "org",
    "trusted-third-party",
    "cloudfront",
    "replicated-external",
    "external-read",
    "external-write",
    "public-object",
    "any-aws",
    "public-read",
    "public-write",
];

fn rank(line: &Value, end: &str) -> usize {
    let audience = &line["exposure"][end];
    ORDER.iter().position(|name| audience == name).unwrap_or_else(|| panic!("{end} {audience}"))
}

fn state<'v>(line: &'v Value, id: &str) -> &'v str {
    let all = line["configuration"].as_array().unwrap();
    all.iter().find(|one| one["id"] == id).map_or("no", |one| one["state"].as_str().unwrap())
}

/// What a line, made under these denials, may not say; `whole` was made under none. Returns the
/// facts that the denials took.
fn check(line: &Value, whole: &Value, denied: &[&str]) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    let facts = |line: &Value| {
        let mut all: Vec<(String, Value)> = Vec::new();
        for (name, fact) in line["facts"].as_object().unwrap() {
            all.push((name.clone(), fact.clone()));
        }
        for key in line["keys"].as_array().unwrap() {
            for (name, fact) in key["facts"].as_object().unwrap() {
                all.push((format!("key {name}"), fact.clone()));
            }
        }
        all
    };
    let before = facts(whole);
    for (name, fact) in facts(line) {
        let source = fact["source"].as_str().unwrap();
        let known = fact["known"] == true;
        let was = before.iter().find(|(other, _)| *other == name).map(|(_, fact)| fact);
        let was = was.unwrap_or_else(|| panic!("{denied:?} {name} is told under denials only"));
        assert!(!known || !denied.contains(&source), "{denied:?} {name} {fact:#}");
        let same = agrees(&fact["value"], &was["value"]);
        assert!(same, "{denied:?} {name} {fact:#} was {was:#}");
        if fact["value"] != was["value"] {
            taken.insert(name);
        }
    }
    let ids = magpie_judge::controls().iter().map(|control| control.id.as_str());
    for id in ids {
        let (is, was) = (state(line, id), state(whole, id));
        assert!(is == was || is == "unknown", "{denied:?} {id} is {is}, and was {was}");
    }
    let (narrowest, widest) = (rank(line, "narrowest"), rank(line, "widest"));
    assert!(narrowest <= rank(whole, "narrowest"), "{denied:?} {:#}", line["exposure"]);
    assert!(widest >= rank(whole, "widest"), "{denied:?} {:#}", line["exposure"]);
    taken
}

#[test]
fn every_call_that_posture_makes_is_denied_here() {
    let server = server(&["box".to_owned()]);
    // Where HeadBucket leaves the region untold, GetBucketLocation is asked.
    posture(&server, "s3://box");
    server.fail_call("box", "HeadBucket", Some(CallFault::Denied));
    posture(&server, "s3://box");
    let requests = server.requests();
    let made: BTreeSet<&str> = requests.iter().map(|request| request.call.as_str()).collect();
    let denied: BTreeSet<&str> = OF_BUCKETS.into_iter().chain(OF_ACCOUNT).collect();
    assert_eq!(made, denied);
}

/// Of each pair, of whichever services, what either call takes alone both take together.
#[test]
fn two_denied_calls_about_account_keys_and_trails_make_no_yes_and_no_no() {
    let server = server(&["box".to_owned()]);
    let whole = posture(&server, "s3://box").remove(0);
    let under = |denied: &[&str]| {
        denied.iter().for_each(|call| server.fail_call("", call, Some(CallFault::Denied)));
        let line = posture(&server, "s3://box").remove(0);
        denied.iter().for_each(|call| server.fail_call("", call, None));
        check(&line, &whole, denied)
    };
    let alone = OF_ACCOUNT.map(|call| under(&[call]));
    for (at, one) in OF_ACCOUNT.into_iter().enumerate() {
        assert!(!alone[at].is_empty(), "{one} tells nothing");
        for (other_at, other) in OF_ACCOUNT.into_iter().enumerate().skip(at + 1) {
            let both = under(&[one, other]);
            let missing: Vec<_> = alone[at].union(&alone[other_at]).collect();
            let missing: Vec<_> =
                missing.into_iter().filter(|fact| !both.contains(*fact)).collect();
            assert!(missing.is_empty(), "{one} and {other} leave {missing:?} known");
        }
    }
}

#[test]
fn a_call_about_the_bucket_and_one_about_the_account_denied_make_no_yes_and_no_no() {
    let names: Vec<String> =
        OF_BUCKETS.iter().enumerate().map(|(at, _)| format!("deny-{at:02}")).collect();
    let server = server(&[names.clone(), vec!["whole".to_owned()]].concat());
    let before = posture(&server, "s3://");
    for (name, call) in names.iter().zip(OF_BUCKETS) {
        server.fail_call(name, call, Some(CallFault::Denied));
    }
    for one in OF_ACCOUNT {
        server.fail_call("", one, Some(CallFault::Denied));
        for line in posture(&server, "s3://") {
            let name = line["bucket"].as_str().unwrap();
            let whole = before.iter().find(|line| line["bucket"] == name).unwrap();
            let of_bucket = names.iter().position(|other| other == name).map(|at| OF_BUCKETS[at]);
            let denied: Vec<&str> = of_bucket.into_iter().chain([one]).collect();
            let taken = check(&line, whole, &denied);
            assert!(!taken.is_empty(), "{denied:?} tell nothing");
        }
        server.fail_call("", one, None);
    }
}

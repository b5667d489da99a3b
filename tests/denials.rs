//! Every call about a bucket's configuration denied, alone and in pairs: what it would have told
//! is unknown, never yes or no, and everything else is told as before. And what is called at all is
//! allowed by the policy that `iam-policy` prints.

use std::collections::BTreeMap;

use magpie_corpus::Bucket;
use magpie_demo::{CallFault, Server};
use serde_json::Value;

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Magpie, lines};

/// The calls that the facts of one bucket come from.
const CALLS: [&str; 18] = [
    "GetBucketAcl",
    "GetBucketEncryption",
    "GetBucketLifecycleConfiguration",
    "GetBucketLogging",
    "GetBucketNotificationConfiguration",
    "GetBucketOwnershipControls",
    "GetBucketPolicy",
    "GetBucketPolicyStatus",
    "GetBucketReplication",
    "GetBucketRequestPayment",
    "GetBucketTagging",
    "GetBucketVersioning",
    "GetBucketWebsite",
    "GetObjectLockConfiguration",
    "GetPublicAccessBlock",
    "ListBucketInventoryConfigurations",
    "HeadBucket",
    "GetBucketLocation",
];

/// One bucket for each call and each pair of calls, and `whole`, of which nothing is denied.
fn denials() -> Vec<(String, Vec<&'static str>)> {
    let mut all = vec![("whole".to_owned(), Vec::new())];
    for (a, one) in CALLS.iter().enumerate() {
        all.push((format!("deny-{a:02}"), vec![*one]));
        for (b, other) in CALLS.iter().enumerate().skip(a + 1) {
            all.push((format!("deny-{a:02}-{b:02}"), vec![*one, *other]));
        }
    }
    all
}

/// A bucket of a region that GetBucketLocation has a name for.
fn abroad(name: &str) -> Bucket {
    let mut bucket = bucket(name, Vec::new());
    bucket.settings.region = "eu-west-1".to_owned();
    bucket
}

fn posture(server: &Server) -> BTreeMap<String, Value> {
    let ended = Magpie::new(&["posture", "s3://", "--out", "out"]).on(server).run().expect(0);
    let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
    lines.into_iter().map(|line| (line["bucket"].as_str().unwrap().to_owned(), line)).collect()
}

#[test]
fn what_is_denied_is_unknown_and_nothing_else_changes() {
    let denials = denials();
    let buckets: Vec<Bucket> = denials.iter().map(|(name, _)| abroad(name)).collect();
    let server = server(buckets);
    for (name, calls) in &denials {
        for call in calls {
            server.fail_call(name, call, Some(CallFault::Denied));
        }
    }
    let told = posture(&server);
    let whole = &told["whole"]["facts"];
    let mut checked = 0;
    for (name, calls) in &denials {
        for (fact, value) in told[name]["facts"].as_object().unwrap() {
            let source = value["source"].as_str().unwrap();
            let denied = calls.contains(&source);
            // Whose bucket it is decides whose account is asked.
            let follows = source == "none" && calls.contains(&"HeadBucket");
            let known = value["known"] == true;
            assert_eq!(known, !denied && !follows, "{name} {calls:?} {fact} {value:#}");
            if known {
                assert_eq!(value["value"], whole[fact]["value"], "{name} {calls:?} {fact}");
            } else if denied {
                let reason = value["reason"].as_str().unwrap();
                assert!(reason.starts_with("denied"), "{name} {fact} {reason}");
            }
            checked += 1;
        }
        let audience = told[name]["exposure"]["audience"].as_str().unwrap();
        let open = calls.contains(&"GetBucketAcl")
            || calls.contains(&"GetBucketPolicy") && calls.contains(&"GetBucketPolicyStatus");
        assert_eq!(audience, if open { "unknown" } else { "account" }, "{name} {calls:?}");
    }
    assert!(checked > 3000, "{checked}");
}

#[test]
fn a_denied_account_is_unknown_and_no_bucket_is_called_its_own() {
    for call in ["GetCallerIdentity", "GetAccountPublicAccessBlock", "ListAccessPoints"] {
        let server = server(vec![bucket("box", Vec::new())]);
        server.fail_call("", call, Some(CallFault::Denied));
        let line = posture(&server).remove("box").unwrap();
        let facts = &line["facts"];
        let known = |fact: &str| facts[fact]["known"] == true;
        assert_eq!(known("account"), call != "GetCallerIdentity", "{call}");
        assert_eq!(known("account_public_access_block"), call == "ListAccessPoints", "{call}");
        assert_eq!(known("access_points"), call == "GetAccountPublicAccessBlock", "{call}");
    }
}

#[test]
fn the_accounts_block_shuts_a_public_acl() {
    let mut open = bucket("open", Vec::new());
    open.settings.acl = "public-read".to_owned();
    let server = server(vec![open]);
    let audience = |server: &Server| posture(server)["open"]["exposure"]["audience"].clone();
    assert_eq!(audience(&server), "public-read");
    server.set_account_block(Some(true));
    assert_eq!(audience(&server), "account");
}

#[test]
fn a_bucket_outside_the_allowed_regions_is_a_finding() {
    let mut there = bucket("there", Vec::new());
    there.settings.region = "ap-south-1".to_owned();
    let server = server(vec![there, bucket("here", Vec::new())]);
    let arguments = ["posture", "s3://", "--allowed-regions", "us-east-1,eu-west-1"];
    let ended = Magpie::new(&arguments).arg("--out").arg("out").on(&server).run().expect(0);
    let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
    let outside = |line: &Value| {
        let found = line["configuration"].as_array().unwrap();
        found.iter().any(|finding| finding["id"] == "region_not_allowed")
    };
    let found: Vec<_> = lines.iter().filter(|line| outside(line)).map(|l| &l["bucket"]).collect();
    assert_eq!(found, ["there"]);
}

#[test]
fn posture_reads_no_object_and_writes_nothing() {
    let server = server(vec![bucket("box", Vec::new())]);
    posture(&server);
    let calls = server.requests();
    let reads =
        |call: &str| call.starts_with("Get") || call.starts_with("List") || call == "HeadBucket";
    assert!(calls.iter().all(|r| reads(&r.call) && r.call != "GetObject"), "{calls:?}");
    assert!(calls.iter().all(|r| r.call != "ListObjectsV2"), "{calls:?}");
}

/// The action that a call needs; `None` for one that anybody may make.
fn action(call: &str) -> Option<String> {
    let name = match call {
        "GetCallerIdentity" => return None,
        "DescribeKey" => return Some("kms:DescribeKey".to_owned()),
        "ListBuckets" => "ListAllMyBuckets",
        "HeadBucket" | "ListObjectsV2" => "ListBucket",
        "HeadObject" => "GetObject",
        "GetBucketEncryption" => "GetEncryptionConfiguration",
        "GetBucketLifecycleConfiguration" => "GetLifecycleConfiguration",
        "GetBucketNotificationConfiguration" => "GetBucketNotification",
        "GetBucketReplication" => "GetReplicationConfiguration",
        "GetObjectLockConfiguration" => "GetBucketObjectLockConfiguration",
        "GetPublicAccessBlock" => "GetBucketPublicAccessBlock",
        "ListBucketInventoryConfigurations" => "GetInventoryConfiguration",
        same => same,
    };
    Some(format!("s3:{name}"))
}

#[test]
fn no_command_calls_what_its_policy_does_not_allow() {
    for feature in ["scan", "posture"] {
        let server = server(vec![bucket("box", vec![object("a.txt", card_line(1))])]);
        let target = [feature, "s3://", "--out", "out"];
        Magpie::new(&target).on(&server).run().expect(0);
        let printed = Magpie::new(&["iam-policy", "--features", feature]).run().expect(0).stdout;
        let policy: Value = serde_json::from_str(&printed).unwrap();
        let allowed: Vec<&str> = policy["Statement"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|statement| statement["Effect"] == "Allow")
            .flat_map(|statement| statement["Action"].as_array().unwrap())
            .map(|action| action.as_str().unwrap())
            .collect();
        let called: Vec<String> =
            server.requests().iter().filter_map(|r| action(&r.call)).collect();
        assert!(called.len() > 15, "{called:?}");
        for action in called {
            assert!(allowed.contains(&action.as_str()), "{feature} calls {action}");
        }
    }
}

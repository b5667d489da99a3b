//! Each call of each feature is allowed by the policy that `iam-policy` prints for it: by its action
//! and by the resource that it was made on, with the denials heeded.

use magpie_corpus::{Bucket, Corpus, Encryption, Key, Object, Point, Trail};
use magpie_demo::{Request, Server, ServerOptions};
use serde_json::Value;

use crate::denials::action;
use crate::inventory::{MANIFEST, server as inventoried};
use crate::support::fixtures::{bucket, card_line, object};
use crate::support::program::Magpie;

/// Keys of tags that a run writes.
const TAGS: [&str; 4] = ["magpie:data", "magpie:encryption", "magpie:risk", "magpie:sensitivity"];
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/cccccccc-0000-4000-8000-000000000001";

/// The resource that AWS asks the policy about.
fn resource(request: &Request) -> String {
    const OF_OBJECTS: [&str; 5] =
        ["GetObject", "HeadObject", "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"];
    let Request { call, bucket, key } = request;
    match action(call).unwrap_or_default().split(':').next() {
        Some("kms") => KEY.to_owned(),
        Some("cloudtrail") => "arn:aws:cloudtrail:us-east-1:111122223333:trail/all".to_owned(),
        _ if OF_OBJECTS.contains(&call.as_str()) => format!("arn:aws:s3:::{bucket}/{key}"),
        _ if bucket.is_empty() => "arn:aws:s3:us-east-1:111122223333:accesspoint/gate".to_owned(),
        _ => format!("arn:aws:s3:::{bucket}"),
    }
}

/// `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let ends = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            ends.into_iter().any(|at| fits(rest, &text[at..]))
        }),
    }
}

/// What IAM says: allowed by a statement and denied by none, where their conditions hold for a call of
/// Magpie's own: it decrypts by way of S3, in the Region of the server, and writes tags of its own.
fn allows(policy: &Value, action: &str, resource: &str) -> bool {
    let any = |list: &Value, text: &str| match list {
        Value::String(one) => fits(one, text),
        list => list.as_array().unwrap().iter().any(|p| fits(p.as_str().unwrap(), text)),
    };
    let holds = |conditions: &Value| match serde_json::to_string(conditions).unwrap().as_str() {
        "null" => true,
        text if text.contains("kms:ViaService") => {
            action == "kms:Decrypt"
                && any(&conditions["StringLike"]["kms:ViaService"], "s3.us-east-1.amazonaws.com")
        }
        text if text.contains("aws:TagKeys") => {
            let keys = &conditions["ForAllValues:StringEquals"]["aws:TagKeys"];
            TAGS.iter().all(|key| any(keys, key))
        }
        text => panic!("a condition that no call is held against: {text}"),
    };
    let speaks = |statement: &&Value| {
        let named = match statement.get("NotAction") {
            Some(list) => !any(list, action),
            None => any(&statement["Action"], action),
        };
        named && any(&statement["Resource"], resource) && holds(&statement["Condition"])
    };
    let statements = policy["Statement"].as_array().unwrap();
    let of = |effect: &str| statements.iter().filter(speaks).any(|s| s["Effect"] == effect);
    of("Allow") && !of("Deny")
}

fn policy(features: &str) -> Value {
    let printed = Magpie::new(&["iam-policy", "--features", features]).run().expect(0).stdout;
    serde_json::from_str(&printed).unwrap()
}

/// Every call since so many is allowed, and these actions were among them.
#[track_caller]
fn all_allowed(features: &str, server: &Server, since: usize, among: &[&str]) {
    let policy = policy(features);
    let requests = server.requests();
    let mut met = Vec::new();
    for request in &requests[since..] {
        let Some(action) = action(&request.call) else { continue };
        let resource = resource(request);
        assert!(allows(&policy, &action, &resource), "{features}: {action} on {resource}");
        met.push(action);
    }
    for action in among {
        assert!(met.iter().any(|a| a == action), "{features} never called {action}: {met:?}");
    }
}

fn under_key(key: &str) -> Object {
    let encryption =
        Encryption { algorithm: "aws:kms".into(), key: Some(KEY.into()), bucket_key: true };
    Object { encryption: Some(encryption), ..object(key, card_line(1)) }
}

fn point(name: &str) -> Vec<Point> {
    vec![Point { name: name.into(), public: false, blocked: false, policy: None }]
}

/// Buckets with everything that makes a scan ask more.
fn several() -> Server {
    let mut rich: Bucket =
        bucket("rich", vec![under_key("a/kms.txt"), object("b.txt", card_line(2))]);
    rich.settings.access_points = point("one");
    rich.settings.multi_region_points = point("many");
    rich.settings.versioning = Some("Enabled".into());
    rich.settings.encryption = under_key("by default").encryption;
    let plain = bucket("plain", vec![object("odd + key/ü*.txt", card_line(3))]);
    let trail = Trail {
        name: "all".into(),
        region: "us-east-1".into(),
        multi_region: true,
        logging: true,
        selectors: r#"{"EventSelectors":[]}"#.into(),
        lake: false,
    };
    let corpus = Corpus {
        buckets: vec![rich, plain],
        keys: vec![Key::new(KEY, "CUSTOMER")],
        trails: vec![trail],
        ..Corpus::default()
    };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

#[test]
fn a_scan_over_buckets_with_everything_calls_what_its_policy_allows_where_it_allows_it() {
    let server = several();
    Magpie::scan(&["s3://", "--encryption-census"]).on(&server).run().expect(0);
    let among = [
        "s3:ListAllMyBuckets",
        "s3:GetObject",
        "s3:GetAccessPointPolicy",
        "s3:GetMultiRegionAccessPointPolicy",
        "kms:DescribeKey",
        "cloudtrail:GetEventSelectors",
    ];
    all_allowed("scan", &server, 0, &among);
    let server = inventoried(|_| {});
    Magpie::scan(&[MANIFEST, "--include", "read/*"]).on(&server).run().expect(0);
    all_allowed("scan", &server, 0, &["s3:GetObject", "s3:ListBucket"]);
}

#[test]
fn posture_calls_what_its_policy_allows_and_reads_no_object() {
    let server = several();
    Magpie::new(&["posture", "s3://", "--out", "out"]).on(&server).run().expect(0);
    let among = ["s3:GetBucketPolicy", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"];
    all_allowed("posture", &server, 0, &among);
    assert!(!allows(&policy("posture"), "s3:GetObject", "arn:aws:s3:::rich/b.txt"));
}

#[test]
fn tags_are_written_where_the_policy_allows_it() {
    let server = several();
    let run = Magpie::scan(&["s3://"]).on(&server).run().expect(0);
    let run = run.place.current().join("run");
    let tag = |features: &str, options: &[&str], among: &[&str]| {
        let since = server.requests().len();
        Magpie::new(&["tag", run.to_str().unwrap()]).args(options).on(&server).run().expect(0);
        all_allowed(features, &server, since, among);
    };
    tag("tag", &["--apply"], &["s3:TagResource"]);
    let objects = ["--apply", "--objects-from", "low"];
    tag("tag-objects", &objects, &["s3:PutObjectTagging"]);
    tag("tag-objects", &["--remove"], &["s3:UntagResource", "s3:PutObjectTagging"]);
}

#[test]
fn an_action_on_another_resource_than_its_own_is_not_allowed() {
    let scan = policy("scan");
    assert!(allows(&scan, "s3:GetObject", "arn:aws:s3:::rich/b.txt"));
    assert!(!allows(&scan, "s3:GetObject", "arn:aws:s3:::rich"));
    assert!(!allows(&scan, "s3:GetObject", "arn:aws-cn:s3:::rich/b.txt"));
    assert!(!allows(&scan, "s3:ListBucket", "arn:aws-cn:s3:::rich"));
    assert!(!allows(&scan, "s3:PutObject", "arn:aws:s3:::rich/b.txt"));
    assert!(!allows(&policy("tag"), "s3:TagResource", "arn:aws:s3:us-east-1:1:accesspoint/gate"));
}

//! Every call about a bucket's configuration denied, alone and in pairs: what it would have told
//! is unknown, never yes or no, and everything else is told as before. And what is called at all is
//! allowed by the policy that `iam-policy` prints.

use std::collections::BTreeMap;

use magpie_corpus::Bucket;
use magpie_demo::{CallFault, Server};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Magpie, lines};

/// The calls that the facts of one bucket come from.
pub(crate) const CALLS: [&str; 19] = [
    "GetBucketAbac",
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
        let findings = line["configuration"].as_array().unwrap();
        let of_account = |f: &&Value| f["id"] == "account_block_public_access_off";
        let mend = findings.iter().find(of_account).unwrap()["mend"].as_str().unwrap();
        let account = if known("account") { "111122223333" } else { "ACCOUNT" };
        assert!(mend.contains(&format!("--account-id {account} ")), "{mend}");
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
fn a_replica_outside_the_allowed_regions_is_a_finding_of_posture_and_of_a_scan() {
    let copies_to = |name: &str, to: &str| {
        let mut bucket = bucket(name, Vec::new());
        let to = to.to_owned();
        let replica = magpie_corpus::Replica { bucket: to, ..Default::default() };
        bucket.settings.replication = Some(replica);
        bucket
    };
    let mut far = bucket("far", Vec::new());
    far.settings.region = "ap-south-1".to_owned();
    let near = bucket("near", Vec::new());
    let buckets =
        vec![copies_to("astray", "far"), copies_to("home", "near"), copies_to("lost", "gone")];
    let server = server(buckets.into_iter().chain([far, near]).collect());
    for command in ["posture", "scan"] {
        let targets = ["s3://astray", "s3://home", "s3://lost", "--out", "out"];
        let ended = Magpie::new(&[command, "--allowed-regions", "us-east-1"]).args(&targets);
        let ended = ended.on(&server).run().expect(0);
        let told = lines(&ended.place.current().join("out/buckets.jsonl"));
        let states: Vec<String> = told
            .iter()
            .flat_map(|line| {
                let found = line["configuration"].as_array().unwrap().iter();
                let found = found.filter(|one| one["id"] == "replica_region_not_allowed");
                found.map(|one| format!("{} {}", line["bucket"], one["state"]).replace('"', ""))
            })
            .collect();
        assert_eq!(states, ["astray yes", "lost unknown"], "{command}");
    }
    // Without declared regions a destination is asked only whether it is the own account's.
    let asked = || server.requests().iter().filter(|r| r.bucket == "far").count();
    let before = asked();
    Magpie::new(&["posture", "s3://astray"]).on(&server).run().expect(0);
    assert_eq!(asked(), before + 1);
}

#[test]
fn a_destination_without_an_account_is_the_own_accounts_where_s3_confirms_it() {
    let copies_to = |name: &str, account: Option<&str>| {
        let mut bucket = bucket(name, Vec::new());
        let account = account.map(str::to_owned);
        let to = "copies".to_owned();
        bucket.settings.replication =
            Some(magpie_corpus::Replica { bucket: to, account, ..Default::default() });
        bucket
    };
    let there = ["444455556666"].map(|account| copies_to("named", Some(account)));
    let buckets = [copies_to("silent", None), bucket("copies", Vec::new())];
    let server = server(buckets.into_iter().chain(there).collect());
    let told = |name: &str| {
        let line = posture(&server).remove(name).unwrap();
        let rule = &line["facts"]["replication"]["value"][0];
        (rule["account"].clone(), line["exposure"]["audience"].as_str().unwrap().to_owned())
    };
    assert_eq!(told("silent"), (json!("111122223333"), "account".to_owned()));
    assert_eq!(told("named"), (json!("444455556666"), "replicated-external".to_owned()));
    // A refusal says neither that it is another's nor that it is the own one.
    server.fail_call("copies", "HeadBucket", Some(CallFault::Denied));
    assert_eq!(told("silent"), (Value::Null, "unknown".to_owned()));
}

#[test]
fn a_store_that_calls_every_owner_the_right_one_has_told_no_owner() {
    let mut copied = bucket("copied", Vec::new());
    let to = "copies".to_owned();
    copied.settings.replication = Some(magpie_corpus::Replica { bucket: to, ..Default::default() });
    let server = server(vec![bucket("box", Vec::new()), copied, bucket("copies", Vec::new())]);
    let heads = |since: usize| {
        let requests = server.requests().into_iter().skip(since);
        requests.filter(|request| request.call == "HeadBucket").count()
    };
    // Each bucket's region and owner, the destination's owner, and once a run about nobody.
    assert_eq!(posture(&server)["box"]["facts"]["account"]["value"], "111122223333");
    assert_eq!(heads(0), 3 * 2 + 1 + 1);
    server.ignore_owners();
    let since = server.requests().len();
    let told = posture(&server);
    assert_eq!(heads(since), 3 * 2 + 1);
    for (name, line) in &told {
        let account = &line["facts"]["account"];
        let unknown = (&json!(false), &json!("the store does not check the expected owner"));
        assert_eq!((&account["known"], &account["reason"]), unknown, "{name}");
        assert_eq!(line["facts"]["account_public_access_block"]["known"], false, "{name}");
    }
    assert_eq!(told["copied"]["facts"]["replication"]["value"][0]["account"], Value::Null);
    assert_eq!(told["copied"]["exposure"]["audience"], "unknown");
}

#[test]
fn a_scan_hears_who_is_trusted() {
    let mut shared = bucket("box", vec![object("a.txt", card_line(1))]);
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "444455556666"},
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box/*"}]});
    shared.settings.policy = Some(policy.to_string());
    let server = server(vec![shared]);
    let audience = |options: &[&str]| {
        let ended = Magpie::scan(&["s3://"]).args(options).on(&server).run().expect(0);
        ended.results().bucket("box")["exposure"]["audience"].as_str().unwrap().to_owned()
    };
    assert_eq!(audience(&[]), "external-read");
    assert_eq!(audience(&["--trusted", "444455556666"]), "trusted-third-party");
}

#[test]
fn a_statement_about_another_bucket_opens_nothing_here() {
    let statement = |resource: &str| {
        let policy = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": format!("arn:aws:s3:::{resource}/*")}]});
        let mut bucket = bucket("box", Vec::new());
        bucket.settings.policy = Some(policy.to_string());
        let server = server(vec![bucket]);
        posture(&server)["box"]["exposure"]["audience"].as_str().unwrap().to_owned()
    };
    assert_eq!(statement("box"), "public-read");
    assert_eq!(statement("b*"), "public-read");
    assert_eq!(statement("other"), "account");
}

#[test]
fn of_many_who_are_let_in_some_are_shown_and_the_others_counted() {
    let accounts: Vec<String> = (0..57).map(|at| format!("2222333344{at:02}")).collect();
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": accounts}, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::box/*"}]});
    let mut shared = bucket("box", Vec::new());
    shared.settings.policy = Some(policy.to_string());
    let server = server(vec![shared]);
    let ended = Magpie::new(&["posture", "s3://box", "--out", "out"]).on(&server).run().expect(0);
    let shown =
        ended.stdout.lines().filter(|line| line.starts_with("    account 2222333344")).count();
    let more: Vec<&str> = ended.stdout.lines().filter(|line| line.ends_with(" more")).collect();
    assert_eq!((shown, more.as_slice()), (20, &["    and 37 more"][..]));
    let line = lines(&ended.place.current().join("out/buckets.jsonl")).remove(0);
    assert_eq!(line["exposure"]["shared_with"].as_array().unwrap().len(), 57);
}

#[test]
fn posture_reads_no_object_and_writes_nothing() {
    let server = server(vec![bucket("box", Vec::new())]);
    posture(&server);
    let calls = server.requests();
    const VERBS: [&str; 4] = ["Get", "List", "Describe", "HeadBucket"];
    let reads = |call: &str| VERBS.iter().any(|verb| call.starts_with(verb));
    assert!(calls.iter().all(|r| reads(&r.call) && r.call != "GetObject"), "{calls:?}");
    assert!(calls.iter().all(|r| r.call != "ListObjectsV2"), "{calls:?}");
}

/// The action that a call needs; `None` for one that anybody may make.
pub(crate) fn action(call: &str) -> Option<String> {
    let name = match call {
        "GetCallerIdentity" => return None,
        "DescribeTrails"
        | "GetTrailStatus"
        | "GetEventSelectors"
        | "ListEventDataStores"
        | "GetEventDataStore" => {
            return Some(format!("cloudtrail:{call}"));
        }
        "DescribeKey" | "GetKeyPolicy" | "GetKeyRotationStatus" => {
            return Some(format!("kms:{call}"));
        }
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

/// Whether a policy that `iam-policy` prints lets an action through: allowed and not denied.
fn permits(policy: &Value, action: &str) -> bool {
    let fits = |pattern: &Value| {
        let pattern = pattern.as_str().unwrap();
        match pattern.strip_suffix('*') {
            Some(start) => action.starts_with(start),
            None => pattern == action,
        }
    };
    let any = |list: &Value| list.as_array().unwrap().iter().any(fits);
    let names = |statement: &Value| match statement.get("NotAction") {
        Some(list) => action.starts_with("s3:") && !any(list),
        None => any(&statement["Action"]),
    };
    let statements = policy["Statement"].as_array().unwrap();
    let of = |effect: &'static str| statements.iter().filter(move |s| s["Effect"] == effect);
    of("Allow").any(names) && !of("Deny").any(names)
}

fn policy(features: &str) -> Value {
    let printed = Magpie::new(&["iam-policy", "--features", features]).run().expect(0).stdout;
    serde_json::from_str(&printed).unwrap()
}

/// The actions that were called since so many requests.
fn called(server: &Server, since: usize) -> Vec<String> {
    server.requests()[since..].iter().filter_map(|r| action(&r.call)).collect()
}

#[track_caller]
fn permitted(features: &str, called: &[String], at_least: usize) {
    let policy = policy(features);
    assert!(called.len() >= at_least, "{called:?}");
    for action in called {
        assert!(permits(&policy, action), "{features} calls {action}, which is not permitted");
    }
}

#[test]
fn no_command_calls_what_its_policy_does_not_allow() {
    for feature in ["scan", "posture"] {
        let server = server(vec![bucket("box", vec![object("a.txt", card_line(1))])]);
        let target = [feature, "s3://", "--out", "out"];
        Magpie::new(&target).on(&server).run().expect(0);
        permitted(feature, &called(&server, 0), 16);
    }
}

#[test]
fn writing_tags_calls_what_its_own_feature_allows_and_no_more() {
    let server = server(vec![bucket("box", vec![object("a.txt", card_line(1))])]);
    let run = Magpie::scan(&["s3://box"]).on(&server).run().expect(0);
    let run = run.place.current().join("run");
    let tag = |options: &[&str]| {
        let since = server.requests().len();
        Magpie::new(&["tag", run.to_str().unwrap()]).args(options).on(&server).run().expect(0);
        called(&server, since)
    };
    let (applied, removed) = (tag(&["--apply"]), tag(&["--remove"]));
    assert!(applied.contains(&"s3:TagResource".to_owned()), "{applied:?}");
    assert!(removed.contains(&"s3:UntagResource".to_owned()), "{removed:?}");
    permitted("tag", &applied, 3);
    permitted("tag", &removed, 3);
    for call in ["TagResource", "UntagResource"] {
        server.fail_call("box", call, Some(CallFault::Denied));
    }
    for mut replaced in [tag(&["--apply", "--replace-tags"]), tag(&["--remove", "--replace-tags"])]
    {
        assert!(!permits(&policy("tag"), "s3:PutBucketTagging"));
        permitted("tag,tag-fallback", &replaced, 3);
        // What was refused had not to be allowed.
        replaced.retain(|action| !["s3:TagResource", "s3:UntagResource"].contains(&&**action));
        permitted("tag-fallback", &replaced, 3);
    }
}

#[test]
fn tagging_objects_calls_what_its_own_feature_allows() {
    let mut kept = bucket("box", vec![object("a.txt", card_line(1))]);
    kept.settings.versioning = Some("Enabled".to_owned());
    let server = server(vec![kept]);
    let run = Magpie::scan(&["s3://box"]).on(&server).run().expect(0);
    let run = run.place.current().join("run");
    let since = server.requests().len();
    let options = ["--apply", "--objects-from", "low"];
    let tag = Magpie::new(&["tag", run.to_str().unwrap()]).args(&options);
    tag.on(&server).run().expect(0);
    let called = called(&server, since);
    assert!(called.contains(&"s3:PutObjectTagging".to_owned()), "{called:?}");
    permitted("tag-objects", &called, 6);
    assert!(permits(&policy("tag-objects"), "s3:PutObjectVersionTagging"));
    for action in ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"] {
        assert!(!permits(&policy("scan,posture,tag,tag-fallback"), action));
    }
}

#[test]
fn taking_tags_from_objects_calls_what_tagging_them_is_allowed() {
    let mut kept = bucket("box", vec![object("a.txt", card_line(1))]);
    kept.settings.versioning = Some("Enabled".to_owned());
    let server = server(vec![kept]);
    let run = Magpie::scan(&["s3://box"]).on(&server).run().expect(0);
    let run = run.place.current().join("run");
    let tag = |options: &[&str]| {
        Magpie::new(&["tag", run.to_str().unwrap()]).args(options).on(&server).run().expect(0)
    };
    tag(&["--apply", "--objects-from", "low"]);
    let since = server.requests().len();
    tag(&["--remove"]);
    let called = called(&server, since);
    assert!(called.contains(&"s3:PutObjectTagging".to_owned()), "{called:?}");
    permitted("tag-objects", &called, 5);
}

#[test]
fn the_resources_of_a_policy_are_of_its_partition() {
    let features = "scan,posture,tag,tag-fallback,tag-objects";
    for (partition, domain) in [
        ("aws-cn", "amazonaws.com.cn"),
        ("aws-us-gov", "amazonaws.com"),
        ("aws-iso-f", "csp.hci.ic.gov"),
        ("aws-eusc", "amazonaws.eu"),
    ] {
        let options = ["iam-policy", "--features", features, "--partition", partition];
        let text = Magpie::new(&options).run().expect(0).stdout;
        assert!(!text.contains("arn:aws:"), "{text}");
        let arns = text.matches(&format!("arn:{partition}:s3:::*")).count();
        assert_eq!(arns, 6, "{arns}: {text}");
        assert!(text.contains(&format!("s3.*.{domain}\"")), "{text}");
    }
    let plain = Magpie::new(&["iam-policy", "--features", features]).run().expect(0).stdout;
    assert!(plain.contains("arn:aws:s3:::*"), "{plain}");
    Magpie::new(&["iam-policy", "--partition", "azure"]).run().expect(2);
}

#[test]
fn no_policy_permits_to_change_objects_or_configuration() {
    for features in [
        "tag-objects",
        "scan",
        "posture",
        "tag",
        "tag-fallback",
        "scan,posture,tag,tag-fallback,tag-objects",
    ] {
        let policy = policy(features);
        let all = policy["Statement"].as_array().unwrap();
        // Whatever else the principal is allowed, the denials hold; those on "*" also where
        // nothing is a bucket or an object.
        let generous = |resource: Option<&str>| {
            let denies = all.iter().filter(|s| s["Effect"] == "Deny");
            let denies = denies.filter(|s| resource.is_none_or(|r| s["Resource"] == r));
            let allow = json!({"Effect": "Allow", "Action": ["s3:*"]});
            json!({"Statement": denies.cloned().chain([allow]).collect::<Vec<_>>()})
        };
        for action in [
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:PutBucketPolicy",
            "s3:RestoreObject",
            "s3:ReplicateObject",
            "s3:ObjectOwnerOverrideToBucketOwner",
        ] {
            assert!(!permits(&generous(None), action), "{features} permits {action}");
        }
        for action in [
            "s3:PutAccountPublicAccessBlock",
            "s3:CreateJob",
            "s3:PutAccessPointPolicy",
            "s3:DeleteAccessPoint",
            "s3:PutMultiRegionAccessPointPolicy",
        ] {
            assert!(!permits(&generous(Some("*")), action), "{features} permits {action}");
        }
        let tags = features.split(',').any(|f| ["tag", "tag-objects"].contains(&f));
        for action in ["s3:TagResource", "s3:UntagResource"] {
            assert_eq!(permits(&generous(None), action), tags, "{features} {action}");
        }
    }
}

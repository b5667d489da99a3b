//! What goes wrong between listing and reading, on the embedded server: every object still has its
//! one outcome, and the rest is found.

use magpie_corpus::{BucketSettings, Encryption, Key, PublicAccessBlock};
use magpie_demo::{CallFault, Fault, Server, ServerOptions};
use serde_json::Value;

use crate::support::fixtures::{bucket, card, card_line, object, server};
use crate::support::program::{Magpie, Results, fingerprint};

fn scan(server: &Server, target: &str) -> Results {
    let results = Magpie::scan(&[target]).on(server).run().expect(0).results();
    results.reconcile();
    results
}

/// Scans one object that meets `fault`, beside one that is well and has to be found.
fn with_fault(fault: Fault, body: &str) -> Results {
    let mut ill = object("ill.txt", body);
    ill.fault = Some(fault);
    let well = object("well.txt", card_line(1));
    let results = scan(&server(vec![bucket("faults", vec![ill, well])]), "s3://faults");
    assert_eq!(results.outcome("well.txt"), "complete");
    assert_eq!(results.count("well.txt", "global/payment_card"), 1);
    results
}

fn outcome_under(fault: Fault) -> String {
    with_fault(fault, &card_line(2)).outcome("ill.txt")
}

#[test]
fn a_denied_object_is_failed_and_the_rest_is_found() {
    let results = with_fault(Fault::Denied, &card_line(2));
    assert_eq!(results.outcome("ill.txt"), "failed PERMISSION_DENIED");
    assert_eq!(results.object("ill.txt")["bytes_read"], 0);
    assert_eq!(results.count("ill.txt", "global/payment_card"), 0);
    assert_eq!(results.run["totals"]["reasons"]["PERMISSION_DENIED"]["objects"], 1);
    assert_eq!(results.bucket("faults")["coverage"]["complete"], false);
}

#[test]
fn an_object_deleted_after_listing_is_no_longer_available() {
    assert_eq!(outcome_under(Fault::Gone), "failed SOURCE_OBJECT_NO_LONGER_AVAILABLE");
}

#[test]
fn a_denied_key_is_told_from_a_denied_object() {
    assert_eq!(outcome_under(Fault::KeyDenied), "failed INVALID_KMS_KEY");
}

#[test]
fn a_server_that_stays_broken_is_a_read_error() {
    assert_eq!(outcome_under(Fault::Broken), "failed READ_ERROR");
}

#[test]
fn an_object_replaced_since_the_listing_is_read_as_it_is_now() {
    let results = with_fault(Fault::Changed, &card_line(2));
    assert_eq!(results.outcome("ill.txt"), "complete");
    assert_eq!(results.count("ill.txt", "global/payment_card"), 1);
}

#[test]
fn an_object_that_changes_while_it_is_read_is_a_mismatch() {
    // Longer than one part, so that a later part meets another version.
    let body = card_line(2) + &"words and more words that hold nothing.\n".repeat(600_000);
    let results = with_fault(Fault::Changing, &body);
    assert_eq!(results.outcome("ill.txt"), "failed OBJECT_VERSION_MISMATCH");
}

#[test]
fn slow_down_is_waited_for() {
    let results = with_fault(Fault::SlowDown(2), &card_line(2));
    assert_eq!(results.outcome("ill.txt"), "complete");
    assert_eq!(results.count("ill.txt", "global/payment_card"), 1);
}

/// 20 MiB with a card at the start, at the end and between.
fn long_text() -> String {
    let filler = "words and more words that hold nothing at all.\n".repeat(220_000);
    [card_line(2), filler.clone(), card_line(3), filler, card_line(4)].concat()
}

#[test]
fn a_body_that_was_cut_short_is_resumed() {
    let results = with_fault(Fault::CutShortOnce(3_000_000), &long_text());
    assert_eq!(results.outcome("ill.txt"), "complete");
    let finding = results.findings.iter().find(|f| f["key"] == "ill.txt").unwrap();
    assert_eq!(finding["count"], 3);
    let lines = finding["occurrences"]["lineRanges"].as_array().unwrap();
    let lines: Vec<_> = lines.iter().map(|range| range["start"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 220_002, 440_003]);
}

#[test]
fn a_body_that_is_always_cut_short_is_a_read_error_with_what_was_found_before() {
    // No later request gets further either, so no progress can be made at some point.
    let results = with_fault(Fault::CutShort(0), &long_text());
    assert_eq!(results.outcome("ill.txt"), "failed READ_ERROR");
}

#[test]
fn an_archived_object_is_skipped_and_never_restored() {
    let mut cold = object("cold.txt", card_line(2));
    cold.storage_class = "GLACIER".to_owned();
    let server = server(vec![bucket("cold", vec![cold, object("warm.txt", card_line(1))])]);
    let results = scan(&server, "s3://cold");
    assert!(results.outcome("cold.txt").starts_with("skipped "), "{}", results.outcome("cold.txt"));
    assert_eq!(results.count("warm.txt", "global/payment_card"), 1);
    let calls: Vec<String> = server.requests().into_iter().map(|r| r.call).collect();
    assert!(calls.iter().all(|call| !call.contains("Restore")), "{calls:?}");
}

#[test]
fn keys_that_other_stores_fold_or_refuse_are_read() {
    let keys = [
        "a//b",
        "new\nline",
        "tab\there",
        "../up",
        "./here",
        "/",
        "folder/",
        "end.",
        "back\\slash",
        "%",
        "%25",
        "a+b c",
        "Año/ü",
        "\u{1F642}",
    ];
    let objects = keys.iter().zip(1..).map(|(key, n)| object(key, card_line(n))).collect();
    let results = scan(&server(vec![bucket("odd-keys", objects)]), "s3://odd-keys");
    assert_eq!(results.objects.len(), keys.len());
    for (key, n) in keys.iter().zip(1..) {
        assert_eq!(results.outcome(key), "complete", "{key:?}");
        let finding = results.findings.iter().find(|f| f["key"] == *key).unwrap();
        assert_eq!(finding["samples"][0]["fingerprint"], fingerprint(&card(n)), "{key:?}");
    }
}

#[test]
fn a_listing_of_several_pages_is_followed_to_its_end() {
    let objects = (0..2_345).map(|n| object(&format!("row-{n:05}"), card_line(n))).collect();
    let server = server(vec![bucket("pages", objects)]);
    let results = scan(&server, "s3://pages");
    assert_eq!(results.objects.len(), 2_345);
    assert_eq!(results.counts().len(), 2_345);
    let pages = server.requests().iter().filter(|r| r.call == "ListObjectsV2").count();
    assert_eq!(pages, 3);
}

#[test]
fn a_listing_that_breaks_is_said_and_what_was_listed_is_kept() {
    let server = server(vec![
        bucket("broken-list", vec![object("a", card_line(1))]),
        bucket("whole", vec![object("b", card_line(2))]),
    ]);
    server.fail_call("broken-list", "ListObjectsV2", Some(CallFault::Denied));
    let ended = Magpie::scan(&["s3://broken-list", "s3://whole"]).on(&server).run().expect(4);
    assert!(ended.stderr.contains("broken-list"), "{}", ended.stderr);
    let results = ended.results();
    assert_eq!(results.reconcile().count("b", "global/payment_card"), 1);
    assert_eq!(results.bucket("broken-list")["coverage"]["listing_complete"], false);
    let notes = results.run["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note.as_str().unwrap().contains("broken-list")), "{notes:?}");
}

/// A bucket with a card and a configuration that lets nobody in from outside.
fn guarded_bucket() -> magpie_corpus::Bucket {
    let mut guarded = bucket("guarded", vec![object("a", card_line(1))]);
    guarded.settings = BucketSettings {
        encryption: Some(Encryption { algorithm: "AES256".into(), key: None, bucket_key: false }),
        public_access_block: Some(PublicAccessBlock {
            block_public_acls: true,
            ignore_public_acls: true,
            block_public_policy: true,
            restrict_public_buckets: true,
        }),
        ownership: Some("BucketOwnerEnforced".into()),
        versioning: Some("Enabled".into()),
        ..BucketSettings::default()
    };
    guarded
}

const CONFIGURATION: [(&str, &str); 6] = [
    ("default_encryption", "GetBucketEncryption"),
    ("public_access_block", "GetPublicAccessBlock"),
    ("policy_public", "GetBucketPolicyStatus"),
    ("acl", "GetBucketAcl"),
    ("versioning", "GetBucketVersioning"),
    ("access_logging", "GetBucketLogging"),
];

#[test]
fn denied_configuration_is_unknown_with_its_reason_and_widens_the_risk() {
    let known = server(vec![guarded_bucket()]);
    let known = scan(&known, "s3://guarded");
    let denied = server(vec![guarded_bucket()]);
    for (_, call) in CONFIGURATION {
        denied.fail_call("guarded", call, Some(CallFault::Denied));
    }
    // The text would tell what the status did not.
    denied.fail_call("guarded", "GetBucketPolicy", Some(CallFault::Denied));
    let denied = scan(&denied, "s3://guarded");
    for (fact, call) in CONFIGURATION {
        let of = |results: &Results| results.bucket("guarded")["facts"][fact].clone();
        assert_eq!(of(&known)["known"], true, "{fact}");
        let unknown = of(&denied);
        assert_eq!((&unknown["known"], &unknown["value"]), (&false.into(), &Value::Null), "{fact}");
        assert!(unknown["reason"].as_str().unwrap().contains("AccessDenied"), "{unknown:#}");
        assert_eq!(unknown["source"], call);
    }
    let width = |results: &Results| {
        let risk = &results.bucket("guarded")["risk"];
        risk["max"].as_u64().unwrap() - risk["min"].as_u64().unwrap()
    };
    assert!(
        width(&denied) > width(&known),
        "{:#}\n{:#}",
        known.bucket("guarded")["risk"],
        denied.bucket("guarded")["risk"]
    );
    // What is not known is no comfort: the cards were found all the same.
    assert_eq!(denied.count("a", "global/payment_card"), 1);
}

#[test]
fn configuration_that_a_store_does_not_offer_is_unknown_too() {
    let server = server(vec![guarded_bucket()]);
    server.fail_call("guarded", "GetPublicAccessBlock", Some(CallFault::NotImplemented));
    let results = scan(&server, "s3://guarded");
    let fact = &results.bucket("guarded")["facts"]["public_access_block"];
    assert_eq!(fact["known"], false, "{fact:#}");
    assert!(fact["reason"].as_str().unwrap().contains("NotImplemented"), "{fact:#}");
}

#[test]
fn slow_down_on_a_configuration_call_is_waited_for() {
    let server = server(vec![guarded_bucket()]);
    server.fail_call("guarded", "GetBucketEncryption", Some(CallFault::SlowDown(2)));
    let results = scan(&server, "s3://guarded");
    assert_eq!(results.bucket("guarded")["facts"]["default_encryption"]["known"], true);
}

#[test]
fn a_bucket_of_another_region_is_followed_there() {
    let mut far = bucket("far", vec![object("a", card_line(1))]);
    far.settings.region = "eu-central-1".to_owned();
    let corpus = magpie_corpus::Corpus { buckets: vec![far], ..Default::default() };
    let options = ServerOptions { corpus, regions_enforced: true, ..Default::default() };
    let results = scan(&Server::start(options).unwrap(), "s3://far");
    assert_eq!(results.count("a", "global/payment_card"), 1);
    assert_eq!(results.bucket("far")["region"], "eu-central-1");
}

#[test]
fn who_manages_a_key_decides_the_encryption_class() {
    let arn = |n: u32| format!("arn:aws:kms:us-east-1:111122223333:key/0000000{n}");
    let key =
        |n, manager: &str, state: &str| Key { state: state.into(), ..Key::new(&arn(n), manager) };
    let under = |name: &str, algorithm: &str, n: u32| {
        let mut object = object(name, card_line(n));
        let encryption =
            Encryption { algorithm: algorithm.into(), key: Some(arn(n)), bucket_key: false };
        object.encryption = Some(encryption);
        object
    };
    let objects = vec![
        under("customer", "aws:kms", 1),
        under("aws", "aws:kms", 2),
        under("dsse", "aws:kms:dsse", 1),
        under("disabled", "aws:kms", 3),
    ];
    let keys = vec![
        key(1, "CUSTOMER", "Enabled"),
        key(2, "AWS", "Enabled"),
        key(3, "CUSTOMER", "Disabled"),
    ];
    let corpus = magpie_corpus::Corpus {
        keys,
        buckets: vec![bucket("keys", objects)],
        ..Default::default()
    };
    let options = ServerOptions { corpus, ..Default::default() };
    let results = scan(&Server::start(options).unwrap(), "s3://keys");
    for (key, class) in [
        ("customer", "sse-kms-cmk"),
        ("aws", "sse-kms-aws"),
        ("dsse", "dsse-kms"),
        ("disabled", "key-unusable"),
    ] {
        assert_eq!(results.object(key)["encryption"]["class"], class, "{key}");
    }
    assert_eq!(results.outcome("disabled"), "failed INVALID_KMS_KEY");
}

#[test]
fn a_scan_only_reads() {
    let mut cold = object("cold", "x");
    cold.storage_class = "GLACIER".to_owned();
    let server = server(vec![bucket("read-only", vec![cold, object("a", card_line(1))])]);
    scan(&server, "s3://");
    for request in server.requests() {
        let reads = ["Get", "List", "Head", "Describe"].iter().any(|p| request.call.starts_with(p));
        assert!(reads, "{request:?}");
    }
}

/// What an object that meets a fault comes to.
const ENDINGS: [(Option<Fault>, &str); 8] = [
    (None, "complete"),
    (Some(Fault::Denied), "failed PERMISSION_DENIED"),
    (Some(Fault::Gone), "failed SOURCE_OBJECT_NO_LONGER_AVAILABLE"),
    (Some(Fault::KeyDenied), "failed INVALID_KMS_KEY"),
    (Some(Fault::Changed), "complete"),
    (Some(Fault::CutShortOnce(20)), "complete"),
    (Some(Fault::SlowDown(1)), "complete"),
    (Some(Fault::Slow(1)), "complete"),
];

#[test]
fn any_mixture_of_faults_reconciles() {
    for seed in 1..=3 {
        let mut random = magpie_corpus::Random::new(seed);
        let mut endings = Vec::new();
        let objects = (0..120).map(|n| {
            let (fault, ending) = *random.pick(&ENDINGS);
            endings.push(ending);
            let mut object = object(&format!("{n:03}"), card_line(n).repeat(1 + n as usize % 7));
            object.fault = fault;
            object
        });
        let results = scan(&server(vec![bucket("mixture", objects.collect())]), "s3://mixture");
        for (n, ending) in endings.iter().enumerate() {
            let key = format!("{n:03}");
            assert_eq!(results.outcome(&key), *ending, "seed {seed}, {key}");
            let planted = if *ending == "complete" { 1 + n as u64 % 7 } else { 0 };
            assert_eq!(results.count(&key, "global/payment_card"), planted, "seed {seed}, {key}");
        }
    }
}

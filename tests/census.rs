//! `--encryption-census`: how objects are encrypted that are not read, by HEAD and without keys.

use magpie_corpus::{Bucket, Corpus, Encryption, Key, Object};
use magpie_demo::{Server, ServerOptions};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object};
use crate::support::program::{Magpie, Results};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/bbbbbbbb-0000-4000-8000-000000000001";
const OFF: &str = "arn:aws:kms:us-east-1:111122223333:key/bbbbbbbb-0000-4000-8000-000000000002";

fn under(key: &str, algorithm: &str, kms_key: Option<&str>) -> Object {
    let (algorithm, kms_key) = (algorithm.to_owned(), kms_key.map(str::to_owned));
    let encryption = Some(Encryption { algorithm, key: kms_key, bucket_key: false });
    Object { encryption, ..object(key, card_line(1)) }
}

fn marked(key: &str, marks: &[&str]) -> Object {
    let metadata = marks.iter().map(|mark| ((*mark).to_owned(), "v".to_owned())).collect();
    Object { metadata, ..under(key, "AES256", None) }
}

/// Objects of every class; only those under `read/` are read.
fn mixed() -> Bucket {
    let frozen = Object {
        storage_class: "GLACIER".to_owned(),
        ..under("left/frozen", "aws:kms", Some(KEY))
    };
    let mut mixed = bucket(
        "mixed",
        vec![
            under("read/kms.csv", "aws:kms", Some(KEY)),
            under("read/s3.csv", "AES256", None),
            under("read/off.csv", "aws:kms", Some(OFF)),
            object("left/bare.csv", card_line(2)),
            under("left/dsse.csv", "aws:kms:dsse", Some(KEY)),
            under("left/off.csv", "aws:kms", Some(OFF)),
            under("left/customer.csv", "sse-c", None),
            under("left/later.csv", "aws:next-year", None),
            marked("left/client-1", &["x-amz-key", "x-amz-iv", "x-amz-matdesc"]),
            marked("left/client-2", &["x-amz-key-v2", "x-amz-iv", "x-amz-matdesc"]),
            marked("left/plain", &["x-amz-matdesc"]),
            frozen,
        ],
    );
    mixed.settings.encryption = Some(Encryption {
        algorithm: "aws:kms".to_owned(),
        key: Some(KEY.to_owned()),
        bucket_key: true,
    });
    mixed
}

fn server() -> Server {
    let keys = vec![
        Key::new(KEY, "CUSTOMER"),
        Key { state: "Disabled".to_owned(), ..Key::new(OFF, "CUSTOMER") },
    ];
    let corpus = Corpus { buckets: vec![mixed()], keys, ..Corpus::default() };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

fn scan(server: &Server, more: &[&str]) -> Results {
    let arguments: Vec<&str> =
        ["s3://mixed", "--include", "read/*"].iter().chain(more).copied().collect();
    Magpie::scan(&arguments).on(server).run().expect(0).results()
}

fn heads(server: &Server) -> Vec<String> {
    let mut keys: Vec<String> =
        server.requests().into_iter().filter(|r| r.call == "HeadObject").map(|r| r.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn state(line: &Value, id: &str) -> Value {
    let all = line["configuration"].as_array().unwrap();
    all.iter().find(|finding| finding["id"] == id).map_or(Value::Null, |f| f["state"].clone())
}

#[test]
fn what_is_not_read_is_asked_by_head_and_nothing_else_is() {
    let server = server();
    let results = scan(&server, &["--encryption-census"]);
    for (key, class) in [
        ("read/kms.csv", "sse-kms-cmk"),
        ("read/s3.csv", "sse-s3"),
        ("read/off.csv", "key-unusable"),
        ("left/bare.csv", "none"),
        ("left/dsse.csv", "dsse-kms"),
        ("left/off.csv", "key-unusable"),
        ("left/customer.csv", "sse-c"),
        ("left/later.csv", "unknown"),
        ("left/client-1", "client-side"),
        ("left/client-2", "client-side"),
        ("left/plain", "sse-s3"),
        ("left/frozen", "sse-kms-cmk"),
    ] {
        assert_eq!(results.object(key)["encryption"]["class"], class, "{key}");
    }
    // A refused GET names no key; a HEAD does.
    assert_eq!(results.object("read/off.csv")["encryption"]["key_id"], OFF);
    let asked = heads(&server);
    assert!(!asked.iter().any(|key| key == "read/kms.csv" || key == "read/s3.csv"), "{asked:?}");
    assert_eq!(asked.len(), 10, "{asked:?}");
    let reads = server.requests().into_iter().filter(|r| r.call == "GetObject");
    assert!(reads.into_iter().all(|r| r.key.starts_with("read/")));
}

#[test]
fn classes_are_rolled_up_for_all_and_for_the_sensitive() {
    let line = scan(&server(), &["--encryption-census"]).bucket("mixed").clone();
    let census = line["encryption"]["census"].as_array().unwrap();
    let of = |class: &str| {
        let row = census.iter().find(|row| row["class"] == class).unwrap();
        [&row["objects"], &row["sensitive_objects"]].map(|n| n.as_u64().unwrap())
    };
    assert_eq!(of("sse-kms-cmk"), [2, 1]);
    assert_eq!(of("sse-s3"), [2, 1]);
    assert_eq!(of("client-side"), [2, 0]);
    assert_eq!((of("none"), of("sse-c"), of("key-unusable")), ([1, 0], [1, 0], [2, 0]));
    assert_eq!(line["encryption"]["actual"], "mixed-unencrypted");
    assert_eq!(line["encryption"]["sensitive"], "mixed");
    for id in ["encryption_drift", "objects_not_encrypted", "objects_under_customer_keys"] {
        assert_eq!(state(&line, id), "yes", "{id}");
    }
    assert_eq!(state(&line, "key_unusable"), "yes");
}

#[test]
fn without_a_census_what_is_not_read_is_not_known_and_no_head_is_sent() {
    let server = server();
    let results = scan(&server, &[]);
    assert!(heads(&server).is_empty());
    assert_eq!(results.object("left/bare.csv")["encryption"]["class"], "unknown");
    let line = results.bucket("mixed");
    assert_eq!(state(line, "objects_not_encrypted"), "unknown");
    assert_eq!(results.run["options"]["encryption-census"], json!(false));
}

#[test]
fn what_became_of_its_replication_is_told_of_each_object_that_was_asked_for() {
    let server = server();
    for (key, status) in [
        ("read/s3.csv", "COMPLETED"),
        ("read/kms.csv", "REPLICA"),
        ("left/frozen", "REPLICA"),
        ("left/client-1", "FAILED"),
        ("left/dsse.csv", "PENDING"),
    ] {
        server.say_replication("mixed", key, status);
    }
    let told = |results: &Results, key: &str| results.object(key).get("replication").cloned();
    let results = scan(&server, &["--encryption-census"]);
    for (key, word) in [
        ("read/s3.csv", "completed"),
        ("read/kms.csv", "replica"),
        ("left/frozen", "replica"),
        ("left/client-1", "failed"),
        ("left/dsse.csv", "pending"),
    ] {
        assert_eq!(told(&results, key), Some(json!(word)), "{key}");
    }
    assert_eq!(told(&results, "left/bare.csv"), None);
    let read = scan(&server, &[]);
    assert_eq!(told(&read, "read/s3.csv"), Some(json!("completed")));
    assert_eq!(told(&read, "left/frozen"), None);
    // What its client encrypted is not read, and its header was seen all the same.
    let ended = Magpie::scan(&["s3://mixed", "--include", "left/client-1"]).on(&server).run();
    assert_eq!(told(&ended.expect(0).results(), "left/client-1"), Some(json!("failed")));
}

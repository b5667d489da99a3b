//! KMS keys: what KMS tells of them, once a key and a run; what a denial leaves unknown; and what
//! a key's policy makes of the exposure.

use std::collections::BTreeMap;

use magpie_corpus::{Bucket, Corpus, Encryption, Key, Object};
use magpie_demo::{CallFault, Server, ServerOptions};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object};
use crate::support::program::{Magpie, lines};

const OWN: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000001";
const OF_AWS: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000002";
const ENDING: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000003";
const FOREIGN: &str = "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-0000-4000-8000-000000000004";
const IMPORTED: &str =
    "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-000000000005";
const GONE: &str = "arn:aws:kms:us-east-1:111122223333:key/aaaaaaaa-0000-4000-8000-00000000dead";

fn key(arn: &str) -> Key {
    Key { rotation: true, ..Key::new(arn, "CUSTOMER") }
}

fn encrypted(key: &str) -> Option<Encryption> {
    let algorithm = "aws:kms".to_owned();
    Some(Encryption { algorithm, key: Some(key.to_owned()), bucket_key: true })
}

/// A bucket whose default is a key.
fn under(name: &str, key: &str, objects: Vec<Object>) -> Bucket {
    let mut bucket = bucket(name, objects);
    bucket.settings.encryption = encrypted(key);
    bucket
}

fn server(keys: Vec<Key>, buckets: Vec<Bucket>) -> Server {
    let corpus = Corpus { buckets, keys, ..Corpus::default() };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

fn posture(server: &Server) -> BTreeMap<String, Value> {
    let ended = Magpie::new(&["posture", "s3://", "--out", "out"]).on(server).run().expect(0);
    let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
    lines.into_iter().map(|line| (line["bucket"].as_str().unwrap().to_owned(), line)).collect()
}

/// The value of a fact of the bucket's only key; its reason in brackets when it is not known.
fn told(line: &Value, fact: &str) -> Value {
    let fact = &line["keys"][0]["facts"][fact];
    match fact["known"].as_bool() {
        Some(true) => fact["value"].clone(),
        _ => json!([fact["reason"]]),
    }
}

fn found<'v>(line: &'v Value, id: &str) -> &'v Value {
    let all = line["configuration"].as_array().unwrap();
    all.iter().find(|finding| finding["id"] == id).unwrap_or(&Value::Null)
}

fn calls(server: &Server, call: &str, key: &str) -> usize {
    server.requests().iter().filter(|r| r.call == call && r.key == key).count()
}

#[test]
fn every_kind_of_key_has_an_answer_of_its_own() {
    let keys = vec![
        Key { rotation: false, multi_region: true, ..key(OWN) },
        Key { manager: "AWS".to_owned(), ..key(OF_AWS) },
        Key { state: "PendingDeletion".to_owned(), rotation: false, ..key(ENDING) },
        key(FOREIGN),
        Key { origin: "EXTERNAL".to_owned(), ..key(IMPORTED) },
    ];
    let named = [("own", OWN), ("of-aws", OF_AWS), ("ending", ENDING), ("foreign", FOREIGN)];
    let mut buckets: Vec<Bucket> =
        named.iter().map(|(name, key)| under(name, key, Vec::new())).collect();
    buckets.push(under("imported", IMPORTED, Vec::new()));
    buckets.push(under("gone", GONE, Vec::new()));
    let server = server(keys, buckets);
    let lines = posture(&server);
    let facts = |bucket: &str, names: [&str; 4]| names.map(|name| told(&lines[bucket], name));
    let names = ["manager", "state", "rotation", "open_to_outsiders"];
    assert_eq!(
        facts("own", names),
        ["customer", "enabled", "off"]
            .map(Value::from)
            .into_iter()
            .chain([json!(false)])
            .collect::<Vec<_>>()[..]
    );
    assert_eq!(told(&lines["own"], "multi_region"), json!(true));
    assert_eq!(facts("of-aws", names)[..3], ["aws", "enabled", "on"].map(Value::from));
    assert_eq!(
        facts("ending", names)[..3],
        ["customer", "pending-deletion", "not-offered"].map(Value::from)
    );
    assert_eq!(told(&lines["ending"], "deletion"), "2030-01-01T00:00:00Z");
    assert_eq!(told(&lines["imported"], "rotation"), "not-offered");
    assert_eq!(told(&lines["imported"], "origin"), "imported");
    assert_eq!(told(&lines["gone"], "state"), "gone");
    let reason = told(&lines["foreign"], "open_to_outsiders")[0].as_str().unwrap().to_owned();
    assert!(reason.contains("444455556666"), "{reason}");
    assert_eq!(calls(&server, "GetKeyPolicy", FOREIGN), 0);

    let class = |bucket: &str| lines[bucket]["encryption"]["default"]["class"].clone();
    assert_eq!(
        ["own", "of-aws", "ending", "foreign", "gone"].map(class),
        ["sse-kms-cmk", "sse-kms-aws", "key-unusable", "sse-kms-cmk", "key-unusable"]
    );
    let state = |bucket: &str, id: &str| found(&lines[bucket], id)["state"].clone();
    assert_eq!(state("own", "key_rotation_off"), "yes");
    let mend = found(&lines["own"], "key_rotation_off")["mend"].as_str().unwrap();
    assert!(mend.contains(OWN), "{mend}");
    assert_eq!(state("of-aws", "key_rotation_off"), Value::Null);
    assert_eq!(state("ending", "key_rotation_off"), Value::Null);
    assert_eq!(state("ending", "key_pending_deletion"), "yes");
    assert_eq!(state("gone", "key_unusable"), "yes");
    assert_eq!(state("foreign", "key_of_another_account"), "yes");
    assert_eq!(state("foreign", "key_public"), "unknown");
    assert_eq!(state("own", "key_public"), Value::Null);
}

#[test]
fn a_key_is_asked_about_once_however_much_it_encrypts() {
    let objects = |n: u32| {
        let with =
            |n| Object { encryption: encrypted(OWN), ..object(&format!("{n}.txt"), card_line(n)) };
        (0..n).map(with).collect::<Vec<_>>()
    };
    let buckets = ["box-a", "box-b", "box-c"].map(|name| under(name, OWN, objects(20)));
    let server = server(vec![key(OWN)], buckets.into());
    Magpie::scan(&["s3://"]).on(&server).run().expect(0);
    for call in ["DescribeKey", "GetKeyRotationStatus", "GetKeyPolicy"] {
        assert_eq!(calls(&server, call, OWN), 1, "{call}");
    }
}

#[test]
fn denied_questions_about_keys_leave_what_they_ask_unknown() {
    const CALLS: [(&str, &[&str]); 3] = [
        ("DescribeKey", &["manager", "state", "origin", "multi_region", "deletion"]),
        ("GetKeyRotationStatus", &["rotation"]),
        ("GetKeyPolicy", &["open_to_outsiders"]),
    ];
    for mask in 0..8_usize {
        let server = server(vec![key(OWN)], vec![under("box", OWN, Vec::new())]);
        let denied: Vec<_> = (0..3).filter(|at| mask & 1 << at != 0).map(|at| CALLS[at]).collect();
        for (call, _) in &denied {
            server.fail_call(OWN, call, Some(CallFault::Denied));
        }
        let line = posture(&server).remove("box").unwrap();
        let facts = line["keys"][0]["facts"].as_object().unwrap();
        for (name, fact) in facts {
            let asked = denied.iter().any(|(_, names)| names.contains(&name.as_str()));
            assert_eq!(fact["known"], !asked, "{denied:?} {name} {fact:#}");
            if asked {
                assert!(fact["reason"].as_str().unwrap().starts_with("denied"), "{fact:#}");
            }
        }
        let describe = denied.iter().any(|(call, _)| *call == "DescribeKey");
        let class = if describe { "sse-kms" } else { "sse-kms-cmk" };
        assert_eq!(line["encryption"]["default"]["class"], class, "{denied:?}");
        for id in ["key_pending_deletion", "key_unusable"] {
            let state = if describe { json!("unknown") } else { Value::Null };
            assert_eq!(found(&line, id)["state"], state, "{denied:?} {id}");
        }
    }
}

/// The risk of a bucket that everybody may read, with one card under a key of this policy.
fn public_bucket(policy: Option<&str>, denied: bool) -> Value {
    let card = Object { encryption: encrypted(OWN), ..object("card.csv", card_line(1)) };
    let mut open = under("open", OWN, vec![card]);
    let everybody = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::open/*"}]}"#;
    open.settings.policy = Some(everybody.to_owned());
    let policy = policy.map(str::to_owned);
    let server = server(vec![Key { policy, ..key(OWN) }], vec![open]);
    if denied {
        server.fail_call(OWN, "GetKeyPolicy", Some(CallFault::Denied));
    }
    let ended = Magpie::scan(&["s3://open"]).on(&server).run().expect(0);
    ended.results().bucket("open").clone()
}

#[test]
fn a_key_holds_the_public_off_unless_its_policy_lets_it_in() {
    let open = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}"#;
    let [kept, not_told, let_in] =
        [public_bucket(None, false), public_bucket(None, true), public_bucket(Some(open), false)];
    let risk = |line: &Value, name: &str| line["risk"][name].as_u64().unwrap();
    assert!(risk(&kept, "score") < risk(&let_in, "score"));
    assert_eq!(let_in["risk"]["level"], "critical", "{:#}", let_in["risk"]);
    // Without the policy, both are possible, and what a key is by default is the guess.
    assert_eq!(risk(&not_told, "score"), risk(&kept, "score"));
    assert_eq!(risk(&not_told, "max"), risk(&let_in, "max"));
    assert!(risk(&kept, "max") < risk(&not_told, "max"));
    assert_eq!(found(&let_in, "key_public")["severity"], "critical");
    assert_eq!(found(&not_told, "key_public")["state"], "unknown");
    assert_eq!(
        let_in["keys"][0]["shared_with"][0]["abilities"],
        "decrypt, encrypt and make grants"
    );
    assert_eq!(let_in["keys"][0]["sensitive_objects"], 1);
}

#[test]
fn posture_says_what_kms_holds_off() {
    let open = |name: &str, key: Option<&str>| {
        let mut bucket = bucket(name, Vec::new());
        bucket.settings.acl = "public-read".to_owned();
        bucket.settings.encryption = key.and_then(encrypted);
        bucket
    };
    let of_everybody =
        r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}"#;
    let keys = vec![
        key(OWN),
        Key { policy: Some(of_everybody.to_owned()), ..key(IMPORTED) },
        Key { manager: "AWS".to_owned(), ..key(OF_AWS) },
    ];
    let named = [("gone", GONE), ("of-aws", OF_AWS), ("open", IMPORTED), ("own", OWN)]
        .map(|(n, k)| open(n, Some(k)));
    let shut = under("shut", OWN, Vec::new());
    let buckets = named.into_iter().chain([shut, open("plain", None)]).collect();
    let server = server(keys, buckets);
    let ended = Magpie::new(&["posture", "s3://", "--out", "out"]).on(&server).run().expect(0);
    let told = |name: &str| {
        let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
        let line = lines.iter().find(|line| line["bucket"] == name).unwrap();
        line["exposure"]["barrier"].as_str().unwrap_or_default().to_owned()
    };
    assert!(told("own").contains("lets its own account alone decrypt: whoever else gets in reads"));
    assert!(told("of-aws").contains("lets its own account alone decrypt"), "{}", told("of-aws"));
    assert!(told("open").contains("lets every AWS account decrypt:"), "{}", told("open"));
    assert!(told("gone").contains("at most, and not all of it is known"), "{}", told("gone"));
    assert_eq!([told("shut"), told("plain")], ["", ""]);
    let shown = ended.stdout.lines().filter(|line| line.starts_with("  KMS       objects take "));
    assert_eq!(shown.count(), 4);
}

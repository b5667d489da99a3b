//! A real S3 store (SeaweedFS): signatures, listing pages, odd keys, encryption, a large object.
//! What the store holds is written in `tests/servers/seaweedfs.py`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::program::{Magpie, Results, fingerprint};
use crate::support::servers::seaweedfs;

fn scan(target: &str) -> Magpie {
    let server = seaweedfs();
    let [url, key, secret] = ["endpoint_url", "access_key", "secret_key"].map(|n| server.text(n));
    Magpie::scan(&[target]).at(url, key, secret)
}

fn ledger() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| scan("s3://ledger").run().expect(0).results())
}

fn texts(name: &str) -> Vec<&'static str> {
    seaweedfs().told[name].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

#[test]
fn every_object_of_two_listing_pages_has_one_outcome() {
    let results = ledger().reconcile();
    assert_eq!(results.objects.len(), 1_500);
    assert_eq!(results.run["totals"]["outcomes"]["complete"]["objects"], 1_500);
    let mut keys = results.keys();
    keys.dedup();
    assert_eq!(keys.len(), 1_500, "a key was listed twice");
}

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let expected: BTreeMap<_, _> = (10..=1_480)
        .step_by(10)
        .map(|number| (format!("rows/{number:04}.txt"), format!("desk.{number:04}@example.net")))
        .chain(
            texts("odd_keys")
                .into_iter()
                .enumerate()
                .map(|(at, key)| (key.to_owned(), format!("odd.{:02}@example.net", at + 1))),
        )
        .map(|(key, value)| (key, fingerprint(&value)))
        .collect();
    let found: BTreeMap<_, _> = ledger()
        .findings
        .iter()
        .map(|finding| {
            assert_eq!(finding["detector"], "global/email", "{finding:#}");
            assert_eq!(finding["count"], 1, "{finding:#}");
            let print = finding["samples"][0]["fingerprint"].as_str().unwrap();
            (finding["key"].as_str().unwrap().to_owned(), print.to_owned())
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn odd_keys_are_listed_as_they_are_and_empty_objects_are_complete() {
    for key in texts("odd_keys").into_iter().chain(texts("empty_keys")) {
        assert_eq!(ledger().outcome(key), "complete", "{key}");
    }
    for key in texts("empty_keys") {
        assert_eq!(ledger().object(key)["size"], 0, "{key}");
    }
}

#[test]
fn a_prefix_narrows_the_listing() {
    let results = scan("s3://ledger/odd/Año").run().expect(0).results();
    assert_eq!(results.reconcile().objects.len(), 2);
    assert_eq!(results.count("odd/Año 2026/ñandú.txt", "global/email"), 1);
}

#[test]
fn a_prefix_that_matches_nothing_is_asked_about() {
    let ended = scan("s3://ledger/od/").run().expect(0);
    assert!(
        ended.stdout.contains("s3://ledger/od/: no object has this prefix"),
        "{}",
        ended.stdout
    );
    let whole = scan("s3://ledger").run().expect(0);
    assert!(!whole.stdout.contains("no object has this prefix"), "{}", whole.stdout);
}

#[test]
fn a_wrong_secret_is_refused_with_code_4() {
    let ended = scan("s3://ledger").env("AWS_SECRET_ACCESS_KEY", "another").run().expect(4);
    assert!(ended.stderr.contains("SignatureDoesNotMatch"), "{}", ended.stderr);
}

/// The encryption class of an object of the bucket `sealed`.
fn class<'r>(results: &'r Results, key: &str) -> &'r Value {
    &results.object(key)["encryption"]["class"]
}

#[test]
fn each_object_shows_its_own_encryption() {
    let results = scan("s3://sealed").run().expect(0).results();
    results.reconcile();
    assert_eq!(class(&results, "plain.txt"), "none");
    assert_eq!(class(&results, "sse-s3.txt"), "sse-s3");
    let kms = class(&results, "sse-kms.txt").as_str().unwrap();
    assert!(kms.starts_with("sse-kms"), "{kms}");
    assert_eq!(results.object("sse-kms.txt")["encryption"]["key_id"], "tests-key");
    assert_eq!(class(&results, "sse-c.txt"), "sse-c");
    for key in ["plain.txt", "sse-s3.txt", "sse-kms.txt"] {
        assert_eq!(results.count(key, "global/email"), 3, "{key}");
    }
    assert_eq!(results.bucket("sealed")["encryption"]["actual"], "mixed-unencrypted");
}

#[test]
fn an_object_under_the_customers_key_needs_the_key() {
    let without = scan("s3://sealed/sse-c").run().expect(0).results();
    assert_eq!(without.reconcile().outcome("sse-c.txt"), "skipped INVALID_ENCRYPTION");
    assert_eq!(without.count("sse-c.txt", "global/email"), 0);

    let key = seaweedfs().text("sse_c_key");
    let with = scan("s3://sealed").arg("--sse-c-key-file").arg("key").file("key", key);
    let with = with.run().expect(0).results();
    assert_eq!(with.reconcile().outcome("sse-c.txt"), "complete");
    assert_eq!(with.count("sse-c.txt", "global/email"), 3);
    // The key goes with requests for objects that need it, and no other is harmed by it.
    assert_eq!(with.outcome("plain.txt"), "complete");

    let wrong = scan("s3://sealed").arg("--sse-c-key-file").arg("key").file("key", [7; 32]);
    let wrong = wrong.run().expect(0).results();
    assert_ne!(wrong.reconcile().object("sse-c.txt")["outcome"], "complete");
    assert_eq!(wrong.count("plain.txt", "global/email"), 3);
}

#[test]
fn a_text_of_200_mib_is_read_whole_and_its_cards_stand_on_their_lines() {
    let told = &seaweedfs().told;
    let results = scan("s3://large").run().expect(0).results();
    let object = results.reconcile().object("big.txt");
    assert_eq!(object["outcome"], "complete");
    assert_eq!(object["bytes_read"], told["large_bytes"]);
    assert_eq!(object["bytes_scanned"], told["large_bytes"]);
    let [finding] = results.findings.as_slice() else { panic!("{:#?}", results.findings) };
    assert_eq!(finding["detector"], "global/payment_card");
    let lines = finding["occurrences"]["lineRanges"].as_array().unwrap();
    let lines: Vec<&Value> = lines.iter().map(|range| &range["start"]).collect();
    let planted: Vec<&Value> = told["card_lines"].as_array().unwrap().iter().collect();
    assert_eq!(lines, planted);
    let cards = texts("cards").into_iter().map(fingerprint).collect::<Vec<_>>();
    let found = results.fingerprints("global/payment_card");
    assert!(cards.iter().all(|card| found.contains(card.as_str())), "{found:?}");
}

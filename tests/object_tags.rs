//! `magpie tag --objects-from`: tags of objects are merged, bounded, of one version, and only of
//! the object that was scanned.

use std::collections::BTreeMap;

use magpie_corpus::{Encryption, Object};
use magpie_demo::{CallFault, Server};

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Magpie, lines};
use crate::tagging::{pause_at, scanned, tag, wait_for, writes};

const MAIL: &str = "Write to desk.1@example.net please.\n";

/// A bucket with a card, a mail address, and nothing.
fn three() -> Server {
    let objects =
        vec![object("card.txt", card_line(1)), object("mail.txt", MAIL), object("none.txt", "x")];
    server(vec![bucket("box", objects)])
}

fn tags(server: &Server, key: &str) -> BTreeMap<String, String> {
    server.object_tags("box", key).unwrap()
}

#[test]
fn objects_from_a_level_on_are_tagged_and_nothing_is_written_twice() {
    let server = three();
    let (_keep, run) = scanned(&server);
    let plan = tag(&server, &run, &["--objects-from", "high"]).expect(0);
    assert!(plan.stdout.contains("Objects whose data is high or more: 1;"), "{}", plan.stdout);
    let applied = tag(&server, &run, &["--apply", "--objects-from", "high"]).expect(0);
    assert!(applied.stdout.contains("Objects tagged: 1;"), "{}", applied.stdout);
    assert_eq!(tags(&server, "card.txt")["magpie:sensitivity"], "high");
    assert_eq!(tags(&server, "card.txt")["magpie:data"], "financial");
    assert!(tags(&server, "mail.txt").is_empty() && tags(&server, "none.txt").is_empty());
    tag(&server, &run, &["--apply", "--objects-from", "moderate"]).expect(0);
    assert_eq!(tags(&server, "mail.txt")["magpie:data"], "personal");
    assert!(tags(&server, "none.txt").is_empty());
    let puts = writes(&server).into_iter().filter(|call| call == "PutObjectTagging");
    assert_eq!(puts.count(), 2);
    let named: Vec<String> = lines(&run.join("tags.jsonl"))
        .iter()
        .filter(|line| line["outcome"] == "written" && !line["key"].is_null())
        .map(|line| line["key"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, ["card.txt", "mail.txt"]);
}

#[test]
fn a_removal_visits_every_object_that_the_record_names() {
    let server = three();
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(0);
    server
        .change_object_tags("box", "mail.txt", |tags| drop(tags.insert("team".into(), "x".into())));
    // Where nothing is found any more, and where nothing is any more.
    server.remove("box", "card.txt");
    let removed = tag(&server, &run, &["--remove"]).expect(0);
    assert!(
        removed.stdout.contains("Objects rid of their tags: 1; nothing to change: 1;"),
        "{}",
        removed.stdout
    );
    assert_eq!(tags(&server, "mail.txt").into_keys().collect::<Vec<_>>(), ["team"]);
    let since = server.requests().len();
    let again = tag(&server, &run, &["--remove"]).expect(0);
    assert!(!again.stdout.contains("Objects"), "{}", again.stdout);
    assert!(server.requests()[since..].iter().all(|request| request.key.is_empty()));
}

#[test]
fn what_an_earlier_run_tagged_a_removal_takes_away_too_whatever_was_found_since() {
    let server = three();
    let (_keep, before) = scanned(&server);
    tag(&server, &before, &["--apply", "--objects-from", "low"]).expect(0);
    server.change_object_tags("box", "mail.txt", |tags| {
        assert_eq!(tags.remove("magpie:data").as_deref(), Some("personal"));
    });
    let (_keep_too, run) = scanned(&server);
    tag(&server, &run, &["--remove"]).expect(0);
    assert_eq!(tags(&server, "card.txt").len(), 2);
    tag(&server, &run, &["--remove", "--previous", before.to_str().unwrap()]).expect(0);
    assert!(tags(&server, "card.txt").is_empty() && tags(&server, "mail.txt").is_empty());
    let again = tag(&server, &run, &["--remove", "--previous", before.to_str().unwrap()]).expect(0);
    assert!(!again.stdout.contains("Objects"), "{}", again.stdout);
}

#[test]
fn a_signal_leaves_no_object_begun_and_not_ended() {
    let keys: Vec<String> = (0..40).map(|n| format!("{n:02}.txt")).collect();
    let objects = keys.iter().map(|key| object(key, card_line(1))).collect();
    let server = server(vec![bucket("box", objects)]);
    let (_keep, run) = scanned(&server);
    let reached = pause_at(&server, "box", "GetObjectTagging");
    let options = ["tag", run.to_str().unwrap(), "--apply", "--objects-from", "low"];
    let running = Magpie::new(&options).on(&server).start();
    wait_for(&reached);
    running.signal("TERM");
    running.wait().expect(143);
    let of = |outcome: &str| -> Vec<String> {
        let all = lines(&run.join("tags.jsonl")).into_iter();
        let all = all.filter(|line| line["outcome"] == outcome && !line["key"].is_null());
        let mut keys: Vec<_> = all.map(|line| line["key"].as_str().unwrap().to_owned()).collect();
        keys.sort();
        keys
    };
    let tagged: Vec<_> =
        keys.iter().filter(|key| !tags(&server, key).is_empty()).cloned().collect();
    assert_eq!(of("started"), tagged);
    assert_eq!(of("written"), tagged);
    assert!((1..keys.len()).contains(&tagged.len()), "{tagged:?}");
    tag(&server, &run, &options[2..]).expect(0);
    assert!(keys.iter().all(|key| tags(&server, key).len() == 2));
}

#[test]
fn a_record_that_names_a_bucket_of_no_run_is_not_followed() {
    let server = three();
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(0);
    let path = run.join("tags.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"bucket\":\"box\"", "\"bucket\":\"bax\"")).unwrap();
    let since = server.requests().len();
    let refused = tag(&server, &run, &["--remove"]).expect(4);
    assert!(refused.stderr.contains("the bucket bax"), "{}", refused.stderr);
    assert!(server.requests()[since..].iter().all(|request| request.bucket != "bax"));
    // One that is gone has no tags, and neither have its objects.
    std::fs::write(&path, text).unwrap();
    server.remove_bucket("box");
    let told = tag(&server, &run, &["--remove"]).expect(5);
    assert!(told.stdout.contains("nothing to change: 2; not done: 0"), "{}", told.stdout);
}

#[test]
fn tags_of_another_prefix_stay_and_are_told() {
    let server = three();
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "high", "--tag-prefix", "dlp/"]).expect(0);
    let removed = tag(&server, &run, &["--remove"]).expect(0);
    assert!(
        removed.stdout.contains("another prefix too, which stay: dlp/data"),
        "{}",
        removed.stdout
    );
    assert_eq!(tags(&server, "card.txt").len(), 2);
    tag(&server, &run, &["--remove", "--tag-prefix", "dlp/"]).expect(0);
    assert!(tags(&server, "card.txt").is_empty());
}

#[test]
fn an_object_under_a_customers_key_is_told_as_such_and_tagged_with_its_key() {
    let mut locked = object("locked.txt", card_line(1));
    locked.encryption =
        Some(Encryption { algorithm: "sse-c".into(), key: None, bucket_key: false });
    let server = server(vec![bucket("box", vec![locked])]);
    let scan = Magpie::scan(&["s3://", "--sse-c-key-file", "key"]);
    let ended = scan.file("key", Server::SSE_C_KEY).on(&server).run().expect(0);
    let run = ended.place.current().join("run");
    let key = ended.place.current().join("key");
    let told = tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(5);
    assert!(told.stdout.contains("customer's key (SSE-C)"), "{}", told.stdout);
    assert!(told.stdout.contains("--sse-c-key-file"), "{}", told.stdout);
    let with_key = ["--apply", "--objects-from", "low", "--sse-c-key-file", key.to_str().unwrap()];
    tag(&server, &run, &with_key).expect(0);
    assert_eq!(tags(&server, "locked.txt").len(), 2);
    tag(&server, &run, &["--remove"]).expect(0);
    assert!(tags(&server, "locked.txt").is_empty());
}

#[test]
fn a_store_that_takes_no_empty_set_is_asked_to_delete_it() {
    let server = three();
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(0);
    for call in ["UntagResource", "PutBucketTagging", "PutObjectTagging"] {
        server.fail_call("box", call, Some(CallFault::NotImplemented));
    }
    tag(&server, &run, &["--remove"]).expect(0);
    assert!(server.tags("box").unwrap().is_empty());
    assert!(tags(&server, "card.txt").is_empty() && tags(&server, "mail.txt").is_empty());
    // Where other tags stay there is nothing to delete.
    server.change_object_tags("box", "card.txt", |tags| {
        tags.extend([("team".into(), "x".into()), ("magpie:data".into(), "personal".into())]);
    });
    tag(&server, &run, &["--remove", "--objects-from", "low"]).expect(5);
    assert_eq!(tags(&server, "card.txt").len(), 2);
}

#[test]
fn objects_with_odd_names_are_tagged_and_rid_of_their_tags_again() {
    let keys = ["a b+c.txt", "%41?x=1&y#z.txt", "ü/ö//ß.txt", "new\nline.txt", "'\"<&>.txt"];
    let objects = keys.iter().map(|key| object(key, card_line(1))).collect();
    let server = server(vec![bucket("box", objects)]);
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(0);
    assert!(keys.iter().all(|key| tags(&server, key).len() == 2));
    tag(&server, &run, &["--remove"]).expect(0);
    assert!(keys.iter().all(|key| tags(&server, key).is_empty()));
}

#[test]
fn without_being_asked_no_object_is_tagged() {
    let server = three();
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply"]).expect(0);
    assert!(tags(&server, "card.txt").is_empty());
}

#[test]
fn tags_that_others_gave_an_object_stay_and_ten_are_enough() {
    let server = three();
    let (_keep, run) = scanned(&server);
    server.change_object_tags("box", "card.txt", |tags| {
        tags.extend((0..8).map(|n| (format!("t{n}"), "x".to_owned())));
    });
    server.change_object_tags("box", "mail.txt", |tags| {
        tags.extend((0..9).map(|n| (format!("t{n}"), "x".to_owned())));
    });
    let ended = tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(5);
    let told = "box/mail.txt: not done: would have 11 tags, and S3 takes 10";
    assert!(ended.stdout.contains(told), "{}", ended.stdout);
    assert_eq!(tags(&server, "card.txt").len(), 10);
    assert_eq!(tags(&server, "mail.txt").len(), 9);
    tag(&server, &run, &["--remove", "--objects-from", "low"]).expect(0);
    assert_eq!(tags(&server, "card.txt").len(), 8);
}

#[test]
fn an_object_that_changed_or_went_since_the_run_is_left_alone() {
    let server = three();
    let (_keep, run) = scanned(&server);
    server.put("box", object("card.txt", "nothing any more"));
    server.remove("box", "mail.txt");
    let ended = tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(5);
    assert!(ended.stdout.contains("has changed since the run"), "{}", ended.stdout);
    assert!(ended.stdout.contains("is gone since the run"), "{}", ended.stdout);
    assert!(tags(&server, "card.txt").is_empty());
}

#[test]
fn the_version_that_was_scanned_is_the_one_that_is_tagged() {
    let mut kept = bucket("box", vec![object("card.txt", card_line(1))]);
    kept.settings.versioning = Some("Enabled".to_owned());
    let server = server(vec![kept]);
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply", "--objects-from", "high"]).expect(0);
    let record = lines(&run.join("tags.jsonl"));
    let last = record.last().unwrap();
    assert_eq!(last["key"], "card.txt");
    assert!(last["version_id"].as_str().unwrap().starts_with("v-"), "{last:#}");
    assert_eq!(tags(&server, "card.txt").len(), 2);
}

#[test]
fn a_masked_key_cannot_be_named_and_that_is_said() {
    let key = format!("card {}.txt", crate::support::fixtures::card(7));
    let objects: Vec<Object> = vec![object(&key, card_line(1))];
    let server = server(vec![bucket("box", objects)]);
    let (_keep, run) = scanned(&server);
    let ended = tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(5);
    assert!(ended.stdout.contains("--raw-keys"), "{}", ended.stdout);
    assert!(!ended.stdout.contains(&key), "{}", ended.stdout);
    let raw = Magpie::scan(&["s3://", "--raw-keys"]).on(&server).run().expect(0);
    let run = raw.place.current().join("run");
    tag(&server, &run, &["--apply", "--objects-from", "low"]).expect(0);
    assert_eq!(tags(&server, &key).len(), 2);
}

#[test]
fn a_denied_object_is_told_and_the_bucket_is_tagged_all_the_same() {
    let server = three();
    let (_keep, run) = scanned(&server);
    server.fail_call("box", "PutObjectTagging", Some(CallFault::Denied));
    let ended = tag(&server, &run, &["--apply", "--objects-from", "high"]).expect(5);
    assert!(ended.stdout.contains("iam-policy --features tag-objects"), "{}", ended.stdout);
    assert!(server.tags("box").unwrap().contains_key("magpie:risk"));
}

//! `magpie tag`: what is written, what is never lost, and what the record says of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use magpie_corpus::Bucket;
use magpie_demo::{CallFault, Server};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Ended, Magpie, lines};

/// Calls that change something.
const WRITES: [&str; 4] = ["TagResource", "UntagResource", "PutBucketTagging", "PutObjectTagging"];

fn tagged(name: &str, tags: &[(&str, &str)]) -> Bucket {
    let mut bucket = bucket(name, vec![object("a.txt", card_line(1))]);
    bucket.settings.tags = owned(tags);
    bucket
}

fn owned(tags: &[(&str, &str)]) -> BTreeMap<String, String> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// A run over the whole server, with its directory.
pub(crate) fn scanned(server: &Server) -> (Ended, PathBuf) {
    let ended = Magpie::scan(&["s3://"]).on(server).run().expect(0);
    let run = ended.place.current().join("run");
    (ended, run)
}

pub(crate) fn tag(server: &Server, run: &std::path::Path, options: &[&str]) -> Ended {
    Magpie::new(&["tag", run.to_str().unwrap()]).args(options).on(server).run()
}

/// Calls that write, since the run.
pub(crate) fn writes(server: &Server) -> Vec<String> {
    let calls = server.requests().into_iter().map(|request| request.call);
    calls.filter(|call| WRITES.contains(&call.as_str())).collect()
}

/// The last line of each bucket in the record.
fn record(run: &std::path::Path) -> BTreeMap<String, Value> {
    let lines = lines(&run.join("tags.jsonl"));
    lines.into_iter().map(|line| (line["bucket"].as_str().unwrap().to_owned(), line)).collect()
}

const OTHERS: [(&str, &str); 2] = [("aws:cloudformation:stack-name", "shop"), ("team", "sales")];

#[test]
fn what_is_applied_is_what_was_planned_and_then_nothing_is_left_to_do() {
    let server = server(vec![tagged("box", &OTHERS)]);
    let (_keep, run) = scanned(&server);
    let plan = tag(&server, &run, &[]).expect(0);
    assert!(plan.stdout.contains("4 to add; 1 other tag stays"), "{}", plan.stdout);
    assert!(writes(&server).is_empty(), "a plan writes nothing");
    assert!(!run.join("tags.jsonl").exists(), "a plan records nothing");

    let applied = tag(&server, &run, &["--apply"]).expect(0);
    assert!(applied.stdout.contains("Buckets tagged: 1;"), "{}", applied.stdout);
    let tags = server.tags("box").unwrap();
    for (key, value) in &tags {
        let planned = plan.stdout.lines().any(|line| line.contains(key) && line.contains(value));
        assert!(planned || OTHERS.contains(&(key.as_str(), value.as_str())), "{key}={value}");
    }
    assert_eq!(tags.len(), 6);
    assert_eq!(tags["magpie:data"], "financial");
    assert_eq!(writes(&server), ["TagResource"]);

    let again = tag(&server, &run, &["--apply"]).expect(0);
    assert!(again.stdout.contains("nothing to change: 1;"), "{}", again.stdout);
    assert_eq!(writes(&server), ["TagResource"], "nothing is written when nothing changed");
    assert_eq!(server.tags("box").unwrap(), tags);
    // A new run plans nothing either.
    let (_keep, next) = scanned(&server);
    let plan = tag(&server, &next, &[]).expect(0);
    assert!(plan.stdout.contains("box: nothing to change"), "{}", plan.stdout);
}

#[test]
fn a_value_that_somebody_wrote_under_a_key_of_ours_stays_and_is_told_nowhere() {
    let number = "4929479666972514";
    let tags = [("magpie:risk", number), ("magpie:data", "personal"), ("x:data", number)];
    let server = server(vec![tagged("box", &tags)]);
    let (ended, run) = scanned(&server);
    let plan = tag(&server, &run, &[]).expect(0);
    assert!(plan.stdout.contains("(another value)"), "{}", plan.stdout);
    assert!(plan.stdout.contains("magpie:risk holds a value that Magpie did not write"));
    let applied = tag(&server, &run, &["--apply"]).expect(5);
    assert!(applied.stdout.contains("--tag-prefix"), "{}", applied.stdout);
    assert_eq!(record(&run)["box"]["outcome"], "refused");
    assert_eq!(server.tags("box").unwrap(), owned(&tags));
    assert!(writes(&server).is_empty(), "{:?}", writes(&server));
    let removed = tag(&server, &run, &["--remove"]).expect(0);
    assert_eq!(server.tags("box").unwrap(), owned(&[tags[0], tags[2]]));
    for file in ["buckets.jsonl", "tags.jsonl", "run.json"] {
        let text = std::fs::read_to_string(run.join(file)).unwrap();
        assert!(!text.contains(number), "{file}: {text}");
    }
    for told in [&ended.stdout, &plan.stdout, &applied.stdout, &applied.stderr, &removed.stdout] {
        assert!(!told.contains(number), "{told}");
    }
}

#[test]
fn a_run_over_a_part_of_a_bucket_says_no_strong_encryption_of_the_whole() {
    let weak = object("weak/a.txt", card_line(1));
    let mut part = bucket("box", vec![weak]);
    part.settings.encryption = Some(magpie_corpus::Encryption {
        algorithm: "AES256".to_owned(),
        key: None,
        bucket_key: false,
    });
    let server = server(vec![part]);
    let planned = |target: &str| {
        let ended = Magpie::scan(&[target]).on(&server).run().expect(0);
        tag(&server, &ended.place.current().join("run"), &[]).expect(0).stdout
    };
    let line = |plan: &str| {
        let line = plan.lines().find(|line| line.contains("magpie:encryption"));
        line.unwrap_or_else(|| panic!("{plan}")).trim().to_owned()
    };
    assert!(line(&planned("s3://box/nothing/")).ends_with("unknown"));
    assert!(!line(&planned("s3://box")).ends_with("unknown"));
}

#[test]
fn the_record_says_before_after_call_and_time_and_is_as_its_schema_says() {
    let server = server(vec![tagged("box", &OTHERS), tagged("gone", &[])]);
    let (_keep, run) = scanned(&server);
    server.remove_bucket("gone");
    tag(&server, &run, &["--apply"]).expect(5);
    tag(&server, &run, &["--remove"]).expect(5);
    let all = lines(&run.join("tags.jsonl"));
    let (name, schema) = magpie_report::TAGS_SCHEMA;
    assert_eq!(name, "tags.jsonl");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in &all {
        let faults: Vec<_> = validator.iter_errors(line).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}\n{line:#}");
    }
    assert!(!validator.is_valid(&json!({"unknown": 1})));
    let told: Vec<String> = all
        .iter()
        .map(|l| format!("{} {} {}", l["task"], l["bucket"], l["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "apply box started",
            "apply box written",
            "apply gone failed",
            "remove box started",
            "remove box written",
            "remove gone failed",
        ]
    );
    let written = &all[1];
    assert_eq!(written["before"], json!({"own": {}, "others": 1}));
    assert_eq!(written["after"]["own"], written["set"]);
    assert_eq!(written["after"]["others"], 1);
    assert_eq!(written["calls"][0]["call"], "TagResource");
    assert_eq!(written["calls"][0]["result"], "done");
    assert!(written["calls"][0]["at"].as_str().unwrap().ends_with('Z'));
    let text = std::fs::read_to_string(run.join("tags.jsonl")).unwrap();
    assert!(!text.contains("sales"), "values of other people's tags are not kept");
    let reason = all[2]["reason"].as_str().unwrap();
    assert!(reason.contains("NoSuchBucket") && reason.contains("scan again"), "{reason}");
}

#[test]
fn where_tag_resource_is_not_open_the_set_is_merged_and_the_tags_that_were_read_stay() {
    for (fault, options) in [
        (CallFault::Denied, &["--apply", "--replace-tags"][..]),
        (CallFault::NotImplemented, &["--apply"]),
    ] {
        let server = server(vec![tagged("box", &OTHERS)]);
        let (_keep, run) = scanned(&server);
        server.fail_call("box", "TagResource", Some(fault));
        tag(&server, &run, options).expect(0);
        assert_eq!(writes(&server), ["TagResource", "PutBucketTagging"], "{fault:?}");
        let tags = server.tags("box").unwrap();
        assert_eq!(tags.len(), 6, "{tags:?}");
        for (key, value) in OTHERS {
            assert_eq!(tags[key], value);
        }
        let line = &record(&run)["box"];
        assert_eq!(line["outcome"], "written");
        assert_ne!(line["calls"][0]["result"], "done");
        assert_eq!(line["calls"][1]["result"], "done");
    }
}

#[test]
fn a_denied_tag_resource_is_not_replaced_by_writing_all_tags_unless_told() {
    let server = server(vec![tagged("box", &OTHERS)]);
    let (_keep, run) = scanned(&server);
    server.fail_call("box", "TagResource", Some(CallFault::Denied));
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stdout.contains("--replace-tags"), "{}", ended.stdout);
    assert_eq!(writes(&server), ["TagResource"]);
    assert_eq!(record(&run)["box"]["outcome"], "failed");
    assert_eq!(server.tags("box").unwrap(), owned(&OTHERS));
}

#[test]
fn a_writer_that_comes_in_before_the_reading_keeps_his_tags_and_the_set_is_merged_anew() {
    let server = server(vec![tagged("box", &OTHERS)]);
    let (_keep, run) = scanned(&server);
    server.fail_call("box", "TagResource", Some(CallFault::NotImplemented));
    // He adds one tag before each look, and once puts back the set that he had read before.
    let mut looks = 0;
    server.rival("box", "GetBucketTagging", move |tags| {
        looks += 1;
        tags.insert(format!("rival-{looks}"), "his".into());
        if looks == 3 {
            tags.retain(|key, _| !key.starts_with("magpie:"));
        }
    });
    tag(&server, &run, &["--apply"]).expect(0);
    assert_eq!(writes(&server).iter().filter(|call| *call == "PutBucketTagging").count(), 2);
    let tags = server.tags("box").unwrap();
    for key in ["rival-1", "rival-2", "rival-3", "rival-4", "team", "magpie:risk"] {
        assert!(tags.contains_key(key), "{key} in {tags:?}");
    }
}

#[test]
fn a_writer_that_comes_in_while_something_else_is_asked_keeps_his_tags() {
    let server = server(vec![tagged("box", &OTHERS)]);
    let (_keep, run) = scanned(&server);
    // Without an account there is no adding, and the set is replaced from the first.
    server.fail_call("", "GetCallerIdentity", Some(CallFault::Denied));
    server.rival("box", "GetBucketAbac", |tags| {
        tags.insert("rival".into(), "his".into());
    });
    tag(&server, &run, &["--apply", "--replace-tags"]).expect(0);
    let tags = server.tags("box").unwrap();
    for key in ["rival", "team", "magpie:risk"] {
        assert!(tags.contains_key(key), "{key} in {tags:?}");
    }
}

#[test]
fn a_writer_who_never_gives_in_ends_in_an_error_and_not_in_a_loop() {
    let server = server(vec![tagged("box", &OTHERS), tagged("calm", &[])]);
    let (_keep, run) = scanned(&server);
    server.rival("box", "GetBucketTagging", |tags| {
        tags.retain(|key, _| !key.starts_with("magpie:"));
    });
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stdout.contains("another writer"), "{}", ended.stdout);
    let on_box = server.requests().into_iter().filter(|r| r.bucket == "box");
    assert_eq!(on_box.filter(|r| WRITES.contains(&r.call.as_str())).count(), 4);
    assert_eq!(record(&run)["box"]["outcome"], "failed");
    assert_eq!(record(&run)["calm"]["outcome"], "written");
}

#[test]
fn a_bucket_with_fifty_tags_keeps_them_and_the_others_go_on() {
    let full: Vec<(String, String)> = (0..50).map(|n| (format!("t{n}"), "x".into())).collect();
    let pairs: Vec<(&str, &str)> = full.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let mut almost = pairs[..46].to_vec();
    almost.push(("aws:stack", "y"));
    let server = server(vec![tagged("full", &pairs), tagged("fits", &almost)]);
    let (_keep, run) = scanned(&server);
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stdout.contains("full: not done: would have 54 tags"), "{}", ended.stdout);
    assert_eq!(server.tags("full").unwrap(), owned(&pairs));
    assert_eq!(server.tags("fits").unwrap().len(), 51);
    assert_eq!(record(&run)["full"]["outcome"], "refused");
}

#[test]
fn where_tags_decide_about_access_nothing_is_written_unless_told() {
    for unknown in [false, true] {
        let server = server(vec![tagged("box", &OTHERS)]);
        let (_keep, run) = scanned(&server);
        if unknown {
            server.fail_call("box", "GetBucketAbac", Some(CallFault::Denied));
        } else {
            server.enable_abac("box");
        }
        let ended = tag(&server, &run, &["--apply"]).expect(5);
        assert!(ended.stdout.contains("--allow-abac"), "{}", ended.stdout);
        assert!(writes(&server).is_empty());
        assert_eq!(record(&run)["box"]["outcome"], "refused");
        tag(&server, &run, &["--apply", "--allow-abac"]).expect(0);
        assert_eq!(writes(&server), ["TagResource"]);
    }
}

#[test]
fn a_store_that_knows_no_abac_has_none() {
    let server = server(vec![tagged("box", &[])]);
    server.fail_call("box", "GetBucketAbac", Some(CallFault::NotImplemented));
    let (_keep, run) = scanned(&server);
    assert!(!tag(&server, &run, &[]).expect(0).stdout.contains("tags decide"));
    tag(&server, &run, &["--apply"]).expect(0);
}

#[test]
fn a_plan_says_that_writing_will_be_refused_where_tags_decide_about_access() {
    let server = server(vec![tagged("box", &[]), tagged("denied", &[]), tagged("plain", &[])]);
    server.enable_abac("box");
    server.fail_call("denied", "GetBucketAbac", Some(CallFault::Denied));
    let (_keep, run) = scanned(&server);
    let plan = tag(&server, &run, &[]).expect(0).stdout;
    let of = |bucket: &str| {
        let behind = plan.split(&format!("{bucket}: 4 to add\n")).nth(1).unwrap();
        behind.lines().next().unwrap().to_owned()
    };
    assert!(of("box").starts_with("  ! --apply will refuse"), "{plan}");
    assert!(of("box").contains("--allow-abac"), "{plan}");
    assert!(of("denied").contains("the run was not told (denied"), "{plan}");
    assert!(of("plain").starts_with("  + magpie:data"), "{plan}");
    // What is told while tags are written says what came of it instead.
    let applied = tag(&server, &run, &["--apply", "--allow-abac"]).expect(0).stdout;
    assert!(!applied.contains("  ! "), "{applied}");
}

#[test]
fn remove_takes_magpies_tags_only() {
    for fault in [None, Some(CallFault::Denied)] {
        let others = [OTHERS[0], OTHERS[1], ("dlp:risk", "theirs"), ("magpie:owner", "me")];
        let server = server(vec![tagged("box", &others)]);
        let (_keep, run) = scanned(&server);
        tag(&server, &run, &["--apply"]).expect(0);
        assert_eq!(server.tags("box").unwrap().len(), 8);
        server.fail_call("box", "UntagResource", fault);
        tag(&server, &run, &["--remove", "--replace-tags"]).expect(0);
        assert_eq!(server.tags("box").unwrap(), owned(&others));
        let before = writes(&server).len();
        tag(&server, &run, &["--remove"]).expect(0);
        assert_eq!(writes(&server).len(), before, "nothing is left to remove");
    }
}

#[test]
fn a_run_that_saw_less_lowers_nothing() {
    let high = [("magpie:risk", "critical"), ("magpie:sensitivity", "restricted")];
    let mut poor = tagged("box", &high);
    let mut denied = object("b.txt", card_line(2));
    denied.fault = Some(magpie_demo::Fault::Denied);
    poor.objects.push(denied);
    let server = server(vec![poor]);
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply"]).expect(0);
    let tags = server.tags("box").unwrap();
    assert_eq!(tags["magpie:risk"], "critical");
    assert_eq!(tags["magpie:sensitivity"], "restricted");
    // With everything read, the same tags are lowered.
    server.fail_object("box", "b.txt", None);
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--apply"]).expect(0);
    assert_ne!(server.tags("box").unwrap()["magpie:risk"], "critical");
}

#[test]
fn a_run_that_cannot_tell_who_reaches_the_bucket_lowers_no_risk() {
    let high = [("magpie:risk", "critical"), ("magpie:encryption", "none")];
    let server = server(vec![tagged("box", &high)]);
    for call in ["GetBucketPolicy", "GetBucketPolicyStatus"] {
        server.fail_call("box", call, Some(CallFault::Denied));
    }
    let (_keep, run) = scanned(&server);
    let ended = tag(&server, &run, &["--apply"]).expect(0);
    assert!(ended.stdout.contains("only where it is known who"), "{}", ended.stdout);
    assert_eq!(server.tags("box").unwrap()["magpie:risk"], "critical");
}

#[test]
fn what_an_earlier_run_of_the_same_scope_said_may_be_lowered() {
    let card = object("a.txt", card_line(1).repeat(300));
    let mut denied = object("b.txt", card_line(2));
    denied.fault = Some(magpie_demo::Fault::Denied);
    let mut poor = bucket("box", vec![card, denied]);
    poor.settings.acl = "public-read-write".to_owned();
    let server = server(vec![poor]);
    let (_keep, before) = scanned(&server);
    tag(&server, &before, &["--apply"]).expect(0);
    let risk = || server.tags("box").unwrap()["magpie:risk"].clone();
    assert_eq!(risk(), "critical");
    server.set_account_block(Some(true));
    let (_keep_too, after) = scanned(&server);
    tag(&server, &after, &["--apply"]).expect(0);
    assert_eq!(risk(), "critical", "not everything was read");
    let before = before.to_str().unwrap();
    // What somebody else has said meanwhile stays.
    server.change_tags("box", |tags| {
        tags.insert("magpie:sensitivity".into(), "restricted".into());
    });
    tag(&server, &after, &["--apply", "--previous", before]).expect(0);
    assert_ne!(risk(), "critical");
    assert_eq!(server.tags("box").unwrap()["magpie:sensitivity"], "restricted");
}

#[test]
fn tags_raised_since_the_plan_are_seen_before_anything_is_written() {
    let mut poor = tagged("box", &[]);
    let mut denied = object("b.txt", card_line(2));
    denied.fault = Some(magpie_demo::Fault::Denied);
    poor.objects.push(denied);
    let server = server(vec![poor]);
    let (_keep, run) = scanned(&server);
    server.change_tags("box", |tags| {
        tags.insert("magpie:risk".into(), "critical".into());
    });
    tag(&server, &run, &["--apply"]).expect(0);
    assert_eq!(server.tags("box").unwrap()["magpie:risk"], "critical");
}

#[test]
fn what_is_denied_is_told_for_each_bucket_and_the_others_go_on() {
    let server = server(vec![tagged("blind", &[]), tagged("open", &[]), tagged("shut", &[])]);
    let (_keep, run) = scanned(&server);
    server.fail_call("blind", "GetBucketTagging", Some(CallFault::Denied));
    for call in ["TagResource", "PutBucketTagging"] {
        server.fail_call("shut", call, Some(CallFault::Denied));
    }
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stdout.contains("Buckets tagged: 1;"), "{}", ended.stdout);
    assert!(ended.stdout.contains("iam-policy --features tag"), "{}", ended.stdout);
    let record = record(&run);
    assert_eq!(record["open"]["outcome"], "written");
    assert_eq!(record["shut"]["outcome"], "failed");
    assert_eq!(record["shut"]["after"]["own"], json!({}));
    assert_eq!(record["blind"]["before"], Value::Null);
    assert!(server.tags("blind").unwrap().is_empty());
}

#[test]
fn what_is_no_finished_run_is_not_written_from() {
    let server = server(vec![tagged("box", &[])]);
    let magpie = Magpie::new(&["tag", ".", "--apply"]).on(&server);
    let ended = magpie.run().expect(4);
    assert!(ended.stderr.contains("not a run directory"), "{}", ended.stderr);
    let (_keep, run) = scanned(&server);
    let text = std::fs::read_to_string(run.join("run.json")).unwrap();
    let running = text.replace("\"state\": \"done\"", "\"state\": \"running\"");
    assert_ne!(text, running);
    std::fs::write(run.join("run.json"), running).unwrap();
    for option in ["--apply", "--remove"] {
        let ended = tag(&server, &run, &[option]).expect(2);
        assert!(ended.stderr.contains("did not end"), "{}", ended.stderr);
    }
    assert!(writes(&server).is_empty());
}

#[test]
fn what_cannot_be_recorded_is_not_done() {
    let server = server(vec![tagged("box", &[])]);
    let (_keep, run) = scanned(&server);
    std::fs::create_dir(run.join("tags.jsonl")).unwrap();
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stderr.contains("tags.jsonl"), "{}", ended.stderr);
    assert!(writes(&server).is_empty());
}

#[test]
fn a_run_of_one_store_is_not_written_into_another() {
    let here = server(vec![tagged("box", &[])]);
    let there = server(vec![tagged("box", &[])]);
    let scan = Magpie::scan(&["s3://", "--endpoint-url", here.endpoint_url()]);
    let ended = scan.on(&there).run().expect(0);
    let run = ended.place.current().join("run");
    let refused = tag(&there, &run, &["--apply"]).expect(2);
    assert!(refused.stderr.contains("--endpoint-url"), "{}", refused.stderr);
    assert!(writes(&there).is_empty());
    tag(&there, &run, &["--apply", "--endpoint-url", here.endpoint_url()]).expect(0);
    assert!(writes(&there).is_empty());
    assert_eq!(writes(&here), ["TagResource"]);
}

#[test]
fn the_endpoint_of_the_environment_is_recorded_and_no_other_is_written() {
    let here = server(vec![tagged("box", &[])]);
    let there = server(vec![tagged("box", &[])]);
    let (_keep, run) = scanned(&here);
    let text = std::fs::read_to_string(run.join("run.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["options"]["endpoint-url"], here.endpoint_url());
    tag(&there, &run, &["--apply"]).expect(2);
    tag(&here, &run, &["--apply", "--endpoint-url", there.endpoint_url()]).expect(2);
    assert!(writes(&there).is_empty() && writes(&here).is_empty());
    // A run that names no endpoint is one of AWS.
    let mut of_aws = file.clone();
    of_aws["options"].as_object_mut().unwrap().remove("endpoint-url");
    std::fs::write(run.join("run.json"), of_aws.to_string()).unwrap();
    let refused = tag(&here, &run, &["--apply"]).expect(2);
    assert!(refused.stderr.contains("of AWS"), "{}", refused.stderr);
    std::fs::write(run.join("run.json"), text).unwrap();
    let slash = format!("{}/", here.endpoint_url());
    tag(&here, &run, &["--apply", "--endpoint-url", &slash]).expect(0);
    assert_eq!(writes(&here), ["TagResource"]);
}

#[test]
fn an_endpoint_that_the_environment_or_a_profile_names_for_s3_alone_is_recorded_too() {
    let here = server(vec![tagged("box", &[])]);
    let there = server(vec![tagged("box", &[])]);
    let alone = |magpie: Magpie| {
        magpie.env_remove("AWS_ENDPOINT_URL").env("AWS_ENDPOINT_URL_S3", here.endpoint_url())
    };
    let ended = alone(Magpie::scan(&["s3://box"]).on(&here)).run().expect(0);
    let run = ended.place.current().join("run");
    tag(&there, &run, &["--apply"]).expect(2);
    let apply = Magpie::new(&["tag", run.to_str().unwrap(), "--apply"]);
    alone(apply.on(&there)).run().expect(0);

    let scan = Magpie::scan(&["s3://box"]).on(&here).env_remove("AWS_ENDPOINT_URL");
    let folder = scan.place().home().join(".aws");
    std::fs::create_dir(&folder).unwrap();
    let profile = format!(
        "[default]\nservices = mine\n[services mine]\ns3 =\n  endpoint_url = {}\n",
        here.endpoint_url()
    );
    std::fs::write(folder.join("config"), profile).unwrap();
    let ended = scan.run().expect(0);
    let run = ended.place.current().join("run");
    tag(&there, &run, &["--apply"]).expect(2);
    assert!(writes(&there).is_empty());
    assert_eq!(writes(&here), ["TagResource"]);
}

#[test]
fn from_files_that_were_cut_off_emptied_or_edited_since_the_run_nothing_is_planned_or_written() {
    let server = server(vec![tagged("box", &[]), tagged("next", &[])]);
    let (_keep, run) = scanned(&server);
    let refused = |name: &str, options: &[&str]| {
        let ended = tag(&server, &run, options).expect(4);
        assert!(ended.stderr.contains(name), "{}", ended.stderr);
        assert!(ended.stderr.contains("was changed after the run"), "{}", ended.stderr);
    };
    for name in ["buckets.jsonl", "findings.jsonl", "objects.jsonl"] {
        let text = std::fs::read_to_string(run.join(name)).unwrap();
        let first = text.find('\n').unwrap() + 1;
        let edited = text.replacen("box", "bax", 1);
        assert_ne!(text, edited);
        for damaged in ["", &text[..text.len() - 3], &text[first..], &edited] {
            std::fs::write(run.join(name), damaged).unwrap();
            refused(name, &[]);
            refused(name, &["--apply"]);
            refused(name, &["--remove"]);
        }
        std::fs::write(run.join(name), text).unwrap();
    }
    assert!(writes(&server).is_empty());
    assert!(!run.join("tags.jsonl").exists());
    tag(&server, &run, &["--apply"]).expect(0);
}

#[test]
fn an_earlier_run_that_was_edited_lowers_nothing() {
    let server = server(vec![tagged("box", &[])]);
    let (_keep, before) = scanned(&server);
    let (_keep_too, run) = scanned(&server);
    std::fs::write(before.join("buckets.jsonl"), "").unwrap();
    let ended = tag(&server, &run, &["--previous", before.to_str().unwrap()]).expect(4);
    assert!(ended.stderr.contains("was changed after the run"), "{}", ended.stderr);
}

#[test]
fn a_run_file_without_digests_or_of_other_targets_is_not_believed() {
    let server = server(vec![tagged("box", &[]), tagged("next", &[])]);
    let (_keep, run) = scanned(&server);
    let path = run.join("run.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["targets"] = json!(["s3://box"]);
    std::fs::write(&path, file.to_string()).unwrap();
    let ended = tag(&server, &run, &["--apply"]).expect(4);
    assert!(ended.stderr.contains("none of the targets"), "{}", ended.stderr);
    file["targets"] = json!(["s3://"]);
    file["files"] = Value::Null;
    std::fs::write(&path, file.to_string()).unwrap();
    let ended = tag(&server, &run, &["--apply"]).expect(4);
    assert!(ended.stderr.contains("digests"), "{}", ended.stderr);
    assert!(writes(&server).is_empty());
}

/// Before it first answers this call the server pauses; the flag tells when.
pub(crate) fn pause_at(server: &Server, bucket: &str, call: &str) -> Arc<AtomicBool> {
    let reached = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&reached);
    server.rival(bucket, call, move |_| {
        if !told.swap(true, Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1500));
        }
    });
    reached
}

pub(crate) fn wait_for(flag: &AtomicBool) {
    while !flag.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_signal_lets_what_was_begun_end_and_begins_nothing_more() {
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let server = server(vec![tagged("aaa", &[]), tagged("bbb", &[]), tagged("ccc", &[])]);
        let (_keep, run) = scanned(&server);
        let reached = pause_at(&server, "bbb", "GetBucketTagging");
        let options = ["tag", run.to_str().unwrap(), "--apply", "--objects-from", "low"];
        let running = Magpie::new(&options).on(&server).start();
        wait_for(&reached);
        running.signal(signal);
        let ended = running.wait().expect(code);
        assert!(ended.stdout.contains("the rest was not begun"), "{}", ended.stdout);
        let record = record(&run);
        assert_eq!(record["aaa"]["outcome"], "written");
        assert_eq!(record["bbb"]["outcome"], "written");
        assert!(!record.contains_key("ccc") && record.values().all(|line| line["key"].is_null()));
        assert_eq!(writes(&server), ["TagResource", "TagResource"]);
        // Another time does the rest.
        tag(&server, &run, &options[2..]).expect(0);
        assert!(server.tags("ccc").unwrap().contains_key("magpie:risk"));
    }
}

#[test]
fn of_two_at_once_on_one_run_the_second_is_refused_and_not_left_waiting() {
    let server = server(vec![tagged("box", &[])]);
    let (_keep, run) = scanned(&server);
    let reached = pause_at(&server, "box", "GetBucketTagging");
    let first = Magpie::new(&["tag", run.to_str().unwrap(), "--apply"]).on(&server).start();
    wait_for(&reached);
    let second = tag(&server, &run, &["--apply"]).expect(5);
    assert!(second.stderr.contains("another `magpie tag`"), "{}", second.stderr);
    first.wait().expect(0);
    assert_eq!(writes(&server), ["TagResource"]);
}

#[test]
fn a_store_that_throttles_is_asked_again_and_one_that_fails_is_not_got_round() {
    let server = server(vec![tagged("box", &OTHERS), tagged("slow", &OTHERS)]);
    let (_keep, run) = scanned(&server);
    for call in ["GetBucketTagging", "GetBucketAbac", "TagResource"] {
        server.fail_call("slow", call, Some(CallFault::SlowDown(1)));
    }
    server.fail_call("box", "TagResource", Some(CallFault::Broken));
    let ended = tag(&server, &run, &["--apply", "--replace-tags"]).expect(5);
    assert!(ended.stdout.contains("TagResource: InternalError"), "{}", ended.stdout);
    assert_eq!(server.tags("box").unwrap(), owned(&OTHERS));
    assert_eq!(server.tags("slow").unwrap().len(), 6);
    assert!(!writes(&server).contains(&"PutBucketTagging".to_owned()));
}

#[test]
fn tags_with_odd_characters_come_through_a_merge_as_they_were() {
    let odd = [
        ("Grösse / +=@._-:", "  zwei  Räume "),
        ("empty", ""),
        ("<a>&'\"", "]]>\u{2028}\u{1f600}"),
        ("Magpie:Risk", "theirs"),
        ("aws:x", "y"),
    ];
    let server = server(vec![tagged("box", &odd)]);
    let (_keep, run) = scanned(&server);
    server.fail_call("box", "TagResource", Some(CallFault::NotImplemented));
    server.fail_call("box", "UntagResource", Some(CallFault::NotImplemented));
    tag(&server, &run, &["--apply"]).expect(0);
    let tags = server.tags("box").unwrap();
    assert_eq!(tags.len(), 9, "{tags:?}");
    assert!(odd.iter().all(|(key, value)| tags[*key] == *value), "{tags:?}");
    tag(&server, &run, &["--remove"]).expect(0);
    assert_eq!(server.tags("box").unwrap(), owned(&odd));
}

#[test]
fn a_record_that_is_something_else_is_left_alone_and_nothing_is_written() {
    let server = server(vec![tagged("box", &[])]);
    let (_keep, run) = scanned(&server);
    std::fs::write(run.join("tags.jsonl"), "notes of my own").unwrap();
    let ended = tag(&server, &run, &["--apply"]).expect(5);
    assert!(ended.stderr.contains("none of its lines"), "{}", ended.stderr);
    assert_eq!(std::fs::read_to_string(run.join("tags.jsonl")).unwrap(), "notes of my own");
    assert!(writes(&server).is_empty());
}

#[test]
fn a_plan_takes_no_options_of_s3() {
    let server = server(vec![tagged("box", &[])]);
    let (_keep, run) = scanned(&server);
    tag(&server, &run, &["--region", "eu-west-1"]).expect(2);
    tag(&server, &run, &["--apply", "--remove"]).expect(2);
}

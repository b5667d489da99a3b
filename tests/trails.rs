//! CloudTrail: which reads and writes of objects its trails record, asked once a run.

use std::collections::BTreeMap;

use magpie_corpus::{Corpus, Trail};
use magpie_demo::{CallFault, Server, ServerOptions};
use serde_json::{Value, json};

use crate::support::fixtures::bucket;
use crate::support::program::{Magpie, lines};

const ALL: &str = r#"{"EventSelectors":[{"ReadWriteType":"All","DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3"]}]}]}"#;
const READS_OF_BOX: &str = r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"readOnly","Equals":["true"]},{"Field":"resources.ARN","StartsWith":["arn:aws:s3:::box/"]}]}]}"#;

fn trail(name: &str, region: &str, selectors: &str) -> Trail {
    let (name, region, selectors) = (name.to_owned(), region.to_owned(), selectors.to_owned());
    Trail { name, region, multi_region: true, logging: true, selectors, lake: false }
}

fn server(trails: Vec<Trail>, names: &[&str]) -> Server {
    let buckets = names.iter().map(|name| bucket(name, Vec::new())).collect();
    let corpus = Corpus { buckets, trails, ..Corpus::default() };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

fn posture(server: &Server) -> BTreeMap<String, Value> {
    let ended = Magpie::new(&["posture", "s3://", "--out", "out"]).on(server).run().expect(0);
    let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
    lines.into_iter().map(|line| (line["bucket"].as_str().unwrap().to_owned(), line)).collect()
}

/// How much of reads and of writes is recorded; null where it is not known.
fn recorded(line: &Value) -> [Value; 2] {
    ["reads_recorded", "writes_recorded"].map(|fact| line["facts"][fact]["value"].clone())
}

fn state(line: &Value, id: &str) -> Value {
    let all = line["configuration"].as_array().unwrap();
    all.iter().find(|finding| finding["id"] == id).map_or(Value::Null, |f| f["state"].clone())
}

#[test]
fn a_trails_selectors_decide_bucket_by_bucket() {
    let elsewhere = Trail { multi_region: false, ..trail("far", "eu-west-1", ALL) };
    let silent = Trail { logging: false, ..trail("off", "us-east-1", ALL) };
    let server = server(
        vec![elsewhere, silent, trail("some", "us-east-1", READS_OF_BOX)],
        &["box", "other"],
    );
    let lines = posture(&server);
    assert_eq!(recorded(&lines["box"]), [json!("everything"), json!("nothing")]);
    assert_eq!(recorded(&lines["other"]), [json!("nothing"), json!("nothing")]);
    assert_eq!(state(&lines["box"], "reads_not_recorded"), Value::Null);
    assert_eq!(state(&lines["box"], "writes_not_recorded"), "yes");
    assert_eq!(state(&lines["other"], "reads_not_recorded"), "yes");
    for (call, times) in [("DescribeTrails", 1), ("GetTrailStatus", 2), ("GetEventSelectors", 1)] {
        let called = server.requests().iter().filter(|r| r.call == call).count();
        assert_eq!(called, times, "{call}");
    }
}

#[test]
fn a_denied_trail_is_doubt_unless_another_records_everything() {
    for call in ["DescribeTrails", "GetTrailStatus", "GetEventSelectors"] {
        let server = server(vec![trail("one", "us-east-1", ALL)], &["box"]);
        server.fail_call("", call, Some(CallFault::Denied));
        let line = posture(&server).remove("box").unwrap();
        for fact in ["reads_recorded", "writes_recorded"] {
            let fact = &line["facts"][fact];
            assert_eq!(
                (&fact["known"], &fact["source"]),
                (&json!(false), &json!(call)),
                "{fact:#}"
            );
            assert!(fact["reason"].as_str().unwrap().starts_with("denied"), "{fact:#}");
        }
        assert_eq!(state(&line, "reads_not_recorded"), "unknown", "{call}");
    }
    let both = vec![trail("one", "us-east-1", READS_OF_BOX), trail("two", "us-east-1", ALL)];
    let server = server(both, &["box"]);
    let one = "arn:aws:cloudtrail:us-east-1:111122223333:trail/one";
    server.fail_call(one, "GetEventSelectors", Some(CallFault::Denied));
    let line = posture(&server).remove("box").unwrap();
    assert_eq!(recorded(&line), [json!("everything"), json!("everything")]);
}

#[test]
fn an_event_data_store_records_like_a_trail() {
    const WRITES: &str = r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"readOnly","Equals":["false"]}]}]}"#;
    let lake = || Trail { lake: true, ..trail("lake", "us-east-1", WRITES) };
    let stopped = Trail { logging: false, name: "old".to_owned(), ..lake() };
    let running = server(vec![stopped, lake(), trail("one", "us-east-1", READS_OF_BOX)], &["box"]);
    let line = posture(&running).remove("box").unwrap();
    assert_eq!(recorded(&line), [json!("everything"), json!("everything")]);
    assert_eq!(line["facts"]["writes_recorded"]["source"], "GetEventDataStore");
    // Without an answer about stores, nothing that no trail records is known to be lost.
    for call in ["ListEventDataStores", "GetEventDataStore"] {
        let server = server(vec![lake(), trail("one", "us-east-1", READS_OF_BOX)], &["box"]);
        server.fail_call("", call, Some(CallFault::Denied));
        let line = posture(&server).remove("box").unwrap();
        assert_eq!(recorded(&line), [json!("everything"), Value::Null], "{call}");
        assert_eq!(line["facts"]["writes_recorded"]["source"], call);
    }
}

#[test]
fn a_trail_that_is_switched_off_is_told_by_the_call_that_said_so() {
    let off = Trail { logging: false, ..trail("off", "us-east-1", ALL) };
    let line = posture(&server(vec![off], &["box"])).remove("box").unwrap();
    assert_eq!(line["facts"]["reads_recorded"]["source"], "GetTrailStatus");
}

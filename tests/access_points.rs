//! Access points, of one region and of several: what they open, what blocks them, and what a
//! denial leaves unknown, for every call about the account and every pair of them.

use magpie_corpus::{Bucket, Point};
use magpie_demo::{CallFault, Server};
use serde_json::{Value, json};

use crate::support::fixtures::{bucket, server};
use crate::support::program::{Magpie, lines};

/// The bucket leaves who gets in to the access points of its account.
const DELEGATES: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],"Condition":{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}}]}"#;

const PARTNER: &str = r#"{"AWS":"444455556666"}"#;

fn point(name: &str, public: bool, blocked: bool) -> Vec<Point> {
    let principal = if public { r#""*""# } else { r#"{"AWS":"111122223333"}"# };
    with_policy(name, public, blocked, Some(principal))
}

/// A point whose policy lets this principal do everything.
fn with_policy(name: &str, public: bool, blocked: bool, principal: Option<&str>) -> Vec<Point> {
    let arn = format!("arn:aws:s3:us-east-1:111122223333:accesspoint/{name}");
    let policy = principal.map(|principal| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"{arn}/object/*"}}]}}"#
        )
    });
    vec![Point { name: name.to_owned(), public, blocked, policy }]
}

fn delegating(one: Vec<Point>, several: Vec<Point>) -> Bucket {
    let mut bucket = bucket("box", Vec::new());
    bucket.settings.policy = Some(DELEGATES.to_owned());
    bucket.settings.access_points = one;
    bucket.settings.multi_region_points = several;
    bucket
}

fn posture(server: &Server) -> Value {
    let ended = Magpie::new(&["posture", "s3://box", "--out", "out"]).on(server).run().expect(0);
    lines(&ended.place.current().join("out/buckets.jsonl")).remove(0)
}

fn state(line: &Value, id: &str) -> Value {
    let all = line["configuration"].as_array().unwrap();
    all.iter().find(|finding| finding["id"] == id).map_or(Value::Null, |f| f["state"].clone())
}

#[test]
fn a_public_point_opens_the_bucket_unless_its_own_block_restricts_it() {
    for (one, several, audience) in [
        (Vec::new(), Vec::new(), "account"),
        (point("one", true, false), Vec::new(), "public-read"),
        (point("one", true, true), Vec::new(), "account"),
        (Vec::new(), point("many", true, false), "public-read"),
        (Vec::new(), point("many", true, true), "account"),
        (point("one", false, false), Vec::new(), "account"),
        (with_policy("one", false, false, None), Vec::new(), "account"),
        // One that is not public may name another account.
        (with_policy("one", false, false, Some(PARTNER)), Vec::new(), "external-read"),
        (Vec::new(), with_policy("many", false, true, Some(PARTNER)), "external-read"),
    ] {
        let what = format!("{one:?} {several:?}");
        let line = posture(&server(vec![delegating(one, several)]));
        assert_eq!(line["exposure"]["audience"], audience, "{what}");
    }
    let points = (point("one", false, true), point("many", false, false));
    let line = posture(&server(vec![delegating(points.0, points.1)]));
    assert_eq!(state(&line, "access_point_not_blocked"), Value::Null);
    assert_eq!(state(&line, "multi_region_point_not_blocked"), "yes");
    assert_eq!(line["facts"]["multi_region_points"]["value"][0]["name"], "many");
}

#[test]
fn denied_questions_about_the_account_alone_and_in_pairs_are_never_yes_or_no() {
    const CALLS: [&str; 9] = [
        "GetCallerIdentity",
        "GetAccountPublicAccessBlock",
        "ListAccessPoints",
        "GetAccessPoint",
        "GetAccessPointPolicy",
        "GetAccessPointPolicyStatus",
        "ListMultiRegionAccessPoints",
        "GetMultiRegionAccessPointPolicy",
        "GetMultiRegionAccessPointPolicyStatus",
    ];
    for (at, one) in CALLS.into_iter().enumerate() {
        for other in CALLS.into_iter().skip(at) {
            let denied = [one, other];
            let points = (point("one", true, false), point("many", true, false));
            let server = server(vec![delegating(points.0, points.1)]);
            for call in denied {
                server.fail_call("", call, Some(CallFault::Denied));
            }
            let line = posture(&server);
            let is = |call: &str| denied.contains(&call);
            let caller = is("GetCallerIdentity");
            let known = |fact: &str| line["facts"][fact]["known"] == true;
            let block = caller || is("GetAccountPublicAccessBlock");
            assert_eq!(known("account_public_access_block"), !block, "{denied:?}");
            let [listed, several] = ["ListAccessPoints", "ListMultiRegionAccessPoints"]
                .map(|call| !caller && !is(call));
            assert_eq!(known("access_points"), listed, "{denied:?}");
            assert_eq!(known("multi_region_points"), several, "{denied:?}");
            let told = |fact: &str, what: &str| line["facts"][fact]["value"][0][what].clone();
            if listed {
                let blocked = if is("GetAccessPoint") { Value::Null } else { json!(false) };
                assert_eq!(told("access_points", "blocked"), blocked, "{denied:?}");
                let policy = if is("GetAccessPointPolicy") { Value::Null } else { json!(true) };
                assert_eq!(told("access_points", "has_policy"), policy, "{denied:?}");
                let asked = is("GetAccessPoint") || is("GetAccessPointPolicyStatus");
                let public = if asked { Value::Null } else { json!(true) };
                assert_eq!(told("access_points", "public"), public, "{denied:?}");
            }
            if several {
                let denied_policy = is("GetMultiRegionAccessPointPolicy");
                let policy = if denied_policy { Value::Null } else { json!(true) };
                assert_eq!(told("multi_region_points", "has_policy"), policy, "{denied:?}");
                let denied_status = is("GetMultiRegionAccessPointPolicyStatus");
                let public = if denied_status { Value::Null } else { json!(true) };
                assert_eq!(told("multi_region_points", "public"), public, "{denied:?}");
            }
            assert_ne!(line["exposure"]["audience"], "account", "{denied:?}");
        }
    }
}

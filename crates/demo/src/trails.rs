//! The CloudTrail calls that a scanner makes, on the same port as S3.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Method, Response};
use magpie_corpus::Trail;
use s3s::Body;
use serde_json::{Value, json};

use crate::account::ACCOUNT;
use crate::kms::{failure, json_answer};
use crate::state::{Request, Shared, State};

const TARGET: &str = "CloudTrail_20131101.";

/// Whether the request is for CloudTrail.
pub(crate) fn concerns(request: &hyper::Request<Incoming>) -> bool {
    request.method() == Method::POST
        && request
            .headers()
            .get("x-amz-target")
            .is_some_and(|target| target.as_bytes().starts_with(TARGET.as_bytes()))
}

/// Answers for the recipe's trails.
pub(crate) async fn answer(shared: &Shared, request: hyper::Request<Incoming>) -> Response<Body> {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let call = target.unwrap_or_default().trim_start_matches(TARGET).to_owned();
    let body = request.into_body().collect().await.map(|all| all.to_bytes()).unwrap_or_default();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let name = ["Name", "TrailName", "EventDataStore"].iter().find_map(|key| asked[key].as_str());
    json_answer(respond(&mut shared.lock(), &call, name.unwrap_or_default()))
}

fn respond(state: &mut State, call: &str, wanted: &str) -> (u16, Value) {
    let request = Request { call: call.into(), bucket: String::new(), key: wanted.into() };
    state.requests.push(request);
    if let Some(failure) = state.json_fault(wanted, call) {
        return failure;
    }
    if call == "DescribeTrails" {
        let trails = state.trails.iter().filter(|trail| !trail.lake).map(described);
        return (200, json!({ "trailList": trails.collect::<Vec<Value>>() }));
    }
    if call == "ListEventDataStores" {
        let stores = state.trails.iter().filter(|trail| trail.lake);
        let stores = stores.map(|s| json!({ "Name": s.name, "EventDataStoreArn": arn(s) }));
        return (200, json!({ "EventDataStores": stores.collect::<Vec<Value>>() }));
    }
    let Some(trail) = state.trails.iter().find(|trail| arn(trail) == wanted) else {
        return failure(400, "TrailNotFoundException", "Unknown trail");
    };
    match call {
        "GetEventDataStore" => (200, store(trail)),
        "GetTrailStatus" => (200, json!({ "IsLogging": trail.logging })),
        "GetEventSelectors" => match serde_json::from_str(&trail.selectors) {
            Ok(Value::Object(mut answer)) => {
                answer.insert("TrailARN".into(), json!(wanted));
                (200, Value::Object(answer))
            }
            _ => failure(500, "InternalFailure", "the recipe's selectors are no JSON object"),
        },
        _ => failure(501, "UnknownOperationException", "this server does not know the call"),
    }
}

fn arn(trail: &Trail) -> String {
    let kind = if trail.lake { "eventdatastore" } else { "trail" };
    format!("arn:aws:cloudtrail:{}:{ACCOUNT}:{kind}/{}", trail.region, trail.name)
}

fn store(trail: &Trail) -> Value {
    let selectors: Value = serde_json::from_str(&trail.selectors).unwrap_or_default();
    json!({
        "EventDataStoreArn": arn(trail),
        "Name": trail.name,
        "Status": if trail.logging { "ENABLED" } else { "STOPPED_INGESTION" },
        "AdvancedEventSelectors": selectors["AdvancedEventSelectors"],
    })
}

fn described(trail: &Trail) -> Value {
    json!({
        "Name": trail.name,
        "TrailARN": arn(trail),
        "HomeRegion": trail.region,
        "IsMultiRegionTrail": trail.multi_region,
        "HasCustomEventSelectors": true,
    })
}

//! The CloudTrail calls that a scanner makes.

use magpie_corpus::Trail;
use serde_json::{Value, json};

use crate::account::ACCOUNT;
use crate::json_service::{Answer, JsonService, failure};
use crate::state::State;

pub(crate) const CLOUDTRAIL: JsonService = JsonService {
    target: "CloudTrail_20131101.",
    named_by: &["Name", "TrailName", "EventDataStore"],
    respond,
};

fn respond(state: &State, call: &str, wanted: &str) -> Answer {
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

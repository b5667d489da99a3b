//! The KMS calls that a scanner makes, on the same port as S3. Signatures are not checked here.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Method, Response, StatusCode};
use magpie_corpus::Key;
use s3s::Body;
use serde_json::{Value, json};

use crate::account::ACCOUNT;
use crate::state::{CallFault, Request, Shared, State};

const TARGET: &str = "TrentService.";

/// Whether the request is for the KMS.
pub(crate) fn concerns(request: &hyper::Request<Incoming>) -> bool {
    request.method() == Method::POST
        && request
            .headers()
            .get("x-amz-target")
            .is_some_and(|target| target.as_bytes().starts_with(TARGET.as_bytes()))
}

/// Answers for the recipe's keys.
pub(crate) async fn answer(shared: &Shared, request: hyper::Request<Incoming>) -> Response<Body> {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let call = target.unwrap_or_default().trim_start_matches(TARGET).to_owned();
    let body = request.into_body().collect().await.map(|all| all.to_bytes()).unwrap_or_default();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let wanted = asked["KeyId"].as_str().unwrap_or_default().to_owned();
    json_answer(respond(&mut shared.lock(), &call, &wanted))
}

/// An answer of a service that speaks JSON.
pub(crate) fn json_answer((status, answer): (u16, Value)) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json_1_1 = hyper::header::HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json_1_1);
    response
}

fn respond(state: &mut State, call: &str, wanted: &str) -> (u16, Value) {
    let request = Request { call: call.into(), bucket: String::new(), key: wanted.into() };
    state.requests.push(request);
    if let Some(failure) = state.json_fault(wanted, call) {
        return failure;
    }
    let id = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    let key = state.keys.iter().find(|key| key.arn == wanted || id(&key.arn) == wanted);
    let Some(key) = key else {
        return failure(400, "NotFoundException", "Key does not exist");
    };
    match call {
        "DescribeKey" => (200, json!({ "KeyMetadata": described(key, &id(&key.arn)) })),
        "GetKeyRotationStatus" => {
            (200, json!({ "KeyId": key.arn, "KeyRotationEnabled": key.rotation }))
        }
        "GetKeyPolicy" if account(key) != ACCOUNT => {
            failure(400, "NotFoundException", "Key is not of this account")
        }
        "GetKeyPolicy" => (200, json!({ "Policy": policy(key), "PolicyName": "default" })),
        _ => failure(501, "UnsupportedOperationException", "this server does not know the call"),
    }
}

fn described(key: &Key, id: &str) -> Value {
    let mut metadata = json!({
        "AWSAccountId": account(key),
        "KeyId": id,
        "Arn": key.arn,
        "Enabled": key.state == "Enabled",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": key.state,
        "KeyManager": key.manager,
        "Origin": key.origin,
        "MultiRegion": key.multi_region,
    });
    if key.state == "PendingDeletion" {
        // The first of January 2030.
        metadata["DeletionDate"] = json!(1_893_456_000);
    }
    metadata
}

fn account(key: &Key) -> &str {
    key.arn.split(':').nth(4).unwrap_or_default()
}

/// The policy that KMS gives to a key without a wish of its own.
fn policy(key: &Key) -> String {
    let whole_account = || {
        json!({ "Version": "2012-10-17", "Statement": [{
            "Sid": "Enable IAM User Permissions", "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{}:root", account(key)) },
            "Action": "kms:*", "Resource": "*",
        }] })
        .to_string()
    };
    key.policy.clone().unwrap_or_else(whole_account)
}

impl State {
    /// The failure that a call of a service that speaks JSON shall meet: for one `subject`, such
    /// as a key, or for all of them.
    pub(crate) fn json_fault(&mut self, subject: &str, call: &str) -> Option<(u16, Value)> {
        let place = |of: &str| (of.to_owned(), call.to_owned());
        let fault =
            self.call_faults.get(&place(subject)).or_else(|| self.call_faults.get(&place("")))?;
        match fault {
            CallFault::SlowDown(_) => None,
            CallFault::Denied => {
                let message = format!("not authorized to perform {call}");
                Some(failure(400, "AccessDeniedException", &message))
            }
            CallFault::NotImplemented => {
                Some(failure(501, "UnknownOperationException", "not implemented"))
            }
            CallFault::Broken => Some(failure(500, "InternalFailure", "try again")),
        }
    }
}

pub(crate) fn failure(status: u16, kind: &str, message: &str) -> (u16, Value) {
    (status, json!({ "__type": kind, "message": message }))
}

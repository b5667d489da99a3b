//! The one KMS call that a scanner makes: `DescribeKey`, on the same port as S3.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Method, Response, StatusCode};
use s3s::Body;
use serde_json::{Value, json};

use crate::state::{CallFault, Request, Shared};

/// Whether the request is for the KMS.
pub(crate) fn concerns(request: &hyper::Request<Incoming>) -> bool {
    request.method() == Method::POST
        && request
            .headers()
            .get("x-amz-target")
            .is_some_and(|target| target.as_bytes().starts_with(b"TrentService."))
}

/// Answers `DescribeKey` for the recipe's keys. Signatures are not checked here.
pub(crate) async fn answer(shared: &Shared, request: hyper::Request<Incoming>) -> Response<Body> {
    let target = request.headers().get("x-amz-target").cloned();
    let body = request.into_body().collect().await.map(|all| all.to_bytes()).unwrap_or_default();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let wanted = asked["KeyId"].as_str().unwrap_or_default().to_owned();
    let (status, answer) = if target.is_some_and(|t| t == "TrentService.DescribeKey") {
        describe(shared, wanted)
    } else {
        failure(501, "UnsupportedOperationException", "this server knows DescribeKey only")
    };
    let mut response = Response::new(Body::from(answer.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json_1_1 = hyper::header::HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json_1_1);
    response
}

fn describe(shared: &Shared, wanted: String) -> (u16, Value) {
    let mut state = shared.lock();
    let call = "DescribeKey".to_owned();
    state.requests.push(Request { call: call.clone(), bucket: String::new(), key: wanted.clone() });
    match state.call_faults.get(&(String::new(), call)) {
        None | Some(CallFault::SlowDown(_)) => {}
        Some(CallFault::Denied) => {
            return failure(
                400,
                "AccessDeniedException",
                "not authorized to perform kms:DescribeKey",
            );
        }
        Some(CallFault::NotImplemented) => {
            return failure(501, "UnsupportedOperationException", "not implemented");
        }
        Some(CallFault::Broken) => return failure(500, "KMSInternalException", "try again"),
    }
    let id = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    let known = state.keys.iter().find(|key| key.arn == wanted || id(&key.arn) == wanted);
    match known {
        None => failure(400, "NotFoundException", "Key does not exist"),
        Some(key) => {
            let metadata = json!({
                "AWSAccountId": key.arn.split(':').nth(4),
                "KeyId": id(&key.arn),
                "Arn": key.arn,
                "Enabled": key.state == "Enabled",
                "KeyUsage": "ENCRYPT_DECRYPT",
                "KeySpec": "SYMMETRIC_DEFAULT",
                "KeyState": key.state,
                "KeyManager": key.manager,
                "Origin": "AWS_KMS",
                "MultiRegion": false,
            });
            (200, json!({ "KeyMetadata": metadata }))
        }
    }
}

fn failure(status: u16, kind: &str, message: &str) -> (u16, Value) {
    (status, json!({ "__type": kind, "message": message }))
}

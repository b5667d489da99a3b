//! The calls about the account that owns the buckets: STS tells its number, the control plane of
//! S3 its Block Public Access and access points, and tags a bucket without replacing the others;
//! and whether tags decide about access to a bucket, which the S3 library here does not know.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Method, Response, StatusCode};
use s3s::Body;

use crate::points;
use crate::state::{CallFault, Request, Shared};

/// The account that owns every bucket here.
pub(crate) const ACCOUNT: &str = "111122223333";
const CONTROL: &str = "/v20180820/";

/// Whether the request is for STS or the control plane.
pub(crate) fn concerns(request: &hyper::Request<Incoming>) -> bool {
    let form = request
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    request.uri().path().starts_with(CONTROL)
        || request.uri().query() == Some("abac") && request.method() == Method::GET
        || request.method() == Method::POST && request.uri().path() == "/" && form
}

/// Answers; what is not known here answers 501. Signatures are not checked.
pub(crate) async fn answer(shared: &Shared, request: hyper::Request<Incoming>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let method = request.method().clone();
    let body = request.into_body().collect().await.map(|all| all.to_bytes()).unwrap_or_default();
    let body = String::from_utf8_lossy(&body).into_owned();
    let asked = Asked::of(&method, &path, &query, &body);
    let (status, text) = respond(shared, &asked);
    let mut response = Response::new(Body::from(text));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let xml = hyper::header::HeaderValue::from_static("application/xml");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, xml);
    response
}

enum Asked {
    Identity,
    AccountBlock,
    AccessPoints { bucket: String },
    AccessPoint { name: String },
    AccessPointStatus { name: String },
    AccessPointPolicy { name: String },
    MultiRegionPoints,
    MultiRegionPointStatus { name: String },
    MultiRegionPointPolicy { name: String },
    Abac { bucket: String },
    Tag { bucket: String, tags: Vec<(String, String)> },
    Untag { bucket: String, keys: Vec<String> },
    Other,
}

impl Asked {
    fn of(method: &Method, path: &str, query: &str, body: &str) -> Self {
        let Some(rest) = path.strip_prefix(CONTROL) else {
            return match query {
                "abac" => Self::Abac { bucket: path.trim_matches('/').to_owned() },
                _ if body.contains("Action=GetCallerIdentity") => Self::Identity,
                _ => Self::Other,
            };
        };
        let bucket = || unescaped(rest).rsplit(":::").next().unwrap_or_default().to_owned();
        match (method.as_str(), rest) {
            ("GET", "configuration/publicAccessBlock") => Self::AccountBlock,
            ("GET", "accesspoint") => {
                let of = query.split('&').find_map(|pair| pair.strip_prefix("bucket="));
                Self::AccessPoints { bucket: unescaped(of.unwrap_or_default()) }
            }
            ("GET", "mrap/instances") => Self::MultiRegionPoints,
            ("GET", point)
                if point.starts_with("mrap/instances/") && point.ends_with("/policy") =>
            {
                Self::MultiRegionPointPolicy { name: segment(point, 2) }
            }
            ("GET", point) if point.starts_with("mrap/instances/") => {
                Self::MultiRegionPointStatus { name: segment(point, 2) }
            }
            ("GET", point) if point.ends_with("/policyStatus") => {
                Self::AccessPointStatus { name: segment(point, 1) }
            }
            ("GET", point) if point.starts_with("accesspoint/") && point.ends_with("/policy") => {
                Self::AccessPointPolicy { name: segment(point, 1) }
            }
            ("GET", point) if point.starts_with("accesspoint/") => {
                Self::AccessPoint { name: segment(point, 1) }
            }
            ("POST", tags) if tags.starts_with("tags/") => Self::Tag {
                bucket: bucket(),
                tags: elements(body, "Key").into_iter().zip(elements(body, "Value")).collect(),
            },
            ("DELETE", tags) if tags.starts_with("tags/") => {
                let keys = query.split('&').filter_map(|pair| pair.strip_prefix("tagKeys="));
                Self::Untag { bucket: bucket(), keys: keys.map(unescaped).collect() }
            }
            _ => Self::Other,
        }
    }

    /// The call's name and its bucket.
    fn named(&self) -> (&'static str, &str) {
        match self {
            Self::Identity => ("GetCallerIdentity", ""),
            Self::AccountBlock => ("GetAccountPublicAccessBlock", ""),
            Self::AccessPoints { .. } => ("ListAccessPoints", ""),
            Self::AccessPoint { .. } => ("GetAccessPoint", ""),
            Self::AccessPointStatus { .. } => ("GetAccessPointPolicyStatus", ""),
            Self::AccessPointPolicy { .. } => ("GetAccessPointPolicy", ""),
            Self::MultiRegionPointPolicy { .. } => ("GetMultiRegionAccessPointPolicy", ""),
            Self::MultiRegionPoints => ("ListMultiRegionAccessPoints", ""),
            Self::MultiRegionPointStatus { .. } => ("GetMultiRegionAccessPointPolicyStatus", ""),
            Self::Abac { bucket } => ("GetBucketAbac", bucket),
            Self::Tag { bucket, .. } => ("TagResource", bucket),
            Self::Untag { bucket, .. } => ("UntagResource", bucket),
            Self::Other => ("Unknown", ""),
        }
    }
}

fn respond(shared: &Shared, asked: &Asked) -> (u16, String) {
    let (call, bucket) = asked.named();
    let mut state = shared.lock();
    let request = Request { call: call.to_owned(), bucket: bucket.to_owned(), key: String::new() };
    state.requests.push(request);
    state.rival(bucket, call);
    match state.call_faults.get(&(bucket.to_owned(), call.to_owned())) {
        None | Some(CallFault::SlowDown(_)) => {}
        Some(CallFault::Denied) => return failure(403, "AccessDenied"),
        Some(CallFault::NotImplemented) => return failure(501, "NotImplemented"),
        Some(CallFault::Broken) => return failure(500, "InternalError"),
    }
    let known = state.buckets.contains_key(bucket);
    match asked {
        Asked::Identity => (200, identity()),
        Asked::AccountBlock => match state.account_block {
            Some(on) => (200, block(on)),
            None => failure(404, "NoSuchPublicAccessBlockConfiguration"),
        },
        Asked::AccessPoints { bucket } => (200, points::list(&state, bucket)),
        Asked::AccessPoint { name } => points::answer(&state, name, points::one),
        Asked::AccessPointStatus { name } => points::answer(&state, name, points::status),
        Asked::AccessPointPolicy { name } => points::policy(&state, name, points::OF_ONE),
        Asked::MultiRegionPointPolicy { name } => points::policy(&state, name, points::OF_SEVERAL),
        Asked::MultiRegionPoints => (200, points::of_several_regions(&state)),
        Asked::MultiRegionPointStatus { name } => {
            points::answer(&state, name, points::status_of_several_regions)
        }
        Asked::Abac { .. } | Asked::Tag { .. } | Asked::Untag { .. } if !known => {
            failure(404, "NoSuchBucket")
        }
        Asked::Abac { .. } => (200, abac(state.abac.contains(bucket))),
        Asked::Tag { tags, .. } => state.change_tags(bucket, |now| now.extend(tags.clone())),
        Asked::Untag { keys, .. } => {
            state.change_tags(bucket, |now| now.retain(|key, _| !keys.contains(key)))
        }
        Asked::Other => failure(501, "NotImplemented"),
    }
}

impl crate::state::State {
    fn change_tags(
        &mut self,
        bucket: &str,
        change: impl FnOnce(&mut std::collections::BTreeMap<String, String>),
    ) -> (u16, String) {
        if let Some(stored) = self.buckets.get_mut(bucket) {
            let mut tags = stored.settings.tags.clone();
            change(&mut tags);
            if tags.keys().filter(|key| !key.starts_with("aws:")).count() > 50 {
                return failure(400, "TooManyTagsException");
            }
            stored.settings.tags = tags;
        }
        (204, String::new())
    }
}

fn identity() -> String {
    format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:user/demo</Arn>\
         <UserId>AIDADEMO</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult>\
         </GetCallerIdentityResponse>"
    )
}

fn abac(on: bool) -> String {
    let status = if on { "Enabled" } else { "Disabled" };
    format!("<AbacStatus><Status>{status}</Status></AbacStatus>")
}

/// All four switches alike.
pub(crate) fn block(on: bool) -> String {
    let names =
        ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
    let switches: String = names.iter().map(|name| format!("<{name}>{on}</{name}>")).collect();
    format!("<PublicAccessBlockConfiguration>{switches}</PublicAccessBlockConfiguration>")
}

pub(crate) fn failure(status: u16, code: &str) -> (u16, String) {
    let text = format!(
        "<ErrorResponse><Error><Code>{code}</Code><Message>{code}</Message></Error></ErrorResponse>"
    );
    (status, text)
}

/// One part of a path, counted from 0.
fn segment(path: &str, at: usize) -> String {
    path.split('/').nth(at).map(unescaped).unwrap_or_default()
}

/// The texts of all elements of this name; a client writes no attributes.
fn elements(body: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let pieces = body.split(&open).skip(1);
    pieces.filter_map(|piece| piece.split(&close).next()).map(str::to_owned).collect()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits: Vec<u8> = rest.by_ref().take(2).collect();
        let value = std::str::from_utf8(&digits).ok().and_then(|d| u8::from_str_radix(d, 16).ok());
        bytes.extend(value);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

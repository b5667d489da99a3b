//! Services that are asked by a JSON body and a target header, on the same port as S3. Signatures
//! are not checked here.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Method, Response, StatusCode};
use s3s::Body;
use serde_json::{Value, json};

use crate::state::{CallFault, Request, Shared, State};

/// A status of HTTP and the body that goes with it.
pub(crate) type Answer = (u16, Value);

/// One such service.
pub(crate) struct JsonService {
    /// What its calls begin with in the target header.
    pub(crate) target: &'static str,
    /// The members of a request that name what it is about.
    pub(crate) named_by: &'static [&'static str],
    /// The answer to a call about the thing named.
    pub(crate) respond: fn(&State, call: &str, wanted: &str) -> Answer,
}

impl JsonService {
    /// Whether the request is for this service.
    pub(crate) fn concerns(&self, request: &hyper::Request<Incoming>) -> bool {
        request.method() == Method::POST
            && request
                .headers()
                .get("x-amz-target")
                .is_some_and(|target| target.as_bytes().starts_with(self.target.as_bytes()))
    }

    /// Notes the request and answers it, or fails as the test wants.
    pub(crate) async fn answer(
        &self,
        shared: &Shared,
        request: hyper::Request<Incoming>,
    ) -> Response<Body> {
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        let call = target.unwrap_or_default().trim_start_matches(self.target).to_owned();
        let body =
            request.into_body().collect().await.map(|all| all.to_bytes()).unwrap_or_default();
        let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
        let wanted = self.named_by.iter().find_map(|key| asked[key].as_str()).unwrap_or_default();
        let mut state = shared.lock();
        let request = Request { call: call.clone(), bucket: String::new(), key: wanted.into() };
        state.requests.push(request);
        let answer = state
            .json_fault(wanted, &call)
            .unwrap_or_else(|| (self.respond)(&state, &call, wanted));
        response(answer)
    }
}

fn response((status, answer): Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json_1_1 = hyper::header::HeaderValue::from_static("application/x-amz-json-1.1");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json_1_1);
    response
}

impl State {
    /// The failure that a call of a service that speaks JSON shall meet: for one `subject`, such
    /// as a key, or for all of them.
    fn json_fault(&self, subject: &str, call: &str) -> Option<Answer> {
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

/// An error in the words of such services.
pub(crate) fn failure(status: u16, kind: &str, message: &str) -> Answer {
    (status, json!({ "__type": kind, "message": message }))
}

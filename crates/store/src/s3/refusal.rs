//! What a store answers instead of what was asked for.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use crate::StoreError;

/// Longest detail kept of what a server says.
const DETAIL_CHARS_MAX: usize = 300;

/// A call that did not succeed, in terms that decide what happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status; `None` when no answer arrived.
    pub status: Option<u16>,
    /// The error code of the answer's body, such as `AccessDenied`.
    pub code: Option<String>,
    /// One sentence for people, without control characters.
    pub detail: String,
    /// The bucket's region, when the answer names it.
    pub region: Option<String>,
    /// Whether the credentials were missing when the request was to be signed.
    pub unsigned: bool,
}

impl Refusal {
    /// The code, or the status, or `no answer`.
    pub fn code_or_status(&self) -> String {
        match (&self.code, self.status) {
            (Some(code), _) => code.clone(),
            (None, Some(status)) => format!("HTTP {status}"),
            (None, None) => "no answer".into(),
        }
    }

    /// Whether the code is one of these.
    pub fn is_any(&self, codes: &[&str]) -> bool {
        self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }

    /// Whether the bucket lies in another region than the one asked.
    pub fn is_redirection(&self) -> bool {
        matches!(self.status, Some(301 | 307 | 308))
            || self.is_any(&[
                "PermanentRedirect",
                "TemporaryRedirect",
                "AuthorizationHeaderMalformed",
                "IllegalLocationConstraintException",
            ])
            || (self.status == Some(400) && self.code.is_none() && self.region.is_some())
    }

    /// The error of a whole target.
    pub(crate) fn into_store_error(
        self,
        call: &'static str,
        bucket: Option<&str>,
        endpoint: &str,
    ) -> StoreError {
        let what = bucket.map_or("all buckets".to_owned(), |b| format!("the bucket {b}"));
        if self.unsigned {
            return StoreError::NoCredentials { detail: self.detail };
        }
        if self.status.is_none() {
            return StoreError::Unreachable { endpoint: endpoint.into(), detail: self.detail };
        }
        if self.is_redirection() {
            return StoreError::WrongRegion {
                bucket: bucket.unwrap_or_default().into(),
                region: self.region.unwrap_or_else(|| "another region".into()),
            };
        }
        let missing = self.is_any(&["NoSuchBucket"]);
        if let (true, Some(bucket)) = (missing, bucket) {
            return StoreError::NoSuchBucket { bucket: bucket.into(), endpoint: endpoint.into() };
        }
        let code = self.code_or_status();
        match self.status {
            Some(401 | 403) => StoreError::Denied { call, what, code, detail: self.detail },
            _ => StoreError::Service { call, what, code, detail: self.detail },
        }
    }
}

/// Reads an SDK error. Bodies, headers and requests in it are left out: they can hold secrets.
pub fn refusal_of<E>(error: &SdkError<E>) -> Refusal
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let response = error.raw_response();
    let header = |name| response.and_then(|r| r.headers().get(name)).map(sanitized);
    let meta = error.as_service_error().map(ProvideErrorMetadata::meta);
    let code = meta.and_then(|m| m.code()).map(sanitized);
    let status = response.map(|r| r.status().as_u16());
    let detail = match (meta.and_then(|m| m.message()), status) {
        (Some(message), _) => sanitized(message),
        (None, Some(status)) if error.as_service_error().is_some() => {
            format!("HTTP status {status} without an explanation")
        }
        _ => chain(error),
    };
    let region = header("x-amz-bucket-region").filter(|r| !r.is_empty());
    Refusal { status, code, detail, region, unsigned: lacks_credentials(error) }
}

/// The error and its causes in one line, each said once.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut at = Some(error);
    while let Some(cause) = at {
        let words = cause.to_string();
        if !said.iter().any(|earlier| earlier.contains(&words)) {
            said.push(words);
        }
        at = cause.source();
    }
    sanitized(said.join(": "))
}

fn lacks_credentials(error: &(dyn Error + 'static)) -> bool {
    let mut at = Some(error);
    while let Some(cause) = at {
        if cause.is::<CredentialsError>() {
            return true;
        }
        at = cause.source();
    }
    false
}

/// A server's words without what could steer a terminal, and no longer than a sentence or two.
fn sanitized(words: impl AsRef<str>) -> String {
    let clean = words.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c });
    clean.take(DETAIL_CHARS_MAX).collect()
}

//! What a store answers instead of what was asked for.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::error::{ErrorMetadata, ProvideErrorMetadata, SdkError};

use crate::StoreError;

/// Longest detail kept of what a server says.
const DETAIL_CHARS_MAX: usize = 300;

/// The code of a call whose answer was not waited for.
const INTERRUPTED: &str = "Interrupted";

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
    /// Of a call whose answer was not waited for, because the run was interrupted.
    pub(crate) fn interrupted() -> Self {
        Self {
            status: None,
            code: Some(INTERRUPTED.into()),
            detail: "the run was interrupted".into(),
            region: None,
            unsigned: false,
        }
    }

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
        if self.is_any(&[INTERRUPTED]) {
            return StoreError::Interrupted { endpoint: endpoint.into() };
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
        (None, Some(status)) if status >= 300 && meta.is_some() => {
            format!("HTTP status {status} without an explanation")
        }
        (None, Some(_)) if meta.is_some() && code.is_none() => {
            not_understood(header("content-type"))
        }
        _ => chain(error),
    };
    let region = header("x-amz-bucket-region").filter(|r| !r.is_empty());
    Refusal { status, code, detail, region, unsigned: lacks_credentials(error) }
}

/// What is said of an answer that is not the service's. How the SDK failed over it helps nobody.
fn not_understood(content_type: Option<String>) -> String {
    let told = content_type.map_or(String::new(), |told| format!(" ({told})"));
    format!("the answer is not in S3's format{told}; is this the address of an S3 service?")
}

/// What lies at the bottom of an error, in one line: the service's own words where there are
/// some, else the last two causes.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut at = Some(error);
    while let Some(cause) = at {
        if let Some(told) = cause.downcast_ref::<ErrorMetadata>() {
            let code = told.code().unwrap_or("no code");
            return sanitized(format!("{code}: {}", told.message().unwrap_or("no explanation")));
        }
        let words = cause.to_string();
        if !said.iter().any(|earlier| earlier.contains(&words)) {
            said.push(words);
        }
        at = cause.source();
    }
    let from = said.len().saturating_sub(2);
    sanitized(said[from..].join(": "))
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

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    fn refusal(status: Option<u16>, code: &str) -> Refusal {
        Refusal {
            status,
            code: Some(code.into()),
            detail: "words".into(),
            region: Some("eu-west-1".into()),
            unsigned: false,
        }
    }

    fn error(refusal: Refusal) -> StoreError {
        refusal.into_store_error("ListObjectsV2", Some("orders"), "http://store")
    }

    #[test]
    fn errors_are_told_apart_by_what_can_be_done() {
        assert!(matches!(
            error(refusal(Some(404), "NoSuchBucket")),
            StoreError::NoSuchBucket { bucket, .. } if bucket == "orders"
        ));
        assert!(matches!(error(refusal(Some(403), "AccessDenied")), StoreError::Denied { .. }));
        assert!(matches!(
            error(refusal(Some(301), "PermanentRedirect")),
            StoreError::WrongRegion { region, .. } if region == "eu-west-1"
        ));
        assert!(matches!(error(refusal(None, "")), StoreError::Unreachable { .. }));
        assert!(matches!(error(refusal(Some(500), "X")), StoreError::Service { .. }));
        let unsigned = Refusal { unsigned: true, ..refusal(None, "") };
        assert!(matches!(error(unsigned), StoreError::NoCredentials { .. }));
    }

    #[derive(Debug)]
    struct Outer(Box<dyn Error + 'static>);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("dispatch failure")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&*self.0)
        }
    }

    #[test]
    fn the_bottom_of_an_error_is_what_is_said() {
        let told = ErrorMetadata::builder().code("AccessDenied").message("not\nyou").build();
        assert_eq!(chain(&Outer(Box::new(told))), "AccessDenied: not you");
        assert_eq!(chain(&Outer("refused".into())), "dispatch failure: refused");
    }
}

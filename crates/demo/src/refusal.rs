//! AWS's own words for what cannot be had.

use hyper::StatusCode;
use s3s::{S3Error, S3ErrorCode};

/// An error with its code, status and message. Codes that the library does not know would be sent
/// as 500, which clients retry; so the status is always said.
pub(crate) fn refused(code: &'static str, status: u16, message: impl Into<String>) -> S3Error {
    let code = S3ErrorCode::from_bytes(code.as_bytes()).unwrap_or(S3ErrorCode::InternalError);
    let mut error = S3Error::with_message(code, message.into());
    error
        .set_status_code(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    error
}

/// 404: the bucket has no such configuration.
pub(crate) fn absent(code: &'static str, what: &str) -> S3Error {
    refused(code, 404, format!("The {what} was not found"))
}

/// 403 as S3 words it.
pub(crate) fn denied() -> S3Error {
    refused("AccessDenied", 403, "Access Denied")
}

/// 503: too many requests.
pub(crate) fn slow_down() -> S3Error {
    refused("SlowDown", 503, "Please reduce your request rate.")
}

/// 500.
pub(crate) fn broken() -> S3Error {
    refused("InternalError", 500, "We encountered an internal error. Please try again.")
}

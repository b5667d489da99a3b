//! Takes answers to GET from stores that are careless with headers.

use aws_sdk_s3::config::interceptors::BeforeDeserializationInterceptorContextMut;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use aws_smithy_runtime_api::http::Headers;

/// Headers that nobody here reads. A value that the SDK cannot parse would cost the object.
const UNREAD: [&str; 9] = [
    "expires",
    "x-amz-delete-marker",
    "x-amz-missing-meta",
    "x-amz-mp-parts-count",
    "x-amz-object-lock-legal-hold",
    "x-amz-object-lock-retain-until-date",
    "x-amz-server-side-encryption-bucket-key-enabled",
    "x-amz-server-side-encryption-customer-key-md5",
    "x-amz-tagging-count",
];

/// Drops headers that are not read, are no UTF-8 or are there twice before the SDK parses them.
#[derive(Debug)]
pub(super) struct LenientHeaders;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for LenientHeaders {
    fn name(&self) -> &'static str {
        "LenientHeaders"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.response_mut().headers_mut();
        *headers = readable(headers);
        Ok(())
    }
}

fn readable(headers: &Headers) -> Headers {
    let mut kept = Headers::new();
    for (name, value) in headers.iter_bytes() {
        let name = name.to_ascii_lowercase();
        let Ok(value) = str::from_utf8(value) else { continue };
        if !UNREAD.contains(&name.as_str()) && !kept.contains_key(&name) {
            // A header that came over the wire and cannot be kept is one that nobody can read.
            let _ = kept.try_insert(name, value.to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_there_twice_counts_once() {
        let mut headers = Headers::new();
        headers.append("ETag", "\"a\"");
        headers.append("etag", "\"a\"");
        headers.append("Expires", "never");
        let kept = readable(&headers);
        assert_eq!(kept.get_all("etag").count(), 1);
        assert!(!kept.contains_key("expires"));
    }
}

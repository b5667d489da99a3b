//! Takes no answer longer than any that S3 gives: what is parsed is in memory as a whole.

use aws_sdk_s3::config::interceptors::BeforeDeserializationInterceptorContextMut;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

/// Bytes of one answer but the content of objects. A page of a listing takes three MiB at most.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// Ends an answer behind [`ANSWER_BYTES_MAX`], which makes an error of it.
#[derive(Debug)]
pub(super) struct BoundedAnswer;

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for BoundedAnswer {
    fn name(&self) -> &'static str {
        "BoundedAnswer"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_content = config.load::<Metadata>().is_some_and(|call| call.name() == "GetObject");
        let response = context.response_mut();
        // An error is parsed whatever the call was.
        if !(is_content && response.status().is_success()) {
            let body = std::mem::replace(response.body_mut(), SdkBody::taken());
            let bounded = Limited::new(body, ANSWER_BYTES_MAX).map_err(told);
            *response.body_mut() = SdkBody::from_body_1_x(bounded);
        }
        Ok(())
    }
}

/// What went wrong, in words of our own where it is the bound.
fn told(error: BoxError) -> BoxError {
    if !error.is::<LengthLimitError>() {
        return error;
    }
    format!("the answer has more than {} MiB, as none of S3 has", ANSWER_BYTES_MAX >> 20).into()
}

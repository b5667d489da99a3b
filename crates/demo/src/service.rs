//! The S3 calls, each handed to the file that answers it. What is not here answers 501.

use magpie_corpus::BucketSettings;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result};

use crate::configuration;
use crate::objects::Asked;
use crate::refusal::refused;
use crate::state::Shared;

/// The service; its state is shared with the [`crate::Server`] that tests hold.
#[derive(Clone)]
pub(crate) struct Service(pub(crate) Shared);

impl Service {
    /// A bucket's configuration.
    fn settings(&self, bucket: &str) -> S3Result<BucketSettings> {
        let state = self.0.lock();
        let stored = state
            .buckets
            .get(bucket)
            .ok_or_else(|| refused("NoSuchBucket", 404, "The specified bucket does not exist"))?;
        Ok(stored.settings.clone())
    }
}

/// The calls that say one thing about a bucket.
macro_rules! answers {
    ($($call:ident $input:ident $output:ident $answer:expr;)*) => {
        #[async_trait::async_trait]
        impl S3 for Service {
            $(async fn $call(&self, request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                let settings = self.settings(&request.input.bucket)?;
                let answer: fn(&BucketSettings) -> S3Result<$output> = $answer;
                Ok(S3Response::new(answer(&settings)?))
            })*

            async fn put_bucket_tagging(
                &self,
                request: S3Request<PutBucketTaggingInput>,
            ) -> S3Result<S3Response<PutBucketTaggingOutput>> {
                let PutBucketTaggingInput { bucket, tagging, .. } = request.input;
                self.0.lock().put_tags(&bucket, tagging.tag_set)?;
                Ok(S3Response::new(PutBucketTaggingOutput {}))
            }

            async fn delete_bucket_tagging(
                &self,
                request: S3Request<DeleteBucketTaggingInput>,
            ) -> S3Result<S3Response<DeleteBucketTaggingOutput>> {
                self.0.lock().put_tags(&request.input.bucket, Vec::new())?;
                Ok(S3Response::new(DeleteBucketTaggingOutput {}))
            }

            async fn delete_object_tagging(
                &self,
                request: S3Request<DeleteObjectTaggingInput>,
            ) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
                let DeleteObjectTaggingInput { bucket, key, version_id, .. } = request.input;
                let version = version_id.as_deref();
                self.0.lock().put_object_tags(&bucket, &key, version, Vec::new())?;
                Ok(S3Response::new(DeleteObjectTaggingOutput { version_id }))
            }

            async fn get_object_tagging(
                &self,
                request: S3Request<GetObjectTaggingInput>,
            ) -> S3Result<S3Response<GetObjectTaggingOutput>> {
                let GetObjectTaggingInput { bucket, key, version_id, .. } = request.input;
                let version = version_id.as_deref();
                let tag_set = self.0.lock().object_tags(&bucket, &key, version)?;
                Ok(S3Response::new(GetObjectTaggingOutput { tag_set, version_id }))
            }

            async fn put_object_tagging(
                &self,
                request: S3Request<PutObjectTaggingInput>,
            ) -> S3Result<S3Response<PutObjectTaggingOutput>> {
                let PutObjectTaggingInput { bucket, key, version_id, tagging, .. } = request.input;
                let version = version_id.as_deref();
                self.0.lock().put_object_tags(&bucket, &key, version, tagging.tag_set)?;
                Ok(S3Response::new(PutObjectTaggingOutput { version_id }))
            }

            async fn list_buckets(
                &self,
                request: S3Request<ListBucketsInput>,
            ) -> S3Result<S3Response<ListBucketsOutput>> {
                Ok(S3Response::new(self.0.lock().list_buckets(&request.input)))
            }

            async fn list_objects_v2(
                &self,
                request: S3Request<ListObjectsV2Input>,
            ) -> S3Result<S3Response<ListObjectsV2Output>> {
                Ok(S3Response::new(self.0.lock().list_objects(request.input)?))
            }

            async fn get_object(
                &self,
                request: S3Request<GetObjectInput>,
            ) -> S3Result<S3Response<GetObjectOutput>> {
                let input = &request.input;
                let asked = Asked {
                    if_match: input.if_match.as_ref(),
                    if_none_match: input.if_none_match.as_ref(),
                    range: input.range,
                    customer_key: input.sse_customer_key.as_deref(),
                };
                let found = self.0.lock().find(&input.bucket, &input.key, true, &asked)?;
                Ok(S3Response::new(found.into_get()))
            }

            async fn head_object(
                &self,
                request: S3Request<HeadObjectInput>,
            ) -> S3Result<S3Response<HeadObjectOutput>> {
                let input = &request.input;
                let asked = Asked {
                    if_match: input.if_match.as_ref(),
                    if_none_match: input.if_none_match.as_ref(),
                    range: None,
                    customer_key: input.sse_customer_key.as_deref(),
                };
                // With checksums, S3 wants the right to decrypt for a HEAD too.
                let decrypts = input.checksum_mode.is_some();
                let mut state = self.0.lock();
                let found = state.find(&input.bucket, &input.key, decrypts, &asked)?;
                let version_id = state.version_of(&input.bucket, &input.key);
                Ok(S3Response::new(HeadObjectOutput { version_id, ..found.into_head() }))
            }
        }
    };
}

answers! {
    get_bucket_acl GetBucketAclInput GetBucketAclOutput |s| Ok(configuration::acl(s));
    get_bucket_encryption GetBucketEncryptionInput GetBucketEncryptionOutput
        configuration::encryption;
    get_bucket_lifecycle_configuration GetBucketLifecycleConfigurationInput
        GetBucketLifecycleConfigurationOutput configuration::lifecycle;
    get_bucket_location GetBucketLocationInput GetBucketLocationOutput
        |s| Ok(configuration::location(s));
    get_bucket_logging GetBucketLoggingInput GetBucketLoggingOutput
        |s| Ok(configuration::logging(s));
    get_bucket_ownership_controls GetBucketOwnershipControlsInput
        GetBucketOwnershipControlsOutput configuration::ownership;
    get_bucket_notification_configuration GetBucketNotificationConfigurationInput
        GetBucketNotificationConfigurationOutput |_| Ok(Default::default());
    get_bucket_policy GetBucketPolicyInput GetBucketPolicyOutput configuration::policy;
    get_bucket_policy_status GetBucketPolicyStatusInput GetBucketPolicyStatusOutput
        configuration::policy_status;
    get_bucket_replication GetBucketReplicationInput GetBucketReplicationOutput
        configuration::replication;
    get_bucket_request_payment GetBucketRequestPaymentInput GetBucketRequestPaymentOutput
        |_| Ok(configuration::request_payment());
    get_bucket_website GetBucketWebsiteInput GetBucketWebsiteOutput configuration::website;
    list_bucket_inventory_configurations ListBucketInventoryConfigurationsInput
        ListBucketInventoryConfigurationsOutput |_| Ok(Default::default());
    get_bucket_tagging GetBucketTaggingInput GetBucketTaggingOutput configuration::tagging;
    get_bucket_versioning GetBucketVersioningInput GetBucketVersioningOutput
        |s| Ok(configuration::versioning(s));
    get_object_lock_configuration GetObjectLockConfigurationInput
        GetObjectLockConfigurationOutput configuration::object_lock;
    get_public_access_block GetPublicAccessBlockInput GetPublicAccessBlockOutput
        configuration::public_access_block;
    head_bucket HeadBucketInput HeadBucketOutput |s| {
        Ok(HeadBucketOutput { bucket_region: Some(s.region.clone()), ..Default::default() })
    };
}

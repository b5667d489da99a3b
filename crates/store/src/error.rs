//! Why a target as a whole cannot be read, told apart by what the caller can do about it.

use std::io;
use std::path::PathBuf;

/// A target that cannot be listed, or a connection that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The options contradict each other or name something that is not configured.
    #[error("{0}")]
    Configuration(String),
    /// The path does not exist.
    #[error("{} does not exist: name an existing directory or file", .path.display())]
    NoSuchPath {
        /// As the user gave it.
        path: PathBuf,
    },
    /// The path exists and cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    UnreadablePath {
        /// As the user gave it.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// An inventory that cannot be used, or not to its end.
    #[error("the inventory {manifest}: {problem}")]
    Inventory {
        /// Its manifest.
        manifest: String,
        /// What is wrong, and how it is mended.
        problem: String,
    },
    /// The credential chain came to its end without credentials, or a provider in it broke.
    #[error(
        "no AWS credentials: {detail}. Set AWS_PROFILE or --profile, run `aws sso login`, or set \
         AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    )]
    NoCredentials {
        /// What the chain said, without any secret.
        detail: String,
    },
    /// The role cannot be assumed.
    #[error("the role {role_arn} cannot be assumed: {detail}")]
    RoleRefused {
        /// The role asked for.
        role_arn: String,
        /// What STS said.
        detail: String,
    },
    /// The endpoint does not answer.
    #[error("{endpoint} does not answer: {detail}. Check --endpoint-url, --region and the network")]
    Unreachable {
        /// The endpoint asked.
        endpoint: String,
        /// What the network said.
        detail: String,
    },
    /// The user did not want to wait any longer.
    #[error("interrupted before {endpoint} answered")]
    Interrupted {
        /// The endpoint asked.
        endpoint: String,
    },
    /// There is no such bucket.
    #[error("the bucket {bucket} does not exist at {endpoint}: check its name and --endpoint-url")]
    NoSuchBucket {
        /// The bucket.
        bucket: String,
        /// The endpoint asked.
        endpoint: String,
    },
    /// The credentials do not allow it, or are not valid at all.
    #[error("{call} on {what} was denied ({code}): {detail}")]
    Denied {
        /// The API call.
        call: &'static str,
        /// The bucket, or `all buckets`.
        what: String,
        /// S3's error code.
        code: String,
        /// What S3 said.
        detail: String,
    },
    /// The bucket lies in another region, and the store did not let us follow it there.
    #[error("the bucket {bucket} lies in {region}: pass --region with that region")]
    WrongRegion {
        /// The bucket.
        bucket: String,
        /// Its region, or `another region` when the store does not name it.
        region: String,
    },
    /// Any other answer that is not a success.
    #[error("{call} on {what} failed ({code}): {detail}")]
    Service {
        /// The API call.
        call: &'static str,
        /// The bucket, or `all buckets`.
        what: String,
        /// S3's error code, or the HTTP status.
        code: String,
        /// What S3 said.
        detail: String,
    },
}

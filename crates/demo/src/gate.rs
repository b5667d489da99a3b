//! What every S3 request passes first: its signature's owner, the log, the faults of calls, the
//! bucket's existence, its owner and, if asked for, its region.

use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Error, S3Result};

use crate::account::ACCOUNT;
use crate::refusal::{broken, denied, refused, slow_down};
use crate::server::Server;
use crate::state::{CallFault, Request, Shared, State};

/// Knows the one key pair.
pub(crate) struct OnePair;

#[async_trait::async_trait]
impl S3Auth for OnePair {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == Server::ACCESS_KEY_ID {
            return Ok(SecretKey::from(Server::SECRET_ACCESS_KEY));
        }
        let message = "The AWS Access Key Id you provided does not exist in our records.";
        Err(refused("InvalidAccessKeyId", 403, message))
    }
}

/// The gate.
pub(crate) struct Gate(pub(crate) Shared);

#[async_trait::async_trait]
impl S3Access for Gate {
    async fn check(&self, request: &mut S3AccessContext<'_>) -> S3Result<()> {
        if request.credentials().is_none() {
            return Err(denied());
        }
        let call = request.s3_op().name().to_owned();
        let bucket = request.s3_path().get_bucket_name().unwrap_or_default().to_owned();
        let key = request.s3_path().get_object_key().unwrap_or_default().to_owned();
        let region = signed_region(request);
        let owner = request.headers().get("x-amz-expected-bucket-owner");
        let of_another = owner.is_some_and(|owner| owner.as_bytes() != ACCOUNT.as_bytes());
        let mut state = self.0.lock();
        state.requests.push(Request { call: call.clone(), bucket: bucket.clone(), key });
        state.rival(&bucket, &call);
        if let Some(error) = state.call_fault(&bucket, &call) {
            return Err(error);
        }
        if bucket.is_empty() || call == "CreateBucket" {
            return Ok(());
        }
        let Some(stored) = state.buckets.get(&bucket) else {
            return Err(refused("NoSuchBucket", 404, "The specified bucket does not exist"));
        };
        if of_another && !state.owners_unchecked {
            return Err(denied());
        }
        let home = stored.settings.region.as_str();
        let astray = state.regions_enforced && region.is_some_and(|region| region != home);
        if astray && call != "GetBucketLocation" {
            return Err(redirected(home));
        }
        Ok(())
    }
}

impl State {
    /// The error that `call` shall meet, if any; one that ends counts down.
    pub(crate) fn call_fault(&mut self, bucket: &str, call: &str) -> Option<S3Error> {
        let fault = self.call_faults.get_mut(&(bucket.to_owned(), call.to_owned()))?;
        match fault {
            CallFault::Denied => Some(denied()),
            CallFault::NotImplemented => {
                let message = "A header you provided implies functionality that is not implemented";
                Some(refused("NotImplemented", 501, message))
            }
            CallFault::Broken => Some(broken()),
            CallFault::SlowDown(0) => None,
            CallFault::SlowDown(left) => {
                *left -= 1;
                Some(slow_down())
            }
        }
    }
}

/// The region in the credential scope of a signature of version 4.
fn signed_region(request: &S3AccessContext<'_>) -> Option<String> {
    let header = request.headers().get("authorization")?.to_str().ok()?;
    let scope = header.split("Credential=").nth(1)?;
    scope.split('/').nth(2).map(str::to_owned)
}

/// 301 with the bucket's region, as S3 answers requests that are signed for another one.
fn redirected(home: &str) -> S3Error {
    let message = "The bucket you are attempting to access must be addressed using the specified \
                   endpoint. Please send all future requests to this endpoint.";
    let mut error = refused("PermanentRedirect", 301, message);
    if let Ok(value) = home.parse() {
        error.set_headers(std::iter::once((REGION_HEADER, value)).collect());
    }
    error
}

const REGION_HEADER: hyper::header::HeaderName =
    hyper::header::HeaderName::from_static("x-amz-bucket-region");

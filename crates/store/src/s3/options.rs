//! How to reach S3: the user's options, and the usual environment of the AWS tools.

use std::time::Duration;

use aws_config::default_provider::region::DefaultRegionChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::service_config::ServiceConfigKey;

use super::SseCKey;
use crate::{Stop, StoreError};

/// Signs requests where nothing names a region: S3 then tells where the bucket lies.
pub(super) const REGION_DEFAULT: &str = "us-east-1";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const FIRST_BYTE_TIMEOUT: Duration = Duration::from_secs(30);
/// For one answer but the content of objects, which ends when its bytes no longer come.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
const ATTEMPTS_MAX: u32 = 4;
/// The longest pause between two attempts, so that a dead endpoint is reported within seconds.
const BACKOFF_MAX: Duration = Duration::from_secs(4);
/// How to reach S3. Everything that is `None` comes from the usual environment of the AWS tools.
#[derive(Clone, Debug)]
pub struct S3Options {
    /// `--endpoint-url`; requests are then path style.
    pub endpoint_url: Option<String>,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--region`.
    pub region: Option<String>,
    /// `--role-arn`: assumed by STS with the credentials found.
    pub role_arn: Option<String>,
    /// `--external-id`: only together with a role.
    pub external_id: Option<String>,
    /// Sent with requests for objects that prove to be SSE-C, never with others.
    pub sse_c_key: Option<SseCKey>,
    /// Bytes read ahead of their use, over all open objects together. Each open object may hold
    /// one part of 8 MiB beyond it.
    pub read_ahead_bytes: usize,
    /// Ends whatever waits for an answer.
    pub stop: Stop,
}

impl Default for S3Options {
    fn default() -> Self {
        Self {
            endpoint_url: None,
            profile: None,
            region: None,
            role_arn: None,
            external_id: None,
            sse_c_key: None,
            read_ahead_bytes: 64 << 20,
            stop: Stop::default(),
        }
    }
}

pub(super) fn check(options: &S3Options) -> Result<(), StoreError> {
    if options.external_id.is_some() && options.role_arn.is_none() {
        let message = "--external-id is for --role-arn: name the role too";
        return Err(StoreError::Configuration(message.into()));
    }
    match &options.endpoint_url {
        Some(url) => check_url("--endpoint-url", url),
        None => Ok(()),
    }
}

/// Refuses what is no address of a server, and what holds a secret before that is shown anywhere.
pub(super) fn check_url(named_by: &str, url: &str) -> Result<(), StoreError> {
    if url.contains('@') {
        return Err(StoreError::Configuration(format!(
            "{named_by} may not hold a user name or password; leave out what stands before the @ and give credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)"
        )));
    }
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
        let shown = if url.is_empty() { "is empty" } else { url };
        return Err(StoreError::Configuration(format!(
            "{named_by} {shown}: write http://host:port or https://host"
        )));
    }
    Ok(())
}

pub(super) async fn configure(options: &S3Options) -> Result<SdkConfig, StoreError> {
    let mut loader = loader(options);
    if let Some(profile) = &options.profile {
        loader = loader.credentials_provider(of_profile(profile, options).await);
    }
    let sdk = loader.load().await;
    let sdk = match sdk.region() {
        Some(_) => sdk,
        None => sdk.into_builder().region(Region::from_static(REGION_DEFAULT)).build(),
    };
    let own = sdk.credentials_provider().ok_or_else(|| StoreError::NoCredentials {
        detail: "the credential chain is empty".into(),
    })?;
    own.provide_credentials().await.map_err(|e| no_credentials(&e, options))?;
    let Some(role_arn) = &options.role_arn else { return Ok(sdk) };
    let mut role = AssumeRoleProvider::builder(role_arn).session_name("magpie").configure(&sdk);
    if let Some(external_id) = &options.external_id {
        role = role.external_id(external_id);
    }
    let role = role.build_from_provider(own).await;
    role.provide_credentials().await.map_err(|e| StoreError::RoleRefused {
        role_arn: role_arn.clone(),
        detail: super::refusal::chain(&e),
    })?;
    Ok(sdk.into_builder().credentials_provider(SharedCredentialsProvider::new(role)).build())
}

fn loader(options: &S3Options) -> ConfigLoader {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(FIRST_BYTE_TIMEOUT)
        .operation_attempt_timeout(ANSWER_TIMEOUT)
        .build();
    let retries =
        RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX).with_max_backoff(BACKOFF_MAX);
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .timeout_config(timeouts)
        .retry_config(retries);
    if let Some(url) = &options.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &options.region {
        loader = loader.region(Region::new(region.clone()));
    }
    loader
}

/// The credentials of the profile that the user named, and no others: left to itself, the chain
/// would prefer those of the environment.
async fn of_profile(profile: &str, options: &S3Options) -> ProfileFileCredentialsProvider {
    let region = match &options.region {
        Some(region) => Some(Region::new(region.clone())),
        None => DefaultRegionChain::builder().profile_name(profile).build().region().await,
    };
    let region = region.unwrap_or(Region::from_static(REGION_DEFAULT));
    let provider = ProviderConfig::without_region().with_region(Some(region));
    ProfileFileCredentialsProvider::builder().profile_name(profile).configure(&provider).build()
}

fn no_credentials(error: &CredentialsError, options: &S3Options) -> StoreError {
    match (error, &options.profile) {
        (CredentialsError::CredentialsNotLoaded(_), Some(profile)) => StoreError::Configuration(
            format!("--profile {profile}: there is no such profile, or it names no credentials"),
        ),
        (CredentialsError::CredentialsNotLoaded(_), None) => StoreError::NoCredentials {
            detail: "the environment, the profile and the machine's role offer none".into(),
        },
        (other, _) => StoreError::NoCredentials {
            detail: super::refusal::chain(other).trim_end_matches('.').into(),
        },
    }
}

/// The endpoint that the SDK will use instead of AWS: the option, else what the environment or
/// the profile name for S3 alone, else what they name for every service.
pub(super) fn endpoint_override(options: &S3Options, sdk: &SdkConfig) -> Option<String> {
    if options.endpoint_url.is_some() {
        return options.endpoint_url.clone();
    }
    let key = ServiceConfigKey::builder()
        .service_id("S3")
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    let for_s3 = sdk.service_config().and_then(|config| config.load_config(key));
    for_s3.or_else(|| sdk.endpoint_url().map(Into::into))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(options: S3Options) -> String {
        match check(&options) {
            Err(StoreError::Configuration(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn options_that_contradict_each_other_are_refused() {
        let external_id = Some("x".into());
        let alone = S3Options { external_id, ..S3Options::default() };
        assert!(refused(alone).contains("--role-arn"));
        for url in ["localhost:9000", "ftp://x", "http://", "https:///x", "http://me:s3cret@host"] {
            let endpoint_url = Some(url.into());
            let message = refused(S3Options { endpoint_url, ..S3Options::default() });
            assert!(message.contains("--endpoint-url") && !message.contains("s3cret"));
        }
        let endpoint_url = Some("http://127.0.0.1:9000".into());
        assert!(check(&S3Options { endpoint_url, ..S3Options::default() }).is_ok());
    }
}

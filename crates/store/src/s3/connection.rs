//! A connection to S3: credentials, endpoint, regions, and the runtime that waits for answers.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use aws_config::{Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::ResponseChecksumValidation;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::bounded::BoundedAnswer;
use super::options::{REGION_DEFAULT, check, check_url, configure, endpoint_override};
use super::refusal::{Refusal, refusal_of};
use super::{BucketName, S3Options, S3Store, SseCKey};
use crate::{Stop, StoreError};

/// Threads that wait for the network. What they carry is scanned elsewhere.
const RUNTIME_THREADS: usize = 2;

/// A connection to S3, cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
}

struct Shared {
    runtime: Background,
    sdk: SdkConfig,
    client: Client,
    endpoint_url: Option<String>,
    /// Clients of buckets that turned out to lie in another region.
    regional: Mutex<BTreeMap<String, Client>>,
    sse_c_key: Option<SseCKey>,
    /// Permits for parts read ahead, one each.
    read_ahead: Arc<Semaphore>,
    stop: Stop,
}

/// A runtime whose end does not wait for what its threads still do, such as looking up a name.
struct Background(Option<Runtime>);

impl Background {
    fn runtime(&self) -> &Runtime {
        self.0.as_ref().expect("the runtime is there until it is dropped")
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Finds credentials and makes a connection. No bucket is asked yet.
///
/// # Errors
/// When the options contradict each other, there are no credentials, or the role is refused.
pub fn connect(options: &S3Options) -> Result<Connection, StoreError> {
    Connection::open(options)
}

impl Connection {
    fn open(options: &S3Options) -> Result<Self, StoreError> {
        check(options)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(RUNTIME_THREADS)
            .thread_name("s3")
            .enable_all()
            .build()
            .map_err(|e| StoreError::Configuration(format!("no threads for S3: {e}")))?;
        let runtime = Background(Some(runtime));
        let configured = runtime.runtime().block_on(options.stop.race(configure(options)));
        let sdk = configured.unwrap_or_else(|| {
            Err(StoreError::Interrupted { endpoint: "the provider of credentials".into() })
        })?;
        let endpoint_url = endpoint_override(options, &sdk);
        if let Some(url) = &endpoint_url {
            check_url("the endpoint (AWS_ENDPOINT_URL, or endpoint_url of the profile)", url)?;
        }
        let config = aws_sdk_s3::config::Builder::from(&sdk)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .force_path_style(endpoint_url.is_some())
            .interceptor(BoundedAnswer)
            .build();
        let shared = Shared {
            runtime,
            sdk,
            client: Client::from_conf(config),
            endpoint_url,
            regional: Mutex::default(),
            sse_c_key: options.sse_c_key.clone(),
            read_ahead: Arc::new(Semaphore::new(options.read_ahead_bytes / super::PART_BYTES)),
            stop: options.stop.clone(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The objects of one bucket whose keys begin with `prefix`. Asks nothing yet.
    pub fn bucket(&self, name: &BucketName, prefix: &str) -> S3Store {
        S3Store::new(self.clone(), name, prefix)
    }

    /// Every bucket that the credentials list, by name.
    ///
    /// # Errors
    /// When the list cannot be had.
    pub fn list_buckets(&self) -> Result<Vec<BucketName>, StoreError> {
        super::list::buckets(self)
    }

    /// Where requests go, for messages.
    pub fn endpoint(&self) -> String {
        match &self.shared.endpoint_url {
            Some(url) => url.clone(),
            None => {
                let region = self.shared.sdk.region().map_or(REGION_DEFAULT, Region::as_ref);
                format!("S3 in {region}")
            }
        }
    }

    /// The endpoint that replaces AWS, when an option, the environment or the profile names one.
    pub fn endpoint_override(&self) -> Option<&str> {
        self.shared.endpoint_url.as_deref()
    }

    /// The SDK's configuration, for clients of services beside S3.
    pub fn sdk_config(&self) -> &SdkConfig {
        &self.shared.sdk
    }

    /// Waits for a future on the connection's runtime; `None` when the run was interrupted before.
    /// Never call it from inside that runtime.
    pub(crate) fn wait<F: Future>(&self, future: F) -> Option<F::Output> {
        self.shared.runtime.runtime().block_on(self.shared.stop.race(future))
    }

    /// Waits for the answer to a call, as long as the run is not interrupted. Never call it from
    /// inside the connection's runtime.
    ///
    /// # Errors
    /// What the service, or the network, answered instead.
    #[expect(clippy::result_large_err, reason = "it is the SDK's own error, made once a call")]
    pub fn answer<T, E>(
        &self,
        call: impl Future<Output = Result<T, SdkError<E>>>,
    ) -> Result<T, SdkError<E>> {
        let interrupted = || Err(SdkError::construction_failure("the run was interrupted"));
        self.wait(call).unwrap_or_else(interrupted)
    }

    /// Makes one call about a bucket with a client for the bucket's region.
    ///
    /// # Errors
    /// What the store, or the network, answered instead.
    pub fn ask<T, E, F>(&self, bucket: &str, call: impl Fn(Client) -> F) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, SdkError<E>>>,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.wait(self.ask_async(bucket, call)).unwrap_or_else(|| Err(Refusal::interrupted()))
    }

    /// As [`Self::ask`], for use inside the runtime. A redirection is followed once.
    pub(crate) async fn ask_async<T, E, F>(
        &self,
        bucket: &str,
        call: impl Fn(Client) -> F,
    ) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, SdkError<E>>>,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let client = self.client(bucket);
        let refusal = match call(client.clone()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => refusal_of(&error),
        };
        if !refusal.is_redirection() {
            return Err(refusal);
        }
        match self.follow(bucket, &client, refusal.region.clone()).await {
            Some(regional) => call(regional).await.map_err(|e| refusal_of(&e)),
            None => Err(refusal),
        }
    }

    /// The region that holds a bucket, as HeadBucket's header tells; `None` when it does not.
    ///
    /// # Errors
    /// What the store, or the network, answered instead.
    pub fn region_of(&self, bucket: &str) -> Result<Option<String>, Refusal> {
        let client = self.client(bucket);
        match self.answer(client.head_bucket().bucket(bucket).send()) {
            Ok(answer) => Ok(answer.bucket_region().map(Into::into)),
            Err(error) => {
                let refusal = refusal_of(&error);
                refusal.region.clone().map_or(Err(refusal), |region| Ok(Some(region)))
            }
        }
    }

    /// The customer's key for SSE-C objects, where the options name one.
    pub fn sse_c_key(&self) -> Option<&SseCKey> {
        self.shared.sse_c_key.as_ref()
    }

    pub(crate) fn read_ahead(&self) -> &Arc<Semaphore> {
        &self.shared.read_ahead
    }

    pub(crate) fn spawn<F>(&self, future: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.shared.runtime.runtime().spawn(future)
    }

    fn client(&self, bucket: &str) -> Client {
        let regional = self.shared.regional.lock().unwrap_or_else(PoisonError::into_inner);
        regional.get(bucket).unwrap_or(&self.shared.client).clone()
    }

    /// A client for the region that `told` names, or else HeadBucket; `None` when neither tells
    /// another region than the one just asked.
    async fn follow(&self, bucket: &str, asked: &Client, told: Option<String>) -> Option<Client> {
        let region = match told {
            Some(region) => region,
            None => match asked.head_bucket().bucket(bucket).send().await {
                Ok(answer) => answer.bucket_region()?.to_owned(),
                Err(error) => refusal_of(&error).region?,
            },
        };
        if asked.config().region().is_some_and(|known| known.as_ref() == region) {
            return None;
        }
        let config = asked.config().to_builder().region(Region::new(region)).build();
        let client = Client::from_conf(config);
        let mut regional = self.shared.regional.lock().unwrap_or_else(PoisonError::into_inner);
        regional.insert(bucket.into(), client.clone());
        Some(client)
    }
}

/// Says nothing of credentials, keys or configuration beyond the endpoint.
impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}

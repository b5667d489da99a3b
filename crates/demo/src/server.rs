//! The server's thread, and what callers can do to it while it runs.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use magpie_corpus::{Corpus, Fault, Object};
use s3s::Body;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::account;
use crate::gate::{Gate, OnePair};
use crate::kms::KMS;
use crate::service::Service;
use crate::state::{CallFault, Request, Shared};
use crate::trails::CLOUDTRAIL;

/// What a server is started with.
#[derive(Clone, Debug, Default)]
pub struct ServerOptions {
    /// The buckets and objects; [`Corpus::default`] for none.
    pub corpus: Corpus,
    /// The port on 127.0.0.1; 0 lets the system choose a free one.
    pub port: u16,
    /// Whether a request that is signed for another region than its bucket's is redirected (301),
    /// as S3 does; otherwise any region will do.
    pub regions_enforced: bool,
}

/// A running server; dropping it stops it and closes its connections.
pub struct Server {
    endpoint_url: String,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("endpoint_url", &self.endpoint_url).finish_non_exhaustive()
    }
}

impl Server {
    /// The access key id that requests must be signed with.
    pub const ACCESS_KEY_ID: &'static str = "MAGPIEDEMOLOOPBACK01";
    /// The secret that goes with it. It opens this server on loopback and nothing else.
    pub const SECRET_ACCESS_KEY: &'static str = "loopback-only-5f0c41d2a7be4c3f9d68e1b27a90";
    /// The key that SSE-C objects are opened with.
    pub const SSE_C_KEY: &'static [u8; 32] = b"magpie-demo-customer-key-32bytes";
    /// The same in base 64, as the request header carries it.
    pub const SSE_C_KEY_BASE64: &'static str = "bWFncGllLWRlbW8tY3VzdG9tZXIta2V5LTMyYnl0ZXM=";
    /// The region of buckets whose recipe names none.
    pub const REGION: &'static str = "us-east-1";

    /// Binds the port, starts the server's own thread and returns at once; requests are answered
    /// from then on. Callers need no runtime of their own.
    pub fn start(options: ServerOptions) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = StdListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let endpoint_url = format!("http://{}", listener.local_addr()?);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("demo-s3")
            .enable_all()
            .build()?;
        let shared = Shared::new(options.corpus, options.regions_enforced);
        let (stop, stopped) = oneshot::channel();
        let served = shared.clone();
        let thread = std::thread::Builder::new().name("demo-s3-main".into()).spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    _ = accept(listener, served) => {}
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self { endpoint_url, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint_url
    }

    /// From now on `fault` happens to this object; `None` mends it. Faults that end begin anew.
    /// False when there is no such object.
    pub fn fail_object(&self, bucket: &str, key: &str, fault: Option<Fault>) -> bool {
        let mut state = self.shared.lock();
        let object = state.buckets.get_mut(bucket).and_then(|bucket| bucket.objects.get_mut(key));
        object.is_some_and(|object| {
            object.fault = fault;
            object.times_read = 0;
            true
        })
    }

    /// From now on `fault` happens to `call` (such as `GetBucketEncryption`, `ListObjectsV2`) on
    /// this bucket, or a call of KMS on the key of this ARN; an empty bucket is meant for
    /// `ListBuckets`, the calls about the account and those of KMS on any key. `None` mends it.
    pub fn fail_call(&self, bucket: &str, call: &str, fault: Option<CallFault>) {
        let mut state = self.shared.lock();
        let place = (bucket.to_owned(), call.to_owned());
        match fault {
            Some(fault) => state.call_faults.insert(place, fault),
            None => state.call_faults.remove(&place),
        };
    }

    /// Puts an object, in place of one of the same key. False when there is no such bucket.
    pub fn put(&self, bucket: &str, object: Object) -> bool {
        let mut state = self.shared.lock();
        state.buckets.get_mut(bucket).is_some_and(|bucket| {
            bucket.put(object);
            true
        })
    }

    /// Takes an object away. False when there was none.
    pub fn remove(&self, bucket: &str, key: &str) -> bool {
        let mut state = self.shared.lock();
        state.buckets.get_mut(bucket).is_some_and(|bucket| bucket.objects.remove(key).is_some())
    }

    /// Sets all four switches of the account's Block Public Access alike; `None` takes them away.
    pub fn set_account_block(&self, on: Option<bool>) {
        self.shared.lock().account_block = on;
    }

    /// From now on nobody looks at the owner that a request expects of its bucket, as in stores
    /// that are not AWS.
    pub fn ignore_owners(&self) {
        self.shared.lock().owners_unchecked = true;
    }

    /// From now on the object's answers name this status of replication, such as `REPLICA`.
    pub fn say_replication(&self, bucket: &str, key: &str, status: &'static str) {
        let mut state = self.shared.lock();
        let stored = state.buckets.get_mut(bucket).and_then(|b| b.objects.get_mut(key));
        if let Some(object) = stored {
            object.replication = Some(status);
        }
    }

    /// A bucket's tags as they are; `None` when there is no such bucket.
    pub fn tags(&self, bucket: &str) -> Option<BTreeMap<String, String>> {
        self.shared.lock().buckets.get(bucket).map(|stored| stored.settings.tags.clone())
    }

    /// An object's tags as they are; `None` when there is no such object.
    pub fn object_tags(&self, bucket: &str, key: &str) -> Option<BTreeMap<String, String>> {
        let state = self.shared.lock();
        let object = state.buckets.get(bucket)?.objects.get(key)?;
        Some(object.tags.clone())
    }

    /// Changes an object's tags, as another program might at any time.
    pub fn change_object_tags(
        &self,
        bucket: &str,
        key: &str,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) {
        let mut state = self.shared.lock();
        let stored = state.buckets.get_mut(bucket).and_then(|b| b.objects.get_mut(key));
        if let Some(object) = stored {
            change(&mut object.tags);
        }
    }

    /// Changes a bucket's tags, as another program might at any time.
    pub fn change_tags(&self, bucket: &str, change: impl FnOnce(&mut BTreeMap<String, String>)) {
        if let Some(stored) = self.shared.lock().buckets.get_mut(bucket) {
            change(&mut stored.settings.tags);
        }
    }

    /// From now on `change` happens to the bucket's tags each time before `call` is answered: a
    /// second writer, at the moment that hurts.
    pub fn rival(
        &self,
        bucket: &str,
        call: &str,
        change: impl FnMut(&mut BTreeMap<String, String>) + Send + 'static,
    ) {
        let place = (bucket.to_owned(), call.to_owned());
        self.shared.lock().rivals.insert(place, Box::new(change));
    }

    /// Lets tags decide about access to a bucket.
    pub fn enable_abac(&self, bucket: &str) {
        self.shared.lock().abac.insert(bucket.to_owned());
    }

    /// Takes a bucket away with all its objects. False when there was none.
    pub fn remove_bucket(&self, bucket: &str) -> bool {
        self.shared.lock().buckets.remove(bucket).is_some()
    }

    /// The requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The thread may have ended by itself; then nobody listens.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Takes connections until the runtime ends.
async fn accept(listener: StdListener, shared: Shared) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut builder = S3ServiceBuilder::new(Service(shared.clone()));
    builder.set_auth(OnePair);
    builder.set_access(Gate(shared.clone()));
    let s3 = Arc::new(builder.build());
    loop {
        // An accept that fails (out of descriptors) must not end the server.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, s3.clone(), shared.clone()));
        }
    }
}

/// Serves one connection until the client leaves or a body breaks.
async fn connection(stream: TcpStream, s3: Arc<S3Service>, shared: Shared) {
    // Without this, the last piece of a body waits for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let (s3, shared) = (s3.clone(), shared.clone());
        async move {
            for service in [&KMS, &CLOUDTRAIL] {
                if service.concerns(&request) {
                    return Ok(service.answer(&shared, request).await);
                }
            }
            if account::concerns(&request) {
                return Ok(account::answer(&shared, request).await);
            }
            s3.call(request.map(Body::from)).await
        }
    });
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

//! The server's thread, and what callers can do to it while it runs.

use std::io;

use magpie_corpus::{Corpus, Fault, Object};

/// What a server is started with.
#[derive(Clone, Debug, Default)]
pub struct ServerOptions {
    /// The buckets and objects; [`Corpus::default`] for none.
    pub corpus: Corpus,
    /// The port on 127.0.0.1; 0 lets the system choose a free one.
    pub port: u16,
}

/// What goes wrong with a call about a bucket, such as `GetBucketPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// 403 `AccessDenied`.
    Denied,
    /// 501 `NotImplemented`, as stores that are not AWS answer.
    NotImplemented,
    /// 503 `SlowDown` so many times, then well.
    SlowDown(u32),
    /// 500 `InternalError` every time.
    Broken,
}

/// One request that the server has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The API call, such as `GetObject`.
    pub call: &'static str,
    /// The bucket; empty for `ListBuckets` and the KMS.
    pub bucket: String,
    /// The key; empty for calls about a bucket.
    pub key: String,
}

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Server {
    endpoint_url: String,
}

impl Server {
    /// The access key id that requests must be signed with.
    pub const ACCESS_KEY_ID: &'static str = "MAGPIEDEMOLOOPBACK01";
    /// The secret that goes with it. It opens this server on loopback and nothing else.
    pub const SECRET_ACCESS_KEY: &'static str = "loopback-only-5f0c41d2a7be4c3f9d68e1b27a90";
    /// The key that SSE-C objects are opened with: 32 bytes.
    pub const SSE_C_KEY: &'static [u8; 32] = b"magpie-demo-customer-key-32bytes";
    /// The region that requests may be signed for; any other does as well.
    pub const REGION: &'static str = "us-east-1";

    /// Binds the port, starts the server's own thread and returns at once; requests are answered
    /// from then on.
    pub fn start(options: ServerOptions) -> io::Result<Self> {
        let _ = options;
        Ok(Self { endpoint_url: String::new() })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint_url
    }

    /// From now on `fault` happens to this object; `None` mends it.
    pub fn fail_object(&self, bucket: &str, key: &str, fault: Option<Fault>) {
        let _ = (bucket, key, fault);
    }

    /// From now on `fault` happens to `call` (such as `GetBucketEncryption`) on this bucket; an
    /// empty bucket means `ListBuckets` and `DescribeKey`. `None` mends it.
    pub fn fail_call(&self, bucket: &str, call: &str, fault: Option<CallFault>) {
        let _ = (bucket, call, fault);
    }

    /// Puts an object, in place of one of the same key; the bucket must exist.
    pub fn put(&self, bucket: &str, object: Object) {
        let _ = (bucket, object);
    }

    /// The requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<Request> {
        Vec::new()
    }
}

//! Fetching parts of one version of an object, resumed where a connection broke.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_smithy_types::byte_stream::ByteStream;
use bytes::{Bytes, BytesMut};
use magpie_model::{BodyFault, ObjectRef, Reason};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;

use super::lenient::LenientHeaders;
use super::open::outcome_of;
use super::{Connection, Refusal, SseCKey};
use crate::stop::interrupted;

/// Times that a body which broke off is asked for again from where it broke.
const RESUMES_MAX: u32 = 3;
/// The first pause before asking again; it doubles each time.
const RESUME_PAUSE: Duration = Duration::from_millis(100);

/// How to ask for one version of one object.
#[derive(Clone)]
pub(super) struct Fetch {
    connection: Connection,
    bucket: Arc<str>,
    key: String,
    version_id: Option<String>,
    /// Quoted, as the header wants it.
    etag: Option<String>,
    sse_c: bool,
}

impl Fetch {
    /// Pinned to the listed entity tag.
    pub(super) fn new(connection: &Connection, object: &ObjectRef) -> Self {
        let fetch = Self {
            connection: connection.clone(),
            bucket: object.bucket.clone(),
            key: object.key.clone(),
            version_id: object.version_id.clone(),
            etag: None,
            sse_c: false,
        };
        fetch.pinned_to(object.etag.as_deref())
    }

    /// Any other version than the one with this tag will be refused; without one, none will.
    pub(super) fn pinned_to(mut self, etag: Option<&str>) -> Self {
        self.etag = etag.map(|tag| format!("\"{}\"", tag.trim_matches('"')));
        self
    }

    /// Sends the customer's key along.
    pub(super) fn with_sse_c(mut self) -> Self {
        self.sse_c = true;
        self
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// One GET of a range, or of everything.
    pub(super) async fn get(&self, range: Option<Range<u64>>) -> Result<GetObjectOutput, Refusal> {
        let header = range.map(|range| format!("bytes={}-{}", range.start, range.end - 1));
        self.connection
            .ask_async(&self.bucket, |client| {
                let mut call = client
                    .get_object()
                    .bucket(&*self.bucket)
                    .key(&self.key)
                    .set_version_id(self.version_id.clone())
                    .set_if_match(self.etag.clone())
                    .set_range(header.clone());
                if let Some(key) = self.connection.sse_c_key().filter(|_| self.sse_c) {
                    call = call
                        .sse_customer_algorithm(SseCKey::ALGORITHM)
                        .sse_customer_key(key.header())
                        .sse_customer_key_md5(key.digest_header());
                }
                call.customize().interceptor(LenientHeaders).send()
            })
            .await
    }

    /// All bytes of a range, the first of them from a stream that is open already if there is
    /// one. What the stream holds beyond the range is not read.
    pub(super) async fn part(
        &self,
        range: Range<u64>,
        open: Option<ByteStream>,
    ) -> Result<Bytes, BodyFault> {
        self.read(range, open).await.map(|(bytes, _)| bytes)
    }

    /// All bytes of an object of this size, from the stream of its first answer, which must end with them.
    pub(super) async fn whole(&self, size: u64, open: ByteStream) -> Result<Bytes, BodyFault> {
        match self.read(0..size, Some(open)).await? {
            (bytes, false) => Ok(bytes),
            (_, true) => {
                Err(read_error(format!("more than the {size} bytes that it has were sent")))
            }
        }
    }

    /// The bytes of a range, and whether the stream went on behind them.
    async fn read(
        &self,
        range: Range<u64>,
        open: Option<ByteStream>,
    ) -> Result<(Bytes, bool), BodyFault> {
        let wanted = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let mut bytes = BytesMut::with_capacity(wanted);
        let mut stream = open;
        let mut resumes = 0;
        loop {
            let mut source = match stream.take() {
                Some(source) => source,
                None if bytes.len() == wanted => return Ok((bytes.freeze(), false)),
                None => self.stream(range.start + bytes.len() as u64..range.end).await?,
            };
            let broken = match drain(&mut source, &mut bytes, wanted).await {
                Ok(goes_on) => return Ok((bytes.freeze(), goes_on)),
                Err(broken) => broken,
            };
            if resumes == RESUMES_MAX {
                return Err(read_error(format!("the connection broke {resumes} times: {broken}")));
            }
            tokio::time::sleep(RESUME_PAUSE * 2u32.pow(resumes)).await;
            resumes += 1;
        }
    }

    async fn stream(&self, range: Range<u64>) -> Result<ByteStream, BodyFault> {
        let answer = self.get(Some(range.clone())).await.map_err(|refusal| {
            let outcome = outcome_of(&refusal);
            BodyFault {
                reason: outcome.reason.unwrap_or(Reason::ReadError),
                detail: outcome.detail.unwrap_or_default(),
            }
        })?;
        if answer.e_tag().is_some() && self.etag.is_some() && answer.e_tag() != self.etag.as_deref()
        {
            let detail = "it was replaced while it was read".into();
            return Err(BodyFault { reason: Reason::ObjectVersionMismatch, detail });
        }
        let starts = format!("bytes {}-", range.start);
        if !answer.content_range().is_some_and(|told| told.starts_with(&starts)) {
            return Err(read_error("the server does not answer ranges".into()));
        }
        Ok(answer.body)
    }
}

/// Reads until `wanted` bytes are there, and says whether there are more; an error when the stream broke or ended
/// before.
async fn drain(
    stream: &mut ByteStream,
    bytes: &mut BytesMut,
    wanted: usize,
) -> Result<bool, String> {
    loop {
        // What breaks behind the last byte costs nothing.
        let chunk = match stream.next().await {
            Some(Ok(chunk)) => chunk,
            None | Some(Err(_)) if bytes.len() == wanted => return Ok(false),
            Some(Err(error)) => return Err(super::refusal::chain(&error)),
            None => return Err("it ended too early".into()),
        };
        let room = wanted - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok(true);
        }
    }
}

fn read_error(detail: String) -> BodyFault {
    BodyFault { reason: Reason::ReadError, detail }
}

/// A part on its way. Dropped, it is fetched no further.
pub(super) struct Part {
    connection: Connection,
    task: JoinHandle<Result<Bytes, BodyFault>>,
    /// Held until the part's bytes are dropped from the queue of those read ahead.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Part {
    pub(super) fn spawn(
        fetch: &Arc<Fetch>,
        range: Range<u64>,
        open: Option<ByteStream>,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let connection = fetch.connection.clone();
        let fetch = fetch.clone();
        let task = connection.spawn(async move { fetch.part(range, open).await });
        Self { connection, task, _permit: permit }
    }

    /// Waits for the bytes.
    pub(super) fn wait(mut self) -> Result<Bytes, BodyFault> {
        let connection = self.connection.clone();
        let waited = connection.wait(&mut self.task).unwrap_or_else(|| Ok(Err(interrupted())));
        waited.unwrap_or_else(|died| Err(read_error(format!("its reading stopped: {died}"))))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.task.abort();
    }
}

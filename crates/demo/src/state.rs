//! What the server holds, and what is to go wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use magpie_corpus::{BucketSettings, Corpus, Encryption, Fault, Key, Object, Trail};
use s3s::dto::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

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
    pub call: String,
    /// The bucket; empty for `ListBuckets` and the calls of KMS.
    pub bucket: String,
    /// The key; empty for calls about a bucket. For calls of KMS the KMS key.
    pub key: String,
}

/// The server's state behind its one lock, which no await is held across.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(crate) fn new(corpus: Corpus, regions_enforced: bool) -> Self {
        let mut state = State {
            keys: corpus.keys,
            trails: corpus.trails,
            regions_enforced,
            ..State::default()
        };
        for bucket in corpus.buckets {
            let mut stored = StoredBucket { settings: bucket.settings, objects: BTreeMap::new() };
            for object in bucket.objects {
                stored.put(object);
            }
            state.buckets.insert(bucket.name, stored);
        }
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // A panic in one request leaves nothing half done here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Buckets, keys, faults and the log of requests.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) buckets: BTreeMap<String, StoredBucket>,
    pub(crate) keys: Vec<Key>,
    pub(crate) trails: Vec<Trail>,
    pub(crate) call_faults: BTreeMap<(String, String), CallFault>,
    pub(crate) requests: Vec<Request>,
    pub(crate) regions_enforced: bool,
    /// Whether the expected owner of a bucket is not looked at.
    pub(crate) owners_unchecked: bool,
    /// The account's Block Public Access, all four switches alike; none when it is not set.
    pub(crate) account_block: Option<bool>,
    /// Buckets where tags decide about access.
    pub(crate) abac: BTreeSet<String>,
    /// Second writers of tags, by the bucket and the call that they come in just before.
    pub(crate) rivals: BTreeMap<(String, String), Rival>,
}

/// Changes tags of a bucket at an awkward moment.
pub(crate) type Rival = Box<dyn FnMut(&mut BTreeMap<String, String>) + Send>;

impl State {
    /// Lets a second writer in before the call is answered.
    pub(crate) fn rival(&mut self, bucket: &str, call: &str) {
        let rival = self.rivals.get_mut(&(bucket.to_owned(), call.to_owned()));
        if let (Some(rival), Some(stored)) = (rival, self.buckets.get_mut(bucket)) {
            rival(&mut stored.settings.tags);
        }
    }
}

/// A bucket with its objects, by key in the order of their bytes.
pub(crate) struct StoredBucket {
    pub(crate) settings: BucketSettings,
    pub(crate) objects: BTreeMap<String, StoredObject>,
}

impl StoredBucket {
    pub(crate) fn put(&mut self, object: Object) {
        let stored = StoredObject {
            etag: etag_of(&object.body),
            body: Bytes::from(object.body),
            modified: timestamp(&object.modified),
            storage_class: object.storage_class,
            encryption: object.encryption,
            metadata: object.metadata,
            fault: object.fault,
            times_read: 0,
            tags: BTreeMap::new(),
            replication: None,
        };
        self.objects.insert(object.key, stored);
    }
}

/// An object.
#[derive(Clone)]
pub(crate) struct StoredObject {
    pub(crate) body: Bytes,
    pub(crate) etag: String,
    pub(crate) modified: Timestamp,
    pub(crate) storage_class: String,
    pub(crate) encryption: Option<Encryption>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) fault: Option<Fault>,
    /// How often its body was asked for; faults that end, end by it.
    pub(crate) times_read: u32,
    pub(crate) tags: BTreeMap<String, String>,
    /// Such as `REPLICA`.
    pub(crate) replication: Option<&'static str>,
}

impl StoredObject {
    /// The ETag that a read meets, which need not be the listed one.
    pub(crate) fn etag_now(&self) -> String {
        match self.fault {
            Some(Fault::Changed) => format!("{}-1", self.etag),
            Some(Fault::Changing) => format!("{}-{}", self.etag, self.times_read),
            _ => self.etag.clone(),
        }
    }
}

/// A time of the recipe; one that cannot be read counts as the epoch.
pub(crate) fn timestamp(text: &str) -> Timestamp {
    OffsetDateTime::parse(text, &Rfc3339).unwrap_or(OffsetDateTime::UNIX_EPOCH).into()
}

/// Thirty-two hexadecimal digits that follow from the body. They are not its MD5: S3 does not
/// promise that either.
fn etag_of(body: &[u8]) -> String {
    let mut halves = [0x9ae1_6a3b_2f90_404f_u64, 0xc949_d7c7_509e_6557];
    for piece in body.chunks(16) {
        let mut whole = [0; 16];
        whole[..piece.len()].copy_from_slice(piece);
        for (half, bytes) in halves.iter_mut().zip(whole.chunks_exact(8)) {
            let word = bytes.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
            *half = (*half ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(29);
        }
    }
    let [left, right] = halves.map(|half| half ^ body.len() as u64);
    format!("{left:016x}{right:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn etags_tell_bodies_apart() {
        assert_ne!(etag_of(b"a"), etag_of(b"b"));
        assert_ne!(etag_of(b""), etag_of(b"\0"));
        assert_eq!(etag_of(b"same"), etag_of(b"same"));
    }
}

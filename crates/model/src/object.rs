//! What the store lists.

use std::sync::Arc;

use crate::{ObjectEncryption, Outcome};

/// One object (one version of it) under a target, as the listing named it.
///
/// Made by `store`, read by `scan` and `report`.
#[derive(Clone, Debug)]
pub struct ObjectRef {
    /// The bucket's name; for a directory the target as the user gave it; `-` for standard input.
    pub bucket: Arc<str>,
    /// The key; for a file its path relative to the target with `/`, bytes that are not UTF-8
    /// percent-escaped.
    pub key: String,
    /// The path's own bytes, where `key` had to escape some of them.
    pub raw_key: Option<Box<[u8]>>,
    /// The version, where the listing names one.
    pub version_id: Option<String>,
    /// Bytes as listed; `None` for standard input, whose size is known only at its end.
    pub size: Option<u64>,
    /// The entity tag without quotes.
    pub etag: Option<String>,
    /// RFC 3339, UTC.
    pub last_modified: Option<String>,
    /// The storage class as the store spells it; `None` for files.
    pub storage_class: Option<String>,
}

/// Why an object could not be opened, and what was learnt of its encryption all the same.
#[derive(Clone, Debug)]
pub struct OpenFailure {
    /// Skipped or failed, with its reason.
    pub outcome: Outcome,
    /// What the refusal itself tells; `None` when it tells nothing.
    pub encryption: Option<ObjectEncryption>,
}

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
    /// What the store said of copies all the same.
    pub replication: Option<ReplicationStatus>,
}

impl OpenFailure {
    /// One that tells nothing else of the object.
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome, encryption: None, replication: None }
    }
}

/// What became of one object's replication, as the store that holds it says. It says nothing of an
/// object that no rule has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplicationStatus {
    /// It is itself a copy of an object elsewhere.
    Replica,
    /// Every destination has a copy of it.
    Completed,
    /// Some destination has none yet.
    Pending,
    /// Some destination got none.
    Failed,
}

impl ReplicationStatus {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replica => "replica",
            Self::Completed => "completed",
            Self::Pending => "pending",
            Self::Failed => "failed",
        }
    }
}

//! A line of `objects.jsonl`: what became of one object.

use magpie_model::{
    EncryptionClass, ObjectEncryption, ObjectRef, Outcome, Part, ReplicationStatus, TableFile,
};
use serde::{Deserialize, Serialize};

use crate::table_line::TableLine;

/// One object that was enumerated under a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectLine {
    /// See [`ObjectRef::bucket`].
    pub bucket: String,
    /// The key, with anything in it masked that the run tells of it or of the content.
    pub key: String,
    /// Keyed fingerprint of the true key; there only when `key` is masked, or escapes bytes that are not
    /// UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_fingerprint: Option<String>,
    /// The version.
    pub version_id: Option<String>,
    /// Bytes as listed, or as opened when it was replaced in between; null for standard input.
    pub size: Option<u64>,
    /// Bytes as listed; there only where the object had another size when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_size: Option<u64>,
    /// The entity tag.
    pub etag: Option<String>,
    /// RFC 3339, UTC.
    pub last_modified: Option<String>,
    /// The storage class; null for files.
    pub storage_class: Option<String>,
    /// How it is encrypted.
    pub encryption: EncryptionLine,
    /// `replica` where it is a copy of an object elsewhere; of one that a rule copies, `completed`,
    /// `pending` or `failed`. There only where the store says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replication: Option<String>,
    /// `complete`, `partial`, `skipped` or `failed`.
    pub outcome: String,
    /// Null when complete.
    pub reason: Option<String>,
    /// A sentence for people; there only when there is more to say than the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Bytes of the stored object that were read; never more than its size.
    pub bytes_read: u64,
    /// Bytes of the stored object that were not; of standard input, those that were met.
    pub bytes_unread: u64,
    /// Bytes of text that were searched, after unpacking.
    pub bytes_scanned: u64,
    /// The format it was read as; null when it was not opened.
    pub format: Option<String>,
    /// The parts of an archive.
    pub parts: Vec<PartLine>,
    /// The table that it is a file of; there only when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableLine>,
}

/// Encryption of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncryptionLine {
    /// The class.
    pub class: String,
    /// The KMS key.
    pub key_id: Option<String>,
    /// `inventory` where only that tells; there only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The class that the inventory tells; there only where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory_class: Option<String>,
}

/// What an inventory has to do with what is known of an object's encryption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByInventory {
    /// Nothing, or it says the same.
    #[default]
    Agrees,
    /// Nothing else tells.
    IsSource,
    /// It tells another class.
    Differs(EncryptionClass),
}

impl EncryptionLine {
    pub(crate) fn new(encryption: &ObjectEncryption, inventory: ByInventory) -> Self {
        let word = |class: EncryptionClass| class.as_str().to_owned();
        let differs = match inventory {
            ByInventory::Differs(class) => Some(word(class)),
            ByInventory::Agrees | ByInventory::IsSource => None,
        };
        Self {
            class: word(encryption.class),
            key_id: encryption.key_id.clone(),
            source: (inventory == ByInventory::IsSource).then(|| "inventory".to_owned()),
            inventory_class: differs,
        }
    }
}

/// One part of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// The path inside the object.
    pub inner_path: String,
    /// The format it was read as.
    pub format: String,
    /// `complete`, `partial`, `skipped` or `failed`.
    pub outcome: String,
    /// Null when complete.
    pub reason: Option<String>,
    /// A sentence for people; there only when there is more to say than the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What a line of the ledger is made of.
#[derive(Clone, Copy, Debug)]
pub struct ObjectRecord<'a> {
    /// The object as listed.
    pub object: &'a ObjectRef,
    /// The key as it may be shown; the true key where no detector matches in it.
    pub shown_key: &'a str,
    /// Keyed fingerprint of the true key, where the shown one is masked.
    pub key_fingerprint: Option<&'a str>,
    /// How it is encrypted.
    pub encryption: &'a ObjectEncryption,
    /// What the store says of its copies, if anything.
    pub replication: Option<ReplicationStatus>,
    /// What an inventory has to do with that.
    pub by_inventory: ByInventory,
    /// The size as listed, where it has another one now.
    pub resized_from: Option<u64>,
    /// What became of it.
    pub outcome: &'a Outcome,
    /// Bytes that are known to be there: those that were met, where the object tells no size.
    pub bytes_there: u64,
    /// Bytes that the store delivered, bytes read twice counted twice.
    pub bytes_read: u64,
    /// Bytes of text that were searched.
    pub bytes_scanned: u64,
    /// The format it was read as; `None` when it was not opened.
    pub format: Option<&'a str>,
    /// Its parts, their paths as they may be shown.
    pub parts: &'a [Part],
    /// The table that it is a file of.
    pub table: Option<&'a TableFile>,
}

impl ObjectLine {
    /// The line of one object. Bytes read and unread add up to its size by construction; without
    /// a size (standard input) to what is known of it.
    pub fn new(record: &ObjectRecord<'_>) -> Self {
        let object = record.object;
        let bytes_there = object.size.unwrap_or(record.bytes_there);
        let bytes_read = record.bytes_read.min(bytes_there);
        Self {
            bucket: object.bucket.to_string(),
            key: record.shown_key.to_owned(),
            key_fingerprint: record.key_fingerprint.map(str::to_owned),
            version_id: object.version_id.clone(),
            size: object.size,
            listed_size: record.resized_from,
            etag: object.etag.clone(),
            last_modified: object.last_modified.clone(),
            storage_class: object.storage_class.clone(),
            encryption: EncryptionLine::new(record.encryption, record.by_inventory),
            replication: record.replication.map(|status| status.as_str().to_owned()),
            outcome: record.outcome.status.as_str().into(),
            reason: record.outcome.reason.map(|reason| reason.as_str().into()),
            detail: record.outcome.detail.clone(),
            bytes_read,
            bytes_unread: bytes_there - bytes_read,
            bytes_scanned: record.bytes_scanned,
            format: record.format.map(str::to_owned),
            parts: record.parts.iter().map(PartLine::new).collect(),
            table: record.table.map(TableLine::new),
        }
    }
}

impl PartLine {
    fn new(part: &Part) -> Self {
        Self {
            inner_path: part.inner_path.clone(),
            format: part.format.into(),
            outcome: part.outcome.status.as_str().into(),
            reason: part.outcome.reason.map(|reason| reason.as_str().into()),
            detail: part.outcome.detail.clone(),
        }
    }
}

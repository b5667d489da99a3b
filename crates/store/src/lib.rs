//! Where objects come from: directories, standard input, S3, inventories of S3.
//!
//! A [`Store`] lists the objects under one target and opens them; nothing downstream can tell
//! which kind it is. Everything blocks: what is asynchronous stays inside `s3`.

mod coverage;
mod cursor;
mod directory;
mod error;
mod file_body;
mod inventory;
mod s3;
mod sigbus;
mod stdin;
mod stop;
mod target;

use std::ops::ControlFlow;

use magpie_model::{Body, ObjectEncryption, ObjectRef, OpenFailure, Outcome, ReplicationStatus};

pub use directory::DirectoryStore;
pub use error::StoreError;
pub use inventory::{InventoryFacts, InventoryStore, ManifestPlace};
pub use s3::{BucketName, Connection, Refusal, S3Options, S3Store, SseCKey, connect, refusal_of};
pub use stdin::StandardInput;
pub use stop::Stop;
pub use target::{Target, TargetError};

/// The objects under one target.
///
/// `open` may be called from many threads at once; that is how small objects overlap.
pub trait Store: Send + Sync {
    /// The bucket's name, the directory as the user gave it, or `-`.
    fn bucket(&self) -> &str;

    /// Hands every object to `sink`, in the order of the keys' bytes or of the inventory; a `Break` ends the listing
    /// early and is no error.
    ///
    /// # Errors
    /// When the target as a whole cannot be listed to its end. What was handed over before stays
    /// valid, but is not all there is. A part of a directory that cannot be listed is no error: it
    /// is handed over as an object that failed.
    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// Hands over the objects of `list` whose keys begin with `prefix`, which ends with `/`; those in
    /// folders below it may be left out. A target under which the prefix does not lie has none.
    ///
    /// # Errors
    /// As for `list`.
    fn list_below(
        &self,
        _prefix: &str,
        _sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        Ok(())
    }

    /// Opens one object that `list` named.
    ///
    /// # Errors
    /// The outcome the object ends with: skipped by rule or failed by fault.
    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure>;

    /// What the store tells of an object without its content; `None` where it tells nothing.
    fn headers(&self, _object: &ObjectRef) -> Option<ObjectHeaders> {
        None
    }

    /// What the listing is made from, where that is an inventory; whole when `list` has ended.
    fn inventory(&self) -> Option<InventoryFacts> {
        None
    }
}

/// One entry of a listing.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The object. What is no object to read (a link, a directory that may not be listed) has
    /// size 0, and a directory's key ends with `/`.
    pub object: ObjectRef,
    /// The outcome, where the listing alone settles it: do not open such an object.
    pub preset: Option<Outcome>,
    /// How it was encrypted when it was listed, where the listing tells.
    pub encryption: Option<ObjectEncryption>,
}

/// An object that can be read.
pub struct Opened {
    /// Its bytes.
    pub body: Box<dyn Body>,
    /// What the store says of it beside them.
    pub told: ObjectHeaders,
    /// The object as it was opened, when it was replaced between listing and opening: its size,
    /// entity tag and date are what the ledger must name.
    pub replaced: Option<ObjectRef>,
}

/// What a store says of an object beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectHeaders {
    /// How it is encrypted at rest.
    pub encryption: ObjectEncryption,
    /// What became of its replication, where the store says anything of that.
    pub replication: Option<ReplicationStatus>,
}

impl ObjectHeaders {
    /// Those of a store that says nothing.
    pub const UNKNOWN: Self = Self { encryption: ObjectEncryption::UNKNOWN, replication: None };
}

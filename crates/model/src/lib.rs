//! The nouns that cross a crate border.
//!
//! A type lives with its maker, unless its maker and its reader may not see each other; then it
//! lives here. Nothing here is serialisable: output formats are `report`'s promise, not ours.

mod body;
mod bucket;
mod bytes_body;
mod confidence;
mod encryption;
mod finding;
mod key;
mod lengths;
mod object;
mod outcome;
mod replication;
mod segment;
mod table;
mod text;

pub use body::{Body, BodyFault, ReadSeek, fault_of};
pub use bucket::{
    AccessPoint, AclAbilities, AclGrants, BucketFacts, Covered, Declared, DefaultEncryption, Fact,
    Known, PublicAccessBlock, Recorded, Versioning,
};
pub use bytes_body::BytesBody;
pub use confidence::{Category, Confidence, Severity, SeverityBands};
pub use encryption::{EncryptionClass, ObjectEncryption};
pub use finding::{
    CellPlace, Finding, LineRange, OccurrencePlace, Occurrences, OffsetRange, PagePlace,
    RecordPlace, Sample,
};
pub use key::{KeyFacts, KeyManager, KeyOrigin, KeyState, Rotation};
pub use lengths::words_behind_lengths;
pub use object::{ObjectRef, OpenFailure, ReplicationStatus};
pub use outcome::{Outcome, Part, Reason, Status};
pub use replication::{ReplicationFilter, ReplicationRule};
pub use segment::{DocumentReaders, NoReaders, Segment, SegmentSink};
pub use table::{TableFile, TableFormat, TableRole};
pub use text::{Cell, Layout, Location, Place, Span, TextVisitor, Undecoded, Window};

/// The path of a detector file under `detectors/` without its ending, such as `es/nif`.
pub type DetectorId = std::sync::Arc<str>;

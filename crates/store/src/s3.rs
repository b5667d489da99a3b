//! S3 and what speaks its protocol, behind a blocking face.

mod bounded;
mod bucket_name;
mod connection;
mod encryption;
mod fetch;
mod head;
mod key;
mod lenient;
mod list;
mod object_body;
mod open;
mod options;
mod refusal;
mod replication;
mod sse_c;
mod store;

pub use bucket_name::BucketName;
pub(crate) use key::decode as decode_key;
pub(crate) use list::archived;

pub use connection::{Connection, connect};
pub use options::S3Options;
pub use refusal::{Refusal, refusal_of};
pub use sse_c::SseCKey;
pub use store::S3Store;

/// Bytes that one GET asks for. Large enough that a request's latency does not show, small enough
/// that several parts of several objects fit in memory.
const PART_BYTES: usize = 8 << 20;

//! Files of columns: every value as a segment with its record and path.

mod footer;
pub(crate) mod ipc;
pub(crate) mod parquet;
pub(crate) mod rows;
mod values;
mod walk;

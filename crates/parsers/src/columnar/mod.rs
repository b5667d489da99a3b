//! Files of columns: every value as a segment with its record and path.

mod compact;
mod footer;
pub(crate) mod ipc;
mod messages;
mod pages;
pub(crate) mod parquet;
mod roots;
pub(crate) mod rows;
mod values;
mod walk;

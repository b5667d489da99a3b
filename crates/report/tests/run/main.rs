//! The run directory and what is rendered from it, through the crate's public door.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may end there")]

mod accounts;
mod directory;
mod lines;
mod summary;
mod tag_plan;
mod totals;

//! The run directory and what is rendered from it, through the crate's public door.

mod directory;
mod lines;
mod summary;
mod tag_plan;
mod totals;

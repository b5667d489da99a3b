//! Drives a run: listing, reading, searching, gathering, judging, writing; and accounts for every
//! object that was listed.
//!
//! Prints nothing and decides no exit code: [`scan`] tells what happened in a [`RunSummary`].

mod allow;
mod by_label;
mod column;
mod config;
mod configuration;
mod country;
mod error;
mod filter;
mod fingerprint;
mod gather;
mod hasher;
mod json_path;
mod label;
mod object;
mod order;
mod part;
mod progress;
mod run;
mod sink;
mod summary;
mod tables;
mod things;
mod tied;
mod undecoded;

pub use allow::AllowList;
pub use config::{ScanConfig, jobs};
pub use error::ScanError;
pub use filter::Filters;
pub use fingerprint::{FingerprintKey, KEY_BYTES_MIN};
pub use label::shown_name;
pub use progress::{Finished, Progress, Silent};
pub use run::{Source, Targets, scan};
pub use summary::{RunSummary, TargetSummary};

//! A bucket's configuration, and what KMS tells of its keys, as tri-state facts.
//!
//! With `store` the only crate that knows AWS. It asks and translates; it judges nothing.

mod access_points;
mod account;
mod ask;
mod caller;
mod control;
mod facts;
mod key_answers;
mod keys;
mod replication;
mod selectors;
mod trails;
mod translate;

pub use account::Posture;
pub use control::{caller_account, control_client};
pub use keys::Keys;

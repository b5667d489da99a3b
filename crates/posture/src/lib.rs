//! A bucket's configuration, and who manages a key, as tri-state facts.
//!
//! With `store` the only crate that knows AWS. It asks and translates; it judges nothing.

mod account;
mod ask;
mod control;
mod facts;
mod keys;
mod translate;

pub use account::Posture;
pub use control::{caller_account, control_client};
pub use keys::Keys;

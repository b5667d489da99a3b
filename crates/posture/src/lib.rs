//! A bucket's configuration, and who manages a key, as tri-state facts.
//!
//! With `store` the only crate that knows AWS. It asks and translates; it judges nothing.

mod facts;
mod keys;

pub use facts::facts;
pub use keys::Keys;

//! Keyed hashes of values, by which different ones are counted.

use std::hash::{DefaultHasher, Hasher};

/// Hashes values under a key, so that a hash cannot be looked up in a table of known values.
#[derive(Clone)]
pub(crate) struct ValueHasher {
    keyed: DefaultHasher,
}

impl ValueHasher {
    /// A hasher under `key`; the same key gives the same hashes, and so the same estimates.
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let mut keyed = DefaultHasher::new();
        keyed.write(key);
        Self { keyed }
    }

    /// The hash of a normalised value.
    pub(crate) fn hash(&self, value: &[u8]) -> u64 {
        let mut hasher = self.keyed.clone();
        hasher.write(value);
        hasher.finish()
    }
}

//! Magpie's store.

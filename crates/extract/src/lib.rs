//! Magpie's extract.

//! Magpie's corpus.

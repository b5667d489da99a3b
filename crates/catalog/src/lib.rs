//! Magpie's catalog.

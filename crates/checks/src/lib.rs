//! Magpie's checks.

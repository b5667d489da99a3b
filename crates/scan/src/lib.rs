//! Magpie's scan.

//! Magpie's demo.

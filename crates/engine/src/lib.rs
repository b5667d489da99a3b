//! Magpie's engine.

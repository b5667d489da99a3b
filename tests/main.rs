//! What Magpie does, tested from outside. One module a subject; this file is the table of contents.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

// ARCHITECTURE.md says what cargo says.
mod architecture;
// What several tests need.
mod support;
// Habits that a compiler does not enforce.
mod tidy;

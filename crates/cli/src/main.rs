//! The magpie program.
fn main() {}

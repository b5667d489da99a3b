//! How fast Magpie scans.
fn main() {}

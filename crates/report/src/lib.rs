//! Magpie's report.

//! What several tests need: the repository, the program, servers to scan.

use std::path::{Path, PathBuf};

// Objects for the embedded server, and directories of files.
pub(crate) mod fixtures;
// Samples with values that were made without the detectors.
pub(crate) mod labelled;
// Which detectors the catalogue has to have.
pub(crate) mod plan;
// Runs the program and reads what it wrote.
pub(crate) mod program;
// Recorded answers of AWS, played back over loopback.
pub(crate) mod replay;
// Server processes that are shared by all tests of this binary.
pub(crate) mod servers;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Where cargo builds; what the tests install and write lies below it.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

/// A directory of one test's own, gone when it is dropped.
pub(crate) fn temporary() -> tempfile::TempDir {
    std::fs::create_dir_all(env!("CARGO_TARGET_TMPDIR")).unwrap();
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

//! Why a run cannot start or cannot go on. What becomes of one object is never an error.

use magpie_report::WriteError;

/// What ends a run, told apart by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// An option cannot be used as given.
    #[error("{0}")]
    Option(String),
    /// The fingerprint key cannot be used.
    #[error("{0}")]
    Key(String),
    /// Results could not be written.
    #[error("{0}")]
    Write(#[source] WriteError),
    /// The threads could not be started.
    #[error("the workers cannot be started: {0}")]
    Threads(String),
}

//! Tables that are folders: which one a file belongs to.

/// How a table that is a folder keeps its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableFormat {
    /// `_delta_log/` with commits and checkpoints.
    Delta,
    /// `metadata/` with snapshots and manifests.
    Iceberg,
}

impl TableFormat {
    /// The word used in findings and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delta => "delta",
            Self::Iceberg => "iceberg",
        }
    }
}

/// What a file is to its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// Who reads the table reads it.
    Current,
    /// The log has removed it: who reads the table does not see it, and it is still there.
    Removed,
    /// The log does not name it: left over, or not committed.
    Unreferenced,
    /// It is the log, or a part of it, which holds least and greatest values of columns.
    Metadata,
    /// The log could not be read to its end.
    Unknown,
}

impl TableRole {
    /// The word used in findings and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Removed => "removed",
            Self::Unreferenced => "unreferenced",
            Self::Metadata => "metadata",
            Self::Unknown => "unknown",
        }
    }
}

/// The table that a file belongs to. Made by `scan`, written by `report`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// How the table keeps its log.
    pub format: TableFormat,
    /// The table's folder, as keys are shown; empty when it is all of the target.
    pub root: String,
    /// The name that the log tells, else that of the folder; as it may be shown.
    pub name: String,
    /// What the file is to it.
    pub role: TableRole,
}

//! The table of a lake format in a line of the ledger or of the findings.

use magpie_model::TableFile;
use serde::{Deserialize, Serialize};

/// The table that an object is a file of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLine {
    /// `delta` or `iceberg`.
    pub format: String,
    /// The table's folder; empty when it is all of the target.
    pub root: String,
    /// The name that its log tells, else that of the folder.
    pub name: String,
    /// `current`, `removed`, `unreferenced`, `metadata` or `unknown`.
    pub file: String,
}

impl TableLine {
    pub(crate) fn new(table: &TableFile) -> Self {
        Self {
            format: table.format.as_str().into(),
            root: table.root.clone(),
            name: table.name.clone(),
            file: table.role.as_str().into(),
        }
    }
}

//! What `run.json` says of an inventory that a bucket was listed by.

use serde::{Deserialize, Serialize};

/// One inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryLine {
    /// Its manifest.
    pub manifest: String,
    /// The bucket that it lists.
    pub bucket: String,
    /// RFC 3339, UTC: the listing is of this moment, and so is what it tells of encryption; null
    /// where the manifest does not tell.
    pub as_of: Option<String>,
    /// How many data files it has.
    pub data_files: u64,
    /// Current versions, each of which has a line in the ledger.
    pub objects: u64,
    /// Versions that are not current: they have none.
    pub versions_left_out: u64,
    /// Delete markers: they have none.
    pub delete_markers_left_out: u64,
    /// Whether it has a column for how each object is encrypted.
    pub tells_encryption: bool,
    /// Objects whose encryption is known from it alone.
    pub encryption_from_inventory: u64,
    /// Objects that turned out to be encrypted otherwise.
    pub encryption_differs: u64,
    /// Objects that turned out to have another size.
    #[serde(default)]
    pub size_differs: u64,
    /// Why the manifest was not compared with its checksum; null where it was, and is right.
    #[serde(default)]
    pub unchecked: Option<String>,
}

impl InventoryLine {
    /// A sentence for people.
    pub fn note(&self) -> String {
        let Self { bucket, objects, versions_left_out, delete_markers_left_out, .. } = self;
        let as_of = self.as_of.as_deref().unwrap_or("an unknown date");
        let mut note = format!(
            "the bucket {bucket} is listed as of {as_of}, by its inventory: {objects} objects, \
             {versions_left_out} older versions and {delete_markers_left_out} delete markers left out"
        );
        if !self.tells_encryption {
            note.push_str("; it does not tell how objects are encrypted (EncryptionStatus)");
        }
        if self.encryption_differs > 0 {
            let differs = self.encryption_differs;
            note.push_str(&format!("; {differs} objects are encrypted otherwise than it says"));
        }
        if self.size_differs > 0 {
            note.push_str(&format!(
                "; {} objects have another size than it says",
                self.size_differs
            ));
        }
        if let Some(why) = &self.unchecked {
            note.push_str(&format!("; its manifest was not compared with a checksum ({why})"));
        }
        note
    }
}

//! A bucket as an S3 Inventory lists it: the manifest and its data files instead of ListObjectsV2.
//!
//! Objects are read from the source bucket itself, as they are now.

mod columnar;
mod csv;
mod data_file;
mod manifest;
mod row;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use magpie_model::{DocumentReaders, ObjectRef, OpenFailure};

use crate::{BucketName, Connection, Listed, ObjectHeaders, Opened, S3Store, Store, StoreError};
use data_file::Spooled;
use manifest::{FileFormat, Manifest, Place};
use row::{Entry, Row};

/// Where a manifest lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestPlace {
    /// In S3; its data files lie in the bucket that it names as its destination.
    Bucket {
        /// The bucket.
        bucket: BucketName,
        /// The manifest's key.
        key: String,
    },
    /// A file; its data files lie beside it, or in a folder `data` there or one folder up.
    File(PathBuf),
}

/// What an inventory says of itself, and what its listing came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InventoryFacts {
    /// The manifest, as the user named it without `inventory:`.
    pub manifest: String,
    /// The bucket that it lists.
    pub source_bucket: String,
    /// RFC 3339, UTC: when S3 began to write it; `None` where the manifest does not tell.
    pub as_of: Option<String>,
    /// How many data files it has.
    pub data_files: u64,
    /// Current versions, which were listed.
    pub objects: u64,
    /// Versions that are not the current one, left out.
    pub versions_left_out: u64,
    /// Delete markers, left out.
    pub delete_markers_left_out: u64,
    /// Whether it has a column for how each object is encrypted.
    pub tells_encryption: bool,
    /// Why the manifest was not compared with its checksum; `None` where it was, and is right.
    pub unchecked: Option<String>,
}

/// The current versions of the objects that an inventory lists, in its order.
pub struct InventoryStore {
    source: S3Store,
    place: Place,
    manifest: Manifest,
    readers: Arc<dyn DocumentReaders>,
    spool_bytes_max: u64,
    facts: Mutex<InventoryFacts>,
}

impl InventoryStore {
    /// Reads the manifest and asks whether its source bucket is there. A data file longer than
    /// `spool_bytes_max` will end the listing; one in ORC or Parquet is read by `readers`.
    ///
    /// # Errors
    /// When the manifest cannot be read, is none, or is of a kind that cannot be used, and when
    /// the source bucket does not exist or may not be listed: without that right, S3 answers for
    /// an object that is gone as for one that is denied.
    pub fn open(
        connection: &Connection,
        place: &ManifestPlace,
        readers: &Arc<dyn DocumentReaders>,
        spool_bytes_max: u64,
    ) -> Result<Self, StoreError> {
        let place = Place::new(connection, place);
        let manifest = Manifest::read(&place)?;
        let source = BucketName::listed(&manifest.source_bucket);
        exists(connection, &source, &place)?;
        let facts = Mutex::new(InventoryFacts {
            manifest: place.to_string(),
            source_bucket: manifest.source_bucket.clone(),
            as_of: manifest.as_of.clone(),
            data_files: manifest.files.len() as u64,
            tells_encryption: manifest.tells_encryption(),
            unchecked: manifest.unchecked.clone(),
            ..InventoryFacts::default()
        });
        let source = connection.bucket(&source, "");
        let readers = Arc::clone(readers);
        Ok(Self { source, place, manifest, readers, spool_bytes_max, facts })
    }

    fn count(&self, add: impl FnOnce(&mut InventoryFacts)) {
        add(&mut self.facts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Hands one row over, or counts why not.
    fn row(
        &self,
        bucket: &Arc<str>,
        row: &Row,
        sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, String> {
        match row.entry(bucket)? {
            Entry::Current(listed) => {
                self.count(|facts| facts.objects += 1);
                return Ok(sink(*listed));
            }
            Entry::DeleteMarker => self.count(|facts| facts.delete_markers_left_out += 1),
            Entry::NonCurrent => self.count(|facts| facts.versions_left_out += 1),
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn exists(connection: &Connection, bucket: &BucketName, place: &Place) -> Result<(), StoreError> {
    let asked = connection
        .ask(bucket.as_str(), |client| client.head_bucket().bucket(bucket.as_str()).send());
    let refusal = match asked {
        Ok(_) => return Ok(()),
        Err(refusal) => refusal,
    };
    let endpoint = connection.endpoint();
    match refusal.status {
        Some(404) => Err(place.problem(format!(
            "its source bucket {bucket} does not exist at {endpoint}: check --endpoint-url and --region"
        ))),
        Some(401 | 403) => Err(place.problem(format!(
            "HeadBucket on its source bucket {bucket} was denied: allow s3:ListBucket and s3:GetObject there (`magpie iam-policy` prints the policy)"
        ))),
        _ => Err(refusal.into_store_error("HeadBucket", Some(bucket.as_str()), &endpoint)),
    }
}

impl Store for InventoryStore {
    fn bucket(&self) -> &str {
        self.source.bucket()
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        let bucket: Arc<str> = self.bucket().into();
        for file in &self.manifest.files {
            let mut spooled =
                Spooled::fetch(&self.place, &self.manifest, file, self.spool_bytes_max)?;
            let mut each = |row: &Row| self.row(&bucket, row, sink);
            let flow = match self.manifest.format {
                FileFormat::Csv => csv::rows(&mut spooled, &self.manifest.columns, &mut each),
                FileFormat::Columnar(format) => {
                    let (readers, bytes_max) = (self.readers.as_ref(), self.spool_bytes_max);
                    columnar::rows(format, readers, &mut spooled.0, bytes_max, &mut each)
                }
            };
            let flow = flow.map_err(|problem| {
                self.place.problem(format!("its data file {}: {problem}", file.key))
            })?;
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The bucket as it is now: an inventory does not know prefixes.
    fn list_below(
        &self,
        prefix: &str,
        sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.source.list_below(prefix, sink)
    }

    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure> {
        self.source.open(object)
    }

    fn headers(&self, object: &ObjectRef) -> Option<ObjectHeaders> {
        self.source.headers(object)
    }

    fn inventory(&self) -> Option<InventoryFacts> {
        Some(self.facts.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

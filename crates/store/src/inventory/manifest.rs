//! `manifest.json` of an inventory, and where it lies.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use magpie_model::{Body, ObjectRef, OpenFailure, Reason};
use md5::{Digest as _, Md5};
use serde::Deserialize;

use super::ManifestPlace;
use super::columnar::Columnar;
use super::data_file::{hex, is_md5};
use super::row::Column;
use crate::{BucketName, Connection, Store as _, StoreError};

/// A longer manifest is none: this is room for some 250,000 data files.
const MANIFEST_BYTES_MAX: u64 = 64 << 20;
const MANIFEST_NAME: &str = "manifest.json";
/// What S3 writes beside it: the MD5 of its bytes.
const CHECKSUM_NAME: &str = "manifest.checksum";
/// A checksum is shorter.
const CHECKSUM_BYTES_MAX: u64 = 1024;

/// What S3 writes, of which other fields are not needed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    source_bucket: String,
    destination_bucket: String,
    creation_timestamp: Option<String>,
    file_format: String,
    file_schema: String,
    files: Vec<DataFile>,
}

/// One data file.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct DataFile {
    /// In the destination bucket.
    pub(super) key: String,
    pub(super) size: u64,
    /// Hexadecimal.
    #[serde(rename = "MD5checksum")]
    pub(super) md5: String,
}

/// How data files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileFormat {
    Csv,
    Columnar(Columnar),
}

impl FileFormat {
    fn named(name: &str) -> Option<Self> {
        let all = [
            (Self::Csv, "CSV"),
            (Self::Columnar(Columnar::Orc), "ORC"),
            (Self::Columnar(Columnar::Parquet), "Parquet"),
        ];
        all.into_iter()
            .find(|(_, known)| name.eq_ignore_ascii_case(known))
            .map(|(format, _)| format)
    }

    /// The columns of a schema in their order.
    fn columns(self, schema: &str) -> Vec<Option<Column>> {
        match self {
            Self::Csv => schema.split(',').map(|name| Column::named(name.trim())).collect(),
            // struct<bucket:string,key:string,size:bigint,…>
            Self::Columnar(Columnar::Orc) => {
                let fields = schema.split_once('<').map_or("", |(_, fields)| fields);
                let name = |field: &str| Column::named(field.split(':').next()?.trim());
                fields.trim_end_matches('>').split(',').map(name).collect()
            }
            // message s3.inventory { required binary bucket (UTF8); optional int64 size; … }
            Self::Columnar(Columnar::Parquet) => {
                let fields = schema.split_once('{').map_or("", |(_, fields)| fields);
                let name = |field: &str| Column::named(field.split_whitespace().nth(2)?);
                fields.split(';').filter(|field| !field.contains('}')).map(name).collect()
            }
        }
    }
}

/// An inventory that can be read.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) source_bucket: String,
    pub(super) destination_bucket: String,
    pub(super) as_of: Option<String>,
    pub(super) format: FileFormat,
    /// By position; `None` for columns that nothing is made of.
    pub(super) columns: Vec<Option<Column>>,
    pub(super) files: Vec<DataFile>,
    /// Why it was not compared with its checksum.
    pub(super) unchecked: Option<String>,
}

impl Manifest {
    pub(super) fn read(place: &Place) -> Result<Self, StoreError> {
        let mut text = Vec::new();
        let body = place.manifest()?;
        let read = body
            .reader()
            .and_then(|reader| reader.take(MANIFEST_BYTES_MAX + 1).read_to_end(&mut text));
        read.map_err(|error| place.problem(format!("it cannot be read: {error}")))?;
        if text.len() as u64 > MANIFEST_BYTES_MAX {
            let problem = format!("more than {MANIFEST_BYTES_MAX} bytes; name a manifest.json");
            return Err(place.problem(problem));
        }
        let manifest = Self::parse(&text).map_err(|problem| place.problem(problem))?;
        let unchecked = match place.checksum() {
            Err(why) => Some(why),
            Ok(told) => compared(&text, &told).map_err(|problem| place.problem(problem))?,
        };
        Ok(Self { unchecked, ..manifest })
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(text).map_err(|error| {
            format!("it is no manifest of an S3 Inventory ({error}): name the manifest.json that S3 wrote beside manifest.checksum")
        })?;
        let Some(format) = FileFormat::named(&written.file_format) else {
            return Err(format!(
                "its data files are {:?}, and CSV, ORC and Parquet are read: set the format of the inventory configuration to one of them, or scan s3://{} itself",
                written.file_format, written.source_bucket
            ));
        };
        let columns = format.columns(&written.file_schema);
        for needed in [Column::Bucket, Column::Key, Column::Size] {
            if !columns.contains(&Some(needed)) {
                return Err(format!(
                    "its fileSchema lacks {}: add the field to the inventory configuration and wait for the next inventory",
                    needed.name()
                ));
            }
        }
        let bucket = |named: &str, field: &str| match bucket_of(named) {
            Some(bucket) => Ok(bucket.to_owned()),
            None => Err(format!("its {field} {named:?} names no bucket")),
        };
        Ok(Self {
            source_bucket: bucket(&written.source_bucket, "sourceBucket")?,
            destination_bucket: bucket(&written.destination_bucket, "destinationBucket")?,
            as_of: written.creation_timestamp.as_deref().and_then(moment),
            format,
            columns,
            files: written.files,
            unchecked: None,
        })
    }

    pub(super) fn tells_encryption(&self) -> bool {
        self.columns.contains(&Some(Column::EncryptionStatus))
    }
}

/// Compares a manifest with what its checksum says; `Some` tells why that says nothing.
fn compared(manifest: &[u8], told: &str) -> Result<Option<String>, String> {
    let told = told.trim();
    if !is_md5(told) {
        return Ok(Some(format!("{CHECKSUM_NAME} beside it holds no MD5")));
    }
    let is = hex(&Md5::digest(manifest));
    if is.eq_ignore_ascii_case(told) {
        return Ok(None);
    }
    Err(format!(
        "it has the MD5 {is}, and {CHECKSUM_NAME} beside it says {told}: fetch both again, or name another inventory"
    ))
}

/// The bucket of an ARN, or a bucket's name.
fn bucket_of(named: &str) -> Option<&str> {
    let bucket = match named.strip_prefix("arn:") {
        Some(arn) => arn.split_once(":s3:::")?.1,
        None => named,
    };
    (!bucket.is_empty() && !bucket.contains(['/', ':'])).then_some(bucket)
}

/// Milliseconds since 1970 as RFC 3339.
fn moment(milliseconds: &str) -> Option<String> {
    let seconds = milliseconds.parse::<i64>().ok()?.div_euclid(1000);
    DateTime::from_secs(seconds).fmt(Format::DateTime).ok()
}

/// Where a manifest and its data files are read.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Bucket { connection: Connection, bucket: BucketName, key: String },
    File(PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bucket { bucket, key, .. } => write!(f, "s3://{bucket}/{key}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Place {
    pub(super) fn new(connection: &Connection, named: &ManifestPlace) -> Self {
        match named.clone() {
            ManifestPlace::Bucket { bucket, key } => {
                Self::Bucket { connection: connection.clone(), bucket, key }
            }
            ManifestPlace::File(path) => Self::File(path),
        }
    }

    /// The error of the whole target.
    pub(super) fn problem(&self, problem: impl Into<String>) -> StoreError {
        StoreError::Inventory { manifest: self.to_string(), problem: problem.into() }
    }

    fn manifest(&self) -> Result<Opening, StoreError> {
        match self {
            Self::Bucket { connection, bucket, key } => object(connection, bucket, key, None)
                .map_err(|why| self.problem(format!("the manifest cannot be read: {why}"))),
            Self::File(path) if path.is_dir() => {
                Err(self.problem("it is a directory: name the manifest.json in it"))
            }
            Self::File(path) => file(path)
                .map_err(|error| self.problem(format!("the manifest cannot be read: {error}"))),
        }
    }

    /// The text of the checksum beside the manifest; the error says why there is none.
    fn checksum(&self) -> Result<String, String> {
        let other = || format!("the manifest is not called {MANIFEST_NAME}");
        let opened = match self {
            Self::Bucket { connection, bucket, key } => {
                let folder = key.strip_suffix(MANIFEST_NAME).ok_or_else(other)?;
                object(connection, bucket, &format!("{folder}{CHECKSUM_NAME}"), None)?
            }
            Self::File(path) => {
                path.file_name().filter(|name| *name == MANIFEST_NAME).ok_or_else(other)?;
                file(&path.with_file_name(CHECKSUM_NAME))
                    .map_err(|error| format!("{CHECKSUM_NAME} beside it: {error}"))?
            }
        };
        let mut text = String::new();
        let read = opened
            .reader()
            .and_then(|reader| reader.take(CHECKSUM_BYTES_MAX).read_to_string(&mut text));
        read.map(|_| text).map_err(|error| format!("{CHECKSUM_NAME} beside it: {error}"))
    }

    /// Opens one data file of the inventory.
    pub(super) fn data_file(
        &self,
        manifest: &Manifest,
        data: &DataFile,
    ) -> Result<Opening, StoreError> {
        let key = &data.key;
        match self {
            Self::Bucket { connection, .. } => {
                let bucket = BucketName::listed(&manifest.destination_bucket);
                object(connection, &bucket, key, Some(data.size)).map_err(|why| {
                    self.problem(format!("its data file s3://{bucket}/{key} cannot be read: {why}"))
                })
            }
            Self::File(path) => {
                let places = beside(path, key);
                let found = places.iter().find(|place| place.is_file()).ok_or_else(|| {
                    let places: Vec<_> = places.iter().map(|p| p.display().to_string()).collect();
                    self.problem(format!(
                        "its data file {key} is missing: copy it to {}",
                        places.join(" or ")
                    ))
                })?;
                file(found).map_err(|error| {
                    self.problem(format!(
                        "its data file {} cannot be read: {error}",
                        found.display()
                    ))
                })
            }
        }
    }
}

/// Where the data file of a manifest on disk may lie: where the destination bucket has it when its
/// folders were copied, or beside the manifest.
fn beside(manifest: &Path, key: &str) -> Vec<PathBuf> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let key = Path::new(key);
    let plain = key.components().all(|part| matches!(part, Component::Normal(_)));
    let Some(name) = key.file_name().filter(|_| plain) else { return Vec::new() };
    let mut places = vec![folder.join(name), folder.join("data").join(name)];
    places.push(folder.join("..").join("data").join(name));
    places.push(folder.join(key));
    places
}

/// Something that is open for reading.
pub(super) enum Opening {
    Object(Box<dyn Body>),
    File(File),
}

impl Opening {
    pub(super) fn reader(&self) -> io::Result<Box<dyn Read + '_>> {
        match self {
            Self::Object(body) => Ok(body.reader()?),
            Self::File(file) => Ok(Box::new(file)),
        }
    }
}

/// Opens a file. S3 writes nothing else, and a pipe in its place would be waited for.
fn file(path: &Path) -> io::Result<Opening> {
    match std::fs::metadata(path)?.is_file() {
        true => File::open(path).map(Opening::File),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file")),
    }
}

/// Opens an object of the inventory's own; the error is a sentence that tells the mend.
fn object(
    connection: &Connection,
    bucket: &BucketName,
    key: &str,
    size: Option<u64>,
) -> Result<Opening, String> {
    let object = ObjectRef {
        bucket: bucket.as_str().into(),
        key: key.to_owned(),
        raw_key: None,
        version_id: None,
        size,
        etag: None,
        last_modified: None,
        storage_class: None,
    };
    let opened = connection.bucket(bucket, "").open(&object);
    opened.map(|opened| Opening::Object(opened.body)).map_err(|failure| refused(&failure))
}

fn refused(failure: &OpenFailure) -> String {
    let outcome = &failure.outcome;
    let detail = outcome.detail.as_deref().unwrap_or_default();
    let mend = match outcome.reason {
        Some(Reason::SourceObjectNoLongerAvailable) => {
            "check the name, and whether a lifecycle rule has removed it"
        }
        Some(Reason::PermissionDenied) => "allow s3:GetObject on it",
        Some(Reason::InvalidKmsKey) => "allow kms:Decrypt with its key",
        Some(Reason::InvalidObjectState) => "restore it, or name a newer inventory",
        _ => return detail.to_owned(),
    };
    format!("{detail}; {mend}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written() -> Value {
        json!({
            "sourceBucket": "orders",
            "destinationBucket": "arn:aws:s3:::lists",
            "version": "2016-11-30",
            "creationTimestamp": "1514944800000",
            "fileFormat": "CSV",
            "fileSchema": "Bucket, Key, Size, ETag, NextYears, EncryptionStatus",
            "files": [{ "key": "orders/all/data/1.csv.gz", "size": 7, "MD5checksum": "00" }],
        })
    }

    fn problem(change: impl FnOnce(&mut Value)) -> String {
        let mut value = written();
        change(&mut value);
        Manifest::parse(value.to_string().as_bytes()).unwrap_err()
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join(CHECKSUM_NAME);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || tell.send(file(&pipe).err().map(|error| error.to_string())));
        let error = told.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert_eq!(error.as_deref(), Some("it is no regular file"));
    }

    #[test]
    fn a_manifest_tells_buckets_date_columns_and_files() {
        let manifest = Manifest::parse(written().to_string().as_bytes()).unwrap();
        assert_eq!(manifest.source_bucket, "orders");
        assert_eq!(manifest.destination_bucket, "lists");
        assert_eq!(manifest.as_of.as_deref(), Some("2018-01-03T02:00:00Z"));
        assert_eq!(manifest.columns[4], None);
        assert!(manifest.tells_encryption());
        assert_eq!(manifest.files[0].size, 7);
    }

    #[test]
    fn a_schema_of_parquet_tells_its_columns_too() {
        let schema = "message s3.inventory {  required binary bucket (UTF8);  required binary key (UTF8);  optional boolean is_latest;  optional int64 size;  optional binary next_years (UTF8);  optional binary encryption_status (UTF8);}";
        let mut value = written();
        value["fileFormat"] = json!("Parquet");
        value["fileSchema"] = json!(schema);
        let manifest = Manifest::parse(value.to_string().as_bytes()).unwrap();
        assert_eq!(manifest.format, FileFormat::Columnar(Columnar::Parquet));
        assert_eq!(manifest.columns[..2], [Some(Column::Bucket), Some(Column::Key)]);
        assert_eq!(manifest.columns[4], None);
        assert!(manifest.tells_encryption());
        value["fileSchema"] = json!("message s3.inventory { required binary bucket (UTF8); }");
        assert!(Manifest::parse(value.to_string().as_bytes()).unwrap_err().contains("lacks Key"));
    }

    #[test]
    fn what_is_wrong_with_a_manifest_is_named() {
        assert!(problem(|v| drop(v.as_object_mut().unwrap().remove("files"))).contains("`files`"));
        assert!(problem(|v| v["fileSchema"] = json!("Bucket, Key")).contains("lacks Size"));
        assert!(problem(|v| v["fileFormat"] = json!("Tape")).contains("Tape"));
        assert!(problem(|v| v["destinationBucket"] = json!("arn:aws:s3:eu")).contains("arn:aws"));
        assert!(problem(|v| *v = json!([1])).contains("manifest.json"));
    }

    #[test]
    fn data_files_of_a_local_manifest_stay_near_it() {
        let manifest = Path::new("/lists/2026/manifest.json");
        assert!(beside(manifest, "a/data/x.gz").contains(&"/lists/2026/../data/x.gz".into()));
        assert!(beside(manifest, "../../etc/x.gz").is_empty());
        assert!(beside(manifest, "/etc/x.gz").is_empty());
    }
}

//! One row of an inventory: which columns are used, and what they say of a version.

use std::io::{self, Read, Write};
use std::sync::Arc;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use magpie_model::{EncryptionClass, ObjectEncryption, ObjectRef};

use crate::Listed;
use crate::s3::archived;

/// A column that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Bucket,
    Key,
    IsLatest,
    IsDeleteMarker,
    Size,
    LastModifiedDate,
    ETag,
    StorageClass,
    EncryptionStatus,
}

impl Column {
    const ALL: [(Self, &str); 9] = [
        (Self::Bucket, "Bucket"),
        (Self::Key, "Key"),
        (Self::IsLatest, "IsLatest"),
        (Self::IsDeleteMarker, "IsDeleteMarker"),
        (Self::Size, "Size"),
        (Self::LastModifiedDate, "LastModifiedDate"),
        (Self::ETag, "ETag"),
        (Self::StorageClass, "StorageClass"),
        (Self::EncryptionStatus, "EncryptionStatus"),
    ];

    /// By its name in a schema of CSV (`IsLatest`) or of the other formats (`is_latest`).
    pub(super) fn named(name: &str) -> Option<Self> {
        let same = |known: &str| {
            let letters = name.bytes().filter(|b| *b != b'_').map(|b| b.to_ascii_lowercase());
            letters.eq(known.bytes().map(|b| b.to_ascii_lowercase()))
        };
        Self::ALL.into_iter().find(|(_, known)| same(known)).map(|(column, _)| column)
    }

    pub(super) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// The values of one version, by column; absent and empty are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Row([Option<String>; Column::ALL.len()]);

/// What a row stands for.
pub(super) enum Entry {
    Current(Box<Listed>),
    NonCurrent,
    DeleteMarker,
}

impl Row {
    pub(super) fn set(&mut self, column: Column, value: String) {
        self.0[column as usize] = Some(value).filter(|value| !value.is_empty());
    }

    fn get(&self, column: Column) -> Option<&str> {
        self.0[column as usize].as_deref()
    }

    /// Keeps it: every value behind its length, an absent one as an empty one. Returns how many bytes.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<u64> {
        let mut bytes = 0;
        for value in &self.0 {
            let value = value.as_deref().unwrap_or_default().as_bytes();
            let length = u32::try_from(value.len()).map_err(io::Error::other)?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(value)?;
            bytes += 4 + u64::from(length);
        }
        Ok(bytes)
    }

    /// Reads what [`Row::write`] kept; `None` at the end.
    pub(super) fn read(kept: &mut dyn Read) -> io::Result<Option<Self>> {
        let mut row = Self::default();
        for (column, _) in Column::ALL {
            let mut length = [0; 4];
            match kept.read_exact(&mut length) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                read => read?,
            }
            let mut value = vec![0; u32::from_le_bytes(length) as usize];
            kept.read_exact(&mut value)?;
            row.set(column, String::from_utf8(value).map_err(io::Error::other)?);
        }
        Ok(Some(row))
    }

    /// Reads the row of one version in this bucket; the error says what is wrong with it.
    pub(super) fn entry(&self, bucket: &Arc<str>) -> Result<Entry, String> {
        let of = self.get(Column::Bucket).unwrap_or_default();
        if of != &**bucket {
            return Err(format!("it lists the bucket {of:?}, and its manifest {bucket}"));
        }
        let is = |column, word: &str| {
            self.get(column).is_some_and(|value| value.eq_ignore_ascii_case(word))
        };
        if is(Column::IsDeleteMarker, "true") {
            return Ok(Entry::DeleteMarker);
        }
        if is(Column::IsLatest, "false") {
            return Ok(Entry::NonCurrent);
        }
        let key = self.get(Column::Key).ok_or("a row has no Key")?;
        let size = self.get(Column::Size).unwrap_or_default();
        let size = size.parse().map_err(|_| format!("{size:?} is no Size"))?;
        let storage_class = self.get(Column::StorageClass).map(str::to_owned);
        let preset = storage_class.as_deref().and_then(archived);
        let object = ObjectRef {
            bucket: bucket.clone(),
            key: key.to_owned(),
            raw_key: None,
            version_id: None,
            size: Some(size),
            etag: self.get(Column::ETag).map(|tag| tag.trim_matches('"').to_owned()),
            last_modified: self.get(Column::LastModifiedDate).map(plain_date),
            storage_class,
        };
        let encryption = self.get(Column::EncryptionStatus).and_then(encryption);
        Ok(Entry::Current(Box::new(Listed { object, preset, encryption })))
    }
}

/// A date as listings write it: without fractions of a second.
fn plain_date(written: &str) -> String {
    let date = DateTime::from_str(written, Format::DateTime).ok();
    let date = date.and_then(|date| DateTime::from_secs(date.secs()).fmt(Format::DateTime).ok());
    date.unwrap_or_else(|| written.to_owned())
}

/// `None` for a status of next year's: it tells nothing.
fn encryption(status: &str) -> Option<ObjectEncryption> {
    let class = match status {
        "NOT-SSE" => EncryptionClass::None,
        "SSE-S3" => EncryptionClass::SseS3,
        "SSE-C" => EncryptionClass::SseC,
        "SSE-KMS" => EncryptionClass::SseKms,
        "DSSE-KMS" => EncryptionClass::DsseKms,
        _ => return None,
    };
    Some(ObjectEncryption { class, key_id: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(cells: &[(Column, &str)]) -> Result<Entry, String> {
        let mut row = Row::default();
        for (column, value) in [(Column::Bucket, "b"), (Column::Key, "k"), (Column::Size, "3")] {
            row.set(column, value.into());
        }
        cells.iter().for_each(|(column, value)| row.set(*column, (*value).into()));
        row.entry(&"b".into())
    }

    fn current(cells: &[(Column, &str)]) -> Listed {
        match entry(cells) {
            Ok(Entry::Current(listed)) => *listed,
            _ => panic!("not the current version"),
        }
    }

    #[test]
    fn both_spellings_of_a_schema_name_the_same_columns() {
        for (column, name) in Column::ALL {
            assert_eq!(Column::named(name), Some(column));
            assert_eq!(column.name(), name);
        }
        assert_eq!(Column::named("is_delete_marker"), Some(Column::IsDeleteMarker));
        assert_eq!(Column::named("e_tag"), Some(Column::ETag));
        assert_eq!(Column::named("ReplicationStatus"), None);
    }

    #[test]
    fn only_current_versions_are_objects() {
        let marker = [(Column::IsLatest, "true"), (Column::IsDeleteMarker, "true")];
        assert!(matches!(entry(&marker), Ok(Entry::DeleteMarker)));
        assert!(matches!(entry(&[(Column::IsLatest, "false")]), Ok(Entry::NonCurrent)));
        assert!(matches!(entry(&[(Column::IsLatest, "TRUE")]), Ok(Entry::Current(_))));
    }

    #[test]
    fn a_status_has_its_class_and_a_new_one_none() {
        let class = |status| {
            current(&[(Column::EncryptionStatus, status)]).encryption.map(|found| found.class)
        };
        assert_eq!(class("NOT-SSE"), Some(EncryptionClass::None));
        assert_eq!(class("SSE-S3"), Some(EncryptionClass::SseS3));
        assert_eq!(class("SSE-C"), Some(EncryptionClass::SseC));
        assert_eq!(class("SSE-KMS"), Some(EncryptionClass::SseKms));
        assert_eq!(class("DSSE-KMS"), Some(EncryptionClass::DsseKms));
        assert_eq!(class("SSE-NEXT"), None);
        assert_eq!(class(""), None);
    }

    #[test]
    fn dates_archives_and_nonsense_are_as_in_a_listing() {
        let listed = current(&[
            (Column::LastModifiedDate, "2026-01-15T12:00:00.123Z"),
            (Column::StorageClass, "DEEP_ARCHIVE"),
        ]);
        assert_eq!(listed.object.last_modified.as_deref(), Some("2026-01-15T12:00:00Z"));
        assert!(listed.preset.is_some());
        assert!(entry(&[(Column::Size, "many")]).is_err_and(|said| said.contains("many")));
        assert!(entry(&[(Column::Bucket, "c")]).is_err_and(|said| said.contains("\"c\"")));
    }
}

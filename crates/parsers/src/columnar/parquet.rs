//! Parquet: row group by row group, column by column. Statistics decide nothing: they are what a writer
//! claims. A value that they have and no row has is read.

use std::ops::Range;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{Encoding, Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};

use super::footer::encrypted_columns;
use super::pages;
use super::roots::{Root, roots};
use super::walk::Walk;
use crate::claims::Claim;
use crate::file::Reader;
use crate::{File, path};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 4 * 1024;

impl Length for File {
    fn len(&self) -> u64 {
        self.length()
    }
}

impl ChunkReader for File {
    type T = Reader;

    fn get_read(&self, start: u64) -> Result<Reader> {
        Ok(self.reader(start))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.bytes_at(start, length).map_err(|error| ParquetError::External(Box::new(error)))
    }
}

/// What the footer says of the file.
pub(super) fn opened(file: &File) -> std::result::Result<ArrowReaderMetadata, Outcome> {
    let mut magic = [0; 4];
    if file.read_at(0, &mut magic).is_ok() && magic == *b"PARE" {
        return Err(Outcome::with_detail(Reason::EncryptedContent, "the footer is encrypted"));
    }
    // The writer's own schema is left out: it may name types that the columns are not.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    ArrowReaderMetadata::load(file, options).map_err(|error| malformed("the footer", &error))
}

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let metadata = match opened(file) {
        Ok(metadata) => metadata,
        Err(outcome) => return outcome,
    };
    let footer = metadata.metadata().file_metadata();
    for note in footer.key_value_metadata().into_iter().flatten() {
        if let Err(outcome) = self::note(&note.key, note.value.as_deref().unwrap_or(""), sink) {
            return outcome;
        }
    }
    let roots = match roots(metadata.metadata()) {
        Ok(roots) => roots,
        Err(error) => return malformed("the schema", &error),
    };
    let mut walk = Walk::new(sink);
    if let Err(outcome) = walk.schema(metadata.schema()) {
        return outcome;
    }
    let locked = encrypted_columns(&footer_of(file));
    let is_locked = |group: usize, leaves: &Range<usize>| {
        let locked = locked.get(group).and_then(|locked| locked.get(leaves.clone()));
        locked.is_some_and(|locked| locked.contains(&true))
    };
    let mut broken = None;
    let mut record = 0;
    for (index, group) in metadata.metadata().row_groups().iter().enumerate() {
        for root in &roots {
            if is_locked(index, &root.leaves) {
                let detail = "a key is needed to read some columns";
                broken = Some(Outcome::with_detail(Reason::EncryptedContent, detail));
                continue;
            }
            let path = path::member(path::ROOT, &root.name);
            match column(file, metadata.metadata(), group, root, (&path, record), &mut walk) {
                Ok(Ok(())) => {}
                Ok(Err(outcome)) => return outcome,
                // The other columns are still read.
                Err(error) => {
                    broken.get_or_insert_with(|| malformed("a column", &error));
                }
            }
            if let Err(outcome) = walk.ended(&path) {
                return outcome;
            }
        }
        record += u64::try_from(group.num_rows()).unwrap_or(0);
    }
    broken.unwrap_or_else(|| walk.outcome())
}

/// The bytes of the footer, whose length stands behind it.
fn footer_of(file: &File) -> Bytes {
    /// The length, and the mark that the file ends with.
    const END_BYTES: u64 = 8;
    let place = file.length().saturating_sub(END_BYTES);
    let length = file.bytes_at(place, 4).ok().and_then(|length| {
        let length: [u8; 4] = length[..].try_into().ok()?;
        usize::try_from(u32::from_le_bytes(length)).ok()
    });
    let footer =
        length.and_then(|length| file.bytes_at(place.checked_sub(length as u64)?, length).ok());
    footer.unwrap_or_default()
}

/// What the footer says beside the schema, such as a library's own description of the table.
fn note(key: &str, value: &str, sink: &mut dyn SegmentSink) -> std::result::Result<(), Outcome> {
    // The schema once more, in base64 and as Arrow has it.
    if key == "ARROW:schema" || value.is_empty() {
        return Ok(());
    }
    let label = Some(sink.label(key));
    sink.segment(&Segment { text: value.as_bytes(), place: Place::Element, label })
}

/// One column with all that is nested in it. Errors of the file and of the visit are kept apart.
fn column(
    file: &File,
    metadata: &ParquetMetaData,
    group: &RowGroupMetaData,
    root: &Root,
    (path, record): (&str, u64),
    walk: &mut Walk<'_>,
) -> Result<std::result::Result<(), Outcome>> {
    let alone = root.alone(metadata, group)?;
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let mut metadata = ArrowReaderMetadata::try_new(Arc::clone(&alone), options.clone())?;
    let Some(field) = metadata.schema().fields().first().cloned() else { return Ok(Ok(())) };
    if let Err(outcome) = walk.claim(path, claims(file, alone.row_group(0), &field)) {
        return Ok(Err(outcome));
    }
    if let Some(schema) = as_dictionary(alone.row_group(0), &field) {
        metadata = ArrowReaderMetadata::try_new(alone, options.with_schema(schema))?;
    }
    let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata)
        .with_batch_size(BATCH_ROWS)
        .build()?;
    let mut record = record;
    for batch in batches {
        let batch = batch?;
        if let Err(outcome) = walk.batch(&batch, record) {
            return Ok(Err(outcome));
        }
        record += batch.num_rows() as u64;
    }
    Ok(Ok(()))
}

/// The least and the greatest values that a column and its pages are said to have, where they are shown
/// as its own are.
fn claims(file: &File, alone: &RowGroupMetaData, field: &Field) -> Vec<Claim> {
    let is_number = field.data_type().is_integer();
    let mut claims = Vec::new();
    for chunk in alone.columns() {
        let shown = match chunk.column_type() {
            Type::BYTE_ARRAY => Shown::Bytes,
            Type::INT32 if is_number => Shown::Int32,
            Type::INT64 if is_number => Shown::Int64,
            _ => continue,
        };
        let mut add = |value: &[u8], is_exact: bool| {
            let text = shown.text(value).filter(|text| !text.is_empty());
            claims.extend(text.map(|text| Claim { text, is_cut: !is_exact && shown.may_be_cut() }));
        };
        if let Some(said) = chunk.statistics() {
            said.min_bytes_opt().inspect(|value| add(value, said.min_is_exact()));
            said.max_bytes_opt().inspect(|value| add(value, said.max_is_exact()));
        }
        pages::claimed(file, chunk, &mut |value| add(value, false));
    }
    claims
}

/// How values of a column are shown.
enum Shown {
    Bytes,
    Int32,
    Int64,
}

impl Shown {
    fn text(&self, value: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Bytes => Some(value.to_vec()),
            Self::Int32 => value.try_into().ok().map(|v| i32::from_le_bytes(v).to_string().into()),
            Self::Int64 => value.try_into().ok().map(|v| i64::from_le_bytes(v).to_string().into()),
        }
    }

    fn may_be_cut(&self) -> bool {
        matches!(self, Self::Bytes)
    }
}

/// The schema under which a column comes as its dictionary, when all its pages refer to one.
fn as_dictionary(alone: &RowGroupMetaData, field: &Field) -> Option<Arc<Schema>> {
    let [chunk] = alone.columns() else { return None };
    chunk.dictionary_page_offset()?;
    let of_dictionary = |encoding: Encoding| {
        matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY | Encoding::RLE)
    };
    let only_dictionary = match chunk.page_encoding_stats_mask() {
        Some(mask) => mask.encodings().all(of_dictionary),
        None => chunk.encodings().all(|e| of_dictionary(e) || e == Encoding::PLAIN),
    };
    if !only_dictionary || !matches!(field.data_type(), DataType::Utf8 | DataType::Binary) {
        return None;
    }
    let keyed =
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(field.data_type().clone()));
    let keyed = Field::new(field.name(), keyed, field.is_nullable());
    Some(Arc::new(Schema::new(vec![keyed])))
}

/// What a library says may hold a piece of the file, so only its kind is told.
pub(super) fn malformed(what: &str, error: &ParquetError) -> Outcome {
    let kind = match error {
        ParquetError::NYI(_) => "uses what cannot be read yet",
        ParquetError::EOF(_) => "ends early",
        _ => "is damaged",
    };
    Outcome::with_detail(Reason::MalformedFile, format!("{what} {kind}"))
}

//! The rows of a Parquet file one after the other, every value of a plain column whole, booleans too: for
//! tables that tell something of other objects, and not for what is searched.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::DataType;
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};

use super::parquet::{malformed, opened};
use super::values::Texts;
use crate::File;

/// Rows decoded at a time.
const BATCH_ROWS: usize = 1024;

/// Labels are the columns' names; nulls and columns that are nested are left out.
pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let metadata = match opened(file) {
        Ok(metadata) => metadata,
        Err(outcome) => return outcome,
    };
    let batches =
        ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata.clone())
            .with_projection(plain_columns(&metadata))
            .with_batch_size(BATCH_ROWS)
            .build();
    let batches = match batches {
        Ok(batches) => batches,
        Err(error) => return malformed("the schema", &error),
    };
    let mut record = 0;
    for batch in batches {
        let batch = match batch {
            Ok(batch) => batch,
            Err(_) => {
                let detail = "a row is damaged";
                return Outcome::with_detail(Reason::MalformedFile, detail);
            }
        };
        if let Err(outcome) = rows(&batch, record, sink) {
            return outcome;
        }
        record += batch.num_rows() as u64;
    }
    sink.rows(record);
    Outcome::COMPLETE
}

fn plain_columns(metadata: &ArrowReaderMetadata) -> ProjectionMask {
    let fields = metadata.schema().fields().iter().enumerate();
    let plain = fields.filter(|(_, field)| {
        Texts::reads(field.data_type()) || *field.data_type() == DataType::Boolean
    });
    ProjectionMask::roots(metadata.parquet_schema(), plain.map(|(root, _)| root))
}

/// The values of one column of a batch.
enum Values<'a> {
    Flags(&'a BooleanArray),
    Texts(Texts<'a>),
}

impl<'a> Values<'a> {
    fn of(array: &'a ArrayRef) -> Self {
        match array.data_type() {
            DataType::Boolean => Self::Flags(array.as_boolean()),
            _ => Self::Texts(Texts::new(array)),
        }
    }

    fn get(&mut self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Flags(flags) if flags.is_null(row) => None,
            Self::Flags(flags) => Some(if flags.value(row) { b"true" } else { b"false" }),
            Self::Texts(texts) => texts.get(row),
        }
    }
}

fn rows(batch: &RecordBatch, first: u64, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    let schema = batch.schema();
    let named = schema.fields().iter().zip(batch.columns());
    let mut columns: Vec<(u32, Values<'_>)> =
        named.map(|(field, array)| (sink.label(field.name()), Values::of(array))).collect();
    for row in 0..batch.num_rows() {
        let place = Place::Record { index: first + row as u64 };
        for (label, values) in &mut columns {
            if let Some(text) = values.get(row) {
                sink.segment(&Segment { text, place, label: Some(*label) })?;
            }
        }
    }
    Ok(())
}

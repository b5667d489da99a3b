//! Arrow IPC files (Feather version 2): a batch after the other, by the footer or as a stream.

use std::io::Read;

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::ArrowError;
use magpie_model::{Outcome, Reason, SegmentSink};

use super::walk::Walk;
use crate::File;

/// Bytes before the first message: the magic and its padding.
const PREFIX_BYTES: u64 = 8;

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let mut walk = Walk::new(sink);
    let by_footer = FileReader::try_new(file.reader(0), None);
    let read = match by_footer {
        Ok(batches) => all(batches, &mut walk),
        // Without its footer a file is a stream of messages still.
        Err(_) => match StreamReader::try_new(file.reader(PREFIX_BYTES).take(u64::MAX), None) {
            Ok(batches) => all(batches, &mut walk).and_then(|()| Err(damaged())),
            Err(_) => Err(damaged()),
        },
    };
    match read {
        Ok(()) => walk.outcome(),
        Err(outcome) => outcome,
    }
}

fn all(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    walk: &mut Walk<'_>,
) -> Result<(), Outcome> {
    let mut record = 0;
    for batch in batches {
        let batch = batch.map_err(|_| damaged())?;
        walk.batch(&batch, record)?;
        record += batch.num_rows() as u64;
    }
    Ok(())
}

fn damaged() -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, "the file is damaged, or not finished")
}

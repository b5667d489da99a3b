//! Arrow IPC files (Feather version 2) and streams: a batch after the other, by the footer where there
//! is one.

use std::io::Read;

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::ArrowError;
use magpie_model::{Outcome, Reason, SegmentSink};

use super::messages;
use super::walk::Walk;
use crate::File;

/// Bytes before the first message: the magic and its padding.
const PREFIX_BYTES: u64 = 8;

/// What a message of a stream begins with.
const STREAM: &[u8; 4] = &[0xFF; 4];

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let mut walk = Walk::new(sink);
    let mut begin = [0; STREAM.len()];
    let is_stream = file.read_at(0, &mut begin).is_ok() && begin == *STREAM;
    let read = match is_stream {
        true => streamed(file, 0, &mut walk),
        // Up to what it claims and has not.
        false if !messages::footer_is_sound(file) => {
            streamed(file, PREFIX_BYTES, &mut walk).and_then(|()| Err(damaged()))
        }
        false => match FileReader::try_new(file.reader(0), None) {
            Ok(batches) => {
                let told = walk.schema(&batches.schema());
                told.and_then(|()| all(batches, &mut walk))
            }
            // Without its footer a file is a stream of messages still.
            Err(_) => streamed(file, PREFIX_BYTES, &mut walk).and_then(|()| Err(damaged())),
        },
    };
    match read {
        Ok(()) => walk.outcome(),
        Err(outcome) => outcome,
    }
}

fn streamed(file: &File, from: u64, walk: &mut Walk<'_>) -> Result<(), Outcome> {
    let sound = messages::sound(file, from);
    let batches = StreamReader::try_new(file.reader(from).take(sound.bytes), None);
    let batches = batches.map_err(|_| damaged())?;
    walk.schema(&batches.schema())?;
    all(batches, walk)?;
    match sound.met {
        Some(Reason::MalformedFile) => Err(damaged()),
        Some(reason) => {
            Err(Outcome::with_detail(reason, "a batch claims to expand to more than one may"))
        }
        None => Ok(()),
    }
}

fn all(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    walk: &mut Walk<'_>,
) -> Result<(), Outcome> {
    let mut record = 0;
    for batch in batches {
        // What the dictionaries hold is told all the same.
        let Ok(batch) = batch else { return walk.ended("").and(Err(damaged())) };
        walk.batch(&batch, record)?;
        record += batch.num_rows() as u64;
    }
    walk.ended("")
}

fn damaged() -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, "the file is damaged, or not finished")
}

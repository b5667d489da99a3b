//! What the messages of an Arrow file claim to need, held against what is there: the library takes memory for it
//! before it looks, 1.6 GB for a file of 71 bytes.

use arrow_ipc::{Block, RecordBatch};
use magpie_model::Reason;

use crate::File;

/// What the buffers of one batch may expand to.
const EXPANDED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// What a message begins with, unless it is of an old writer.
const BEGINS: [u8; 4] = [0xFF; 4];
/// Behind the footer stand its length and the magic.
const END_BYTES: u64 = 10;

/// The bytes from a place on that may be given to the library, and why no more.
pub(super) struct Sound {
    pub(super) bytes: u64,
    pub(super) met: Option<Reason>,
}

/// How far messages may be read one after the other.
pub(super) fn sound(file: &File, from: u64) -> Sound {
    let mut at = from;
    loop {
        let met = match end_of(file, at) {
            Ok(Some(end)) => {
                at = end;
                continue;
            }
            // The library needs to see that the messages end.
            Ok(None) => return Sound { bytes: u64::MAX, met: None },
            Err(reason) => Some(reason),
        };
        return Sound { bytes: at - from, met };
    }
}

/// Whether the messages that the footer names may be read.
pub(super) fn footer_is_sound(file: &File) -> bool {
    let footer = || {
        let length_at = file.length().checked_sub(END_BYTES)?;
        let length = number(file, length_at)?;
        file.bytes_at(length_at.checked_sub(length.into())?, usize::try_from(length).ok()?).ok()
    };
    let Some(footer) = footer() else { return false };
    let Ok(footer) = arrow_ipc::root_as_footer(&footer) else { return false };
    let blocks = footer.dictionaries().into_iter().chain(footer.recordBatches()).flatten();
    let mut blocks = blocks.copied();
    blocks.all(|block| is_sound(file, &block))
}

fn is_sound(file: &File, block: &Block) -> bool {
    let parts = [block.offset(), block.metaDataLength().into(), block.bodyLength()];
    let end = parts.into_iter().try_fold(0u64, |end, part| {
        end.checked_add(u64::try_from(part).ok()?).filter(|end| *end <= file.length())
    });
    end.is_some() && matches!(end_of(file, block.offset().cast_unsigned()), Ok(Some(_)))
}

/// Where a message ends; `None` where the messages end instead.
fn end_of(file: &File, at: u64) -> Result<Option<u64>, Reason> {
    let Some(first) = number(file, at) else { return Ok(None) };
    let is_old = first.to_le_bytes() != BEGINS;
    let (length, from) = match is_old {
        true => (first, at + 4),
        false => (number(file, at + 4).ok_or(Reason::MalformedFile)?, at + 8),
    };
    if length == 0 {
        return Ok(None);
    }
    let damaged = |_| Reason::MalformedFile;
    let head = usize::try_from(length).map_err(|_| Reason::MalformedFile)?;
    let head = file.bytes_at(from, head).map_err(damaged)?;
    let message = arrow_ipc::root_as_message(&head).map_err(|_| Reason::MalformedFile)?;
    let body = from + u64::from(length);
    let body_bytes = u64::try_from(message.bodyLength()).map_err(|_| Reason::MalformedFile)?;
    let end = body.checked_add(body_bytes).filter(|end| *end <= file.length());
    let end = end.ok_or(Reason::MalformedFile)?;
    let batch = message
        .header_as_record_batch()
        .or_else(|| message.header_as_dictionary_batch().and_then(|batch| batch.data()));
    if batch.is_some_and(|batch| expands_to(file, body, &batch) > EXPANDED_BYTES_MAX) {
        return Err(Reason::MemoryLimitReached);
    }
    Ok(Some(end))
}

/// What the buffers of a batch say that they expand to.
fn expands_to(file: &File, body: u64, batch: &RecordBatch<'_>) -> u64 {
    if batch.compression().is_none() {
        return 0;
    }
    let buffers = batch.buffers().into_iter().flatten();
    let of_one = |place: u64| {
        let bytes = file.bytes_at(place, 8).ok()?;
        // Less than nothing stands for a buffer that is not compressed.
        u64::try_from(i64::from_le_bytes(bytes[..].try_into().ok()?)).ok()
    };
    let places = buffers.filter(|buffer| buffer.length() > 0);
    let places = places.filter_map(|b| body.checked_add(u64::try_from(b.offset()).ok()?));
    places.filter_map(of_one).fold(0, u64::saturating_add)
}

/// The number that stands there; `None` beyond the end of the file.
fn number(file: &File, at: u64) -> Option<u32> {
    let bytes = file.bytes_at(at, 4).ok()?;
    Some(u32::from_le_bytes(bytes[..].try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_buffer_that_claims_to_expand_to_much_is_told_before_it_is_expanded() {
        let fixture = "/../../tests/fixtures/formats/arrow/flat_lz4.feather";
        let whole = std::fs::read(env!("CARGO_MANIFEST_DIR").to_owned() + fixture).unwrap();
        let file = |bytes: &[u8]| File::new(Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        assert!(footer_is_sound(&file(&whole)) && sound(&file(&whole), 8).met.is_none());
        let claims = |at: usize| {
            let mut bytes = whole.clone();
            bytes[at..at + 8].copy_from_slice(&(1i64 << 40).to_le_bytes());
            let file = file(&bytes);
            sound(&file, 8).met == Some(Reason::MemoryLimitReached) && !footer_is_sound(&file)
        };
        // Each buffer begins at a multiple of eight, with the length of what it expands to.
        assert!((8..whole.len() - 8).step_by(8).any(claims));
    }
}

//! Avro object container files: block by block, every string, number and byte value with its
//! record and field path. A block that is damaged is passed over at the next sync marker.

mod block;
mod schema;
mod value;

use std::io::Read;

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use self::block::Codec;
use self::schema::Schema;
use self::value::Decoder;
use crate::file::Reader;
use crate::{File, blob};

/// Bytes of one block, as stored and as expanded.
pub(super) const BLOCK_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Bytes of the header's schema.
const SCHEMA_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Entries of the header.
const HEADER_ENTRIES_MAX: u64 = 10_000;

struct Header {
    /// What the header holds beside schema and codec, and the schema, whose names and comments
    /// may say something.
    notes: Vec<(Vec<u8>, Vec<u8>)>,
    schema: Schema,
    codec: Codec,
    sync: [u8; 16],
}

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let mut input = file.reader(4);
    let header = match header(&mut input) {
        Ok(header) => header,
        Err(outcome) => return outcome,
    };
    if let Err(outcome) = notes(&header.notes, sink) {
        return outcome;
    }
    let mut walk = Blocks { file, header, decoder: Decoder::default(), record: 0, damaged: 0 };
    match walk.all(input.position(), sink) {
        Err(outcome) => outcome,
        Ok(()) if walk.damaged > 0 => malformed(&format!("{} blocks are damaged", walk.damaged)),
        Ok(()) => walk.decoder.outcome(),
    }
}

/// What the header says, each under its key.
fn notes(notes: &[(Vec<u8>, Vec<u8>)], sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    for (key, value) in notes {
        let label = Some(sink.label(&String::from_utf8_lossy(key)));
        blob::runs(value, |_, run| {
            sink.segment(&Segment { text: run.as_bytes(), place: Place::Element, label })
        })?;
    }
    Ok(())
}

fn header(input: &mut Reader) -> Result<Header, Outcome> {
    let damaged = || malformed("the header is damaged");
    let (mut schema, mut codec) = (None, Codec::Null);
    let mut notes = Vec::new();
    let mut entries = 0;
    loop {
        let count = long(input).ok_or_else(damaged)?;
        if count == 0 {
            break;
        }
        if count < 0 {
            long(input).ok_or_else(damaged)?;
        }
        for _ in 0..count.unsigned_abs() {
            entries += 1;
            if entries > HEADER_ENTRIES_MAX {
                return Err(damaged());
            }
            let key = bytes(input).ok_or_else(damaged)?;
            let value = bytes(input).ok_or_else(damaged)?;
            match &key[..] {
                b"avro.schema" => {
                    notes.push((key, value.clone()));
                    schema = Some(value);
                }
                b"avro.codec" => {
                    codec = Codec::of(&value).ok_or_else(|| {
                        let detail = "the blocks are compressed in a way that is not known";
                        Outcome::with_detail(Reason::UnsupportedFileType, detail)
                    })?;
                }
                _ => notes.push((key, value)),
            }
        }
    }
    let mut sync = [0; 16];
    input.read_exact(&mut sync).map_err(|_| damaged())?;
    let schema = schema.ok_or_else(damaged)?;
    let schema = Schema::parse(&schema).ok_or_else(|| malformed("the schema is damaged"))?;
    Ok(Header { notes, schema, codec, sync })
}

struct Blocks<'f> {
    file: &'f File,
    header: Header,
    decoder: Decoder,
    record: u64,
    damaged: u64,
}

impl Blocks<'_> {
    fn all(&mut self, mut at: u64, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
        while at < self.file.length() {
            match self.block(at, sink)? {
                Some(next) => at = next,
                None => {
                    self.damaged += 1;
                    match self.next_sync(at) {
                        Some(next) => at = next,
                        None => break,
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads one block; returns where the next begins, or `None` when this one is damaged.
    fn block(&mut self, at: u64, sink: &mut dyn SegmentSink) -> Result<Option<u64>, Outcome> {
        let mut input = self.file.reader(at);
        let (Some(count), Some(size)) = (long(&mut input), long(&mut input)) else {
            return Ok(None);
        };
        let (Ok(count), Ok(size)) = (u64::try_from(count), usize::try_from(size)) else {
            return Ok(None);
        };
        if size > BLOCK_BYTES_MAX {
            return Ok(None);
        }
        let start = input.position();
        let end = start + size as u64;
        let mut sync = [0; 16];
        let read = self.file.read_at(end, &mut sync);
        let (Ok(16), Ok(stored)) = (read, self.file.bytes_at(start, size)) else {
            return Ok(None);
        };
        if sync != self.header.sync {
            return Ok(None);
        }
        let Some(content) = self.header.codec.expand(stored) else { return Ok(None) };
        let mut content = &content[..];
        for left in (0..count).rev() {
            let before = content.len();
            let read = self.decoder.record(&self.header.schema, &mut content, self.record, sink)?;
            if read.is_none() {
                return Ok(None);
            }
            self.record += 1;
            if content.len() == before {
                // Records without bytes: any number may be claimed, and all are alike.
                sink.pass(left)?;
                sink.pass(1)?;
                self.record = self.record.saturating_add(left);
                break;
            }
        }
        // A block is read to its end, or it is not what it says.
        self.damaged += u64::from(!content.is_empty());
        Ok(Some(end + 16))
    }

    /// Where the block after the next sync marker begins.
    fn next_sync(&self, from: u64) -> Option<u64> {
        const STEP: usize = 1024 * 1024;
        let mut at = from;
        let mut buffer = vec![0; STEP];
        while at < self.file.length() {
            let read = self.file.read_at(at, &mut buffer).ok()?;
            if let Some(found) = memchr::memmem::find(&buffer[..read], &self.header.sync) {
                return Some(at + found as u64 + 16);
            }
            if read < STEP {
                return None;
            }
            at += (read - 15) as u64;
        }
        None
    }
}

/// A number of variable length; `None` when the input ends in it.
fn long(input: &mut dyn Read) -> Option<i64> {
    let mut value = 0u64;
    for shift in (0..70).step_by(7) {
        let mut byte = [0];
        input.read_exact(&mut byte).ok()?;
        value |= u64::from(byte[0] & 0x7F).checked_shl(shift)?;
        if byte[0] & 0x80 == 0 {
            return Some((value >> 1).cast_signed() ^ -((value & 1).cast_signed()));
        }
    }
    None
}

/// Bytes behind their length.
fn bytes(input: &mut Reader) -> Option<Vec<u8>> {
    let length = u64::try_from(long(input)?).ok().filter(|&length| length <= SCHEMA_BYTES_MAX)?;
    let mut value = Vec::new();
    let read = input.take(length).read_to_end(&mut value).ok()?;
    (read as u64 == length).then_some(value)
}

fn malformed(detail: &str) -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, detail)
}

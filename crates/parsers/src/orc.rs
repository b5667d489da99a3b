//! ORC files: stripe by stripe and column by column, every value with its record and path,
//! dictionaries searched once.

mod column;
mod fields;
pub(crate) mod rows;
mod runs;
mod statistics;

use std::collections::BTreeMap;
use std::io::Read;

use bytes::Bytes;
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use self::column::{Records, Stripe};
use self::fields::{Fields, Value, fields};
use self::statistics::{Claimed, Said};
use crate::{File, path};

/// Bytes of one stream, as stored and as expanded; of a footer.
const STREAM_BYTES_MAX: usize = 256 * 1024 * 1024;
const FOOTER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Columns of one file, nested ones included.
const COLUMNS_MAX: usize = 100_000;

/// How chunks of streams are compressed.
#[derive(Clone, Copy)]
enum Codec {
    None,
    Zlib,
    Snappy,
    Lz4,
    Zstd,
}

/// What a column is: the kind of its values and the columns below it with their names.
struct Type {
    kind: u64,
    below: Vec<usize>,
    names: Vec<String>,
}

struct Footer {
    codec: Codec,
    types: Vec<Type>,
    /// Offset, bytes before the data, of the data, of the footer, and rows.
    stripes: Vec<[u64; 5]>,
    is_encrypted: bool,
    /// Whether it contradicts itself.
    is_damaged: bool,
    /// What programs noted, by their own names.
    notes: Vec<(Vec<u8>, Vec<u8>)>,
    /// What is said of each column: of all of it, and then of each stripe's.
    said: Vec<Vec<Vec<u8>>>,
}

/// What is told of the file at its end.
#[derive(Default)]
struct Notes {
    damaged: u64,
    files: u64,
    unread: u64,
}

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let footer = match footer(file) {
        Ok(footer) => footer,
        Err(outcome) => return outcome,
    };
    let mut notes = Notes { damaged: u64::from(footer.is_damaged), ..Notes::default() };
    let read = described(&footer, sink).and_then(|()| stripes(file, &footer, sink, &mut notes));
    if let Err(outcome) = read {
        return outcome;
    }
    let told = |reason, detail: String| Outcome::with_detail(reason, detail);
    if footer.is_encrypted {
        return told(Reason::EncryptedContent, "columns are encrypted".to_owned());
    }
    if notes.damaged > 0 {
        let detail = format!("{} columns of stripes are damaged or too large", notes.damaged);
        return told(Reason::MalformedFile, detail);
    }
    if notes.files + notes.unread > 0 {
        let detail = format!(
            "{} values are files, read as printable runs; {} columns are of types that cannot be read",
            notes.files, notes.unread
        );
        return told(Reason::EmbeddedContentNotRead, detail);
    }
    Outcome::COMPLETE
}

/// Delivers what the file says beside its rows: notes, and the names of columns, which may be values
/// where a table was turned.
fn described(footer: &Footer, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    let mut tell = |label: &str, text: &[u8]| {
        let label = Some(sink.label(label));
        sink.segment(&Segment { text, place: Place::Element, label })
    };
    for (name, note) in footer.notes.iter().filter(|(_, note)| !note.is_empty()) {
        tell(&String::from_utf8_lossy(name), note)?;
    }
    let names = footer.types.iter().flat_map(|column| &column.names);
    names.filter(|name| !name.is_empty()).try_for_each(|name| tell("column", name.as_bytes()))
}

fn stripes(
    file: &File,
    footer: &Footer,
    sink: &mut dyn SegmentSink,
    notes: &mut Notes,
) -> Result<(), Outcome> {
    let mut record = 0u64;
    let mut claimed = Claimed::default();
    for (index, stripe) in footer.stripes.iter().enumerate() {
        // What is said of the whole file may be met in any stripe.
        let said =
            [if index == 0 { footer.said.first() } else { None }, footer.said.get(index + 1)];
        read_stripe(file, footer, stripe, (record, said), sink, &mut claimed, notes)?;
        record = record.saturating_add(stripe[4]);
    }
    claimed.into_values().try_for_each(|(path, claims)| claims.ended(&path, sink))
}

fn malformed(detail: &str) -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, detail)
}

/// Reads the end of the file: what it holds and where.
fn footer(file: &File) -> Result<Footer, Outcome> {
    let damaged = || malformed("the file's footer is damaged or missing");
    let length = file.length();
    let tail = length.min(256);
    let tail = file.bytes_at(length - tail, tail as usize).map_err(|_| damaged())?;
    let script_bytes = usize::from(*tail.last().ok_or_else(damaged)?);
    let end = tail.len() - 1;
    let script = tail.get(end.checked_sub(script_bytes).ok_or_else(damaged)?..end);
    let script = fields(script.ok_or_else(damaged)?);
    let codec = match script.number(2).unwrap_or(0) {
        0 => Codec::None,
        1 => Codec::Zlib,
        2 => Codec::Snappy,
        4 => Codec::Lz4,
        5 => Codec::Zstd,
        _ => {
            let detail = "the file is compressed in a way that is not known";
            return Err(Outcome::with_detail(Reason::UnsupportedFileType, detail));
        }
    };
    let bytes = script.number(1).filter(|bytes| *bytes <= FOOTER_BYTES_MAX).ok_or_else(damaged)?;
    let at = (length - 1 - script_bytes as u64).checked_sub(bytes).ok_or_else(damaged)?;
    let stored = file.bytes_at(at, bytes as usize).map_err(|_| damaged())?;
    let expanded = expand(codec, stored).ok_or_else(damaged)?;
    let content = fields(&expanded);
    let mut said: Vec<Vec<Vec<u8>>> = vec![content.all(7).map(<[u8]>::to_vec).collect()];
    said.extend(said_of_stripes(file, codec, at, script.number(5).unwrap_or(0)));
    let notes = content.all(5).map(|note| {
        let note = fields(note);
        [1, 2].map(|field| note.all(field).next().unwrap_or_default().to_vec()).into()
    });
    let types: Vec<Type> = content.all(4).take(COLUMNS_MAX).map(type_of).collect();
    let stripes = content.all(3).map(|stripe| {
        let stripe = fields(stripe);
        [1, 2, 3, 4, 5].map(|field| stripe.number(field).unwrap_or(0))
    });
    let stripes: Vec<[u64; 5]> = stripes.collect();
    if types.is_empty() {
        return Err(damaged());
    }
    let rows = stripes.iter().fold(0u64, |rows, stripe| rows.saturating_add(stripe[4]));
    let is_damaged = !content.1 || rows != content.number(6).unwrap_or(0) || !is_tree(&types);
    let is_encrypted = content.all(10).next().is_some();
    let notes = notes.collect();
    Ok(Footer { codec, types, stripes, is_encrypted, is_damaged, notes, said })
}

/// What is said of the columns of each stripe, before the footer; nothing where it is damaged, since the
/// rows decide.
fn said_of_stripes(file: &File, codec: Codec, end: u64, bytes: u64) -> Vec<Vec<Vec<u8>>> {
    let at = end.checked_sub(bytes).filter(|_| bytes <= FOOTER_BYTES_MAX);
    let stored = at.and_then(|at| file.bytes_at(at, bytes as usize).ok());
    let Some(expanded) = stored.and_then(|stored| expand(codec, stored)) else { return Vec::new() };
    let of_stripe = |stripe| fields(stripe).all(1).map(<[u8]>::to_vec).collect();
    fields(&expanded).all(1).map(of_stripe).collect()
}

/// Whether each column but the first stands below one that holds others.
fn is_tree(types: &[Type]) -> bool {
    const LIST: u64 = 10;
    const UNION: u64 = 13;
    let mut is_met = vec![false; types.len()];
    let mut below = types.iter().flat_map(|kind| &kind.below);
    below.all(|column| is_met.get_mut(*column).is_some_and(|met| !std::mem::replace(met, true)))
        && is_met.iter().skip(1).all(|met| *met)
        && types.iter().all(|t| t.below.is_empty() || (LIST..=UNION).contains(&t.kind))
}

fn type_of(bytes: &[u8]) -> Type {
    let content = fields(bytes);
    let names = content.all(3).map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let below = content.numbers(2).into_iter().map(|column| column as usize).collect();
    Type { kind: content.number(1).unwrap_or(0), below, names }
}

/// Where the streams of a stripe stand, by column and kind, and how its columns are written.
struct Layout {
    streams: BTreeMap<(usize, u64), (u64, u64)>,
    /// Kind of encoding and size of the dictionary of each column.
    encodings: Vec<(u64, u64)>,
    /// Whether its moments were written in this zone, or it does not say in which.
    is_utc: bool,
}

impl Layout {
    /// The content of a stream, empty where there is none; `None` when it is damaged or too large.
    fn content(&self, file: &File, codec: Codec, column: usize, kind: u64) -> Option<Bytes> {
        let Some(&(at, length)) = self.streams.get(&(column, kind)) else {
            return Some(Bytes::new());
        };
        let length = usize::try_from(length).ok().filter(|length| *length <= STREAM_BYTES_MAX)?;
        expand(codec, file.bytes_at(at, length).ok()?)
    }
}

/// Reads the end of a stripe; `None` when it is damaged.
fn layout(file: &File, footer: &Footer, stripe: &[u64; 5]) -> Option<Layout> {
    let &[offset, index, data, end, _] = stripe;
    let place = offset.checked_add(index).and_then(|at| at.checked_add(data));
    let stored = file.bytes_at(place.filter(|_| end <= FOOTER_BYTES_MAX)?, end as usize).ok()?;
    let described = expand(footer.codec, stored)?;
    let described = fields(&described);
    let mut streams = BTreeMap::new();
    let mut at = offset;
    for stream in described.all(1) {
        let stream = fields(stream);
        let [kind, column, length] = [1, 2, 3].map(|field| stream.number(field).unwrap_or(0));
        streams.insert((column as usize, kind), (at, length));
        at = at.saturating_add(length);
    }
    let encodings = described.all(2).map(|encoding| {
        let encoding = fields(encoding);
        (encoding.number(1).unwrap_or(0), encoding.number(2).unwrap_or(0))
    });
    let encodings = encodings.take(COLUMNS_MAX).collect();
    const UTC: [&[u8]; 5] = [b"", b"UTC", b"GMT", b"Etc/UTC", b"Etc/GMT"];
    let is_utc = described.all(3).all(|zone| UTC.contains(&zone));
    Some(Layout { streams, encodings, is_utc })
}

fn read_stripe(
    file: &File,
    footer: &Footer,
    stripe: &[u64; 5],
    (record, said): (u64, Said<'_>),
    sink: &mut dyn SegmentSink,
    claimed: &mut Claimed,
    notes: &mut Notes,
) -> Result<(), Outcome> {
    let Some(layout) = layout(file, footer, stripe) else {
        notes.damaged += 1;
        return Ok(());
    };
    let rows = stripe[4];
    let mut stripe = Stripe::new((file, footer), layout, said, sink, claimed, notes);
    stripe.column(0, path::ROOT, &Records::From(record, rows), 0)
}

/// The content of a stream, whose chunks stand behind headers; `None` when it is damaged or larger
/// than a stream may be.
fn expand(codec: Codec, stored: Bytes) -> Option<Bytes> {
    if matches!(codec, Codec::None) {
        return Some(stored);
    }
    let mut out = Vec::new();
    let mut rest = &stored[..];
    while !rest.is_empty() {
        let (head, behind) = rest.split_at_checked(3)?;
        let head = u32::from_le_bytes([head[0], head[1], head[2], 0]);
        let (chunk, behind) = behind.split_at_checked((head >> 1) as usize)?;
        rest = behind;
        if head & 1 != 0 {
            out.extend_from_slice(chunk);
        } else {
            let room = (STREAM_BYTES_MAX + 1).checked_sub(out.len())?;
            expand_chunk(codec, chunk, room, &mut out)?;
        }
        if out.len() > STREAM_BYTES_MAX {
            return None;
        }
    }
    Some(out.into())
}

fn expand_chunk(codec: Codec, chunk: &[u8], room: usize, out: &mut Vec<u8>) -> Option<()> {
    /// No chunk is longer: its length stands in 23 bits.
    const CHUNK_BYTES_MAX: usize = 8 * 1024 * 1024;
    let room_bytes = room as u64;
    match codec {
        Codec::None => out.extend_from_slice(chunk),
        Codec::Zlib => {
            flate2::read::DeflateDecoder::new(chunk).take(room_bytes).read_to_end(out).ok()?;
        }
        Codec::Zstd => {
            zstd::Decoder::new(chunk).ok()?.take(room_bytes).read_to_end(out).ok()?;
        }
        Codec::Snappy => {
            if snap::raw::decompress_len(chunk).ok()? > room {
                return None;
            }
            out.extend(snap::raw::Decoder::new().decompress_vec(chunk).ok()?);
        }
        Codec::Lz4 => {
            let mut expanded = vec![0; CHUNK_BYTES_MAX];
            let length = lz4_flex::block::decompress_into(chunk, &mut expanded).ok()?;
            out.extend_from_slice(&expanded[..length]);
        }
    }
    Some(())
}

impl Fields<'_> {
    /// The number in a field.
    fn number(&self, field: u64) -> Option<u64> {
        self.0.iter().find_map(|(number, value)| match value {
            Value::Number(value) if *number == field => Some(*value),
            _ => None,
        })
    }
}

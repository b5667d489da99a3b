//! RIFF: WebP, WAV, AVI. Chunks, each behind its name and length.

use std::io;

use super::walk::{Input, Notes};
use super::{exif, id3, texts};

const HEAD_BYTES: u64 = 12;
/// A longer list is none of texts.
const LIST_BYTES_MAX: u64 = 4 * 1024 * 1024;

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    let mut end = match part(input, notes, 0)? {
        Some(end) => end,
        None => return Ok(None),
    };
    // A long film goes on in parts of its own.
    loop {
        input.go(end + 8)?;
        if input.array::<4>()?.is_none_or(|kind| &kind != b"AVIX") {
            return Ok(Some(end));
        }
        match part(input, notes, end)? {
            Some(next) if next > end => end = next,
            _ => return Ok(None),
        }
    }
}

/// The chunks of the part at `start`; where it ends.
fn part(input: &mut Input<'_>, notes: &mut Notes, start: u64) -> io::Result<Option<u64>> {
    input.go(start + 4)?;
    let Some(length) = input.array()? else { return Ok(None) };
    let length = u32::from_le_bytes(length);
    // A writer that could not go back has left the length open.
    let is_open = matches!(length, 0 | u32::MAX);
    let end = start + 8 + u64::from(length) + u64::from(length % 2);
    let stop = if is_open { input.length() } else { end.min(input.length()) };
    input.go(start + HEAD_BYTES)?;
    while input.at() + 8 <= stop {
        let (Some(name), Some(length)) = (input.array::<4>()?, input.array()?) else { break };
        let length = u64::from(u32::from_le_bytes(length));
        let behind = input.at() + length + length % 2;
        // Of lists, the films themselves are long.
        if matches!(&name, b"LIST") && length <= LIST_BYTES_MAX
            || matches!(&name, b"EXIF" | b"XMP " | b"_PMX" | b"id3 " | b"ID3 ")
            || matches!(&name, b"iXML" | b"aXML" | b"bext" | b"JUNK" | b"junk" | b"PAD ")
        {
            let data = input.bytes(length)?;
            chunk(&name, &data, notes);
        }
        input.go(behind)?;
    }
    Ok((!is_open && end <= input.length()).then_some(end))
}

fn chunk(name: &[u8; 4], data: &[u8], notes: &mut Notes) {
    match name {
        b"LIST" => {
            let texts = data.strip_prefix(b"INFO").or_else(|| data.strip_prefix(b"adtl"));
            info(texts.unwrap_or_default(), notes);
        }
        b"EXIF" => exif::texts(data.strip_prefix(b"Exif\0\0").unwrap_or(data), notes),
        b"XMP " | b"_PMX" => notes.file("metadata.xml", data),
        b"iXML" | b"aXML" => notes.file("notes.xml", data),
        b"id3 " | b"ID3 " => id3::texts(data, notes),
        _ => notes.runs(data),
    }
}

/// A list of texts, each behind its name and length.
fn info(bytes: &[u8], notes: &mut Notes) {
    let mut rest = bytes;
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(behind.len());
        let label = match &head[..4] {
            b"IART" => "author",
            b"ICMT" => "comment",
            b"ICOP" => "copyright",
            b"INAM" => "title",
            b"ISBJ" => "subject",
            _ => "note",
        };
        notes.text(label, &texts::utf8_or_latin(&behind[..length]));
        rest = behind.get(length + length % 2..).unwrap_or_default();
    }
}

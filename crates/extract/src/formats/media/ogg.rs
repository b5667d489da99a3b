//! Ogg and FLAC: comments at the beginning; the pages of Ogg tell where it ends.

use std::io;

use super::texts;
use super::walk::{Input, Notes};

/// Bytes at the beginning in which comments are looked for.
const COMMENTS_BYTES_MAX: usize = 1024 * 1024;

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    const HEAD_BYTES: u64 = 26;
    let mut begun = Vec::new();
    let end = loop {
        let at = input.at();
        match input.array::<4>()? {
            Some(mark) if &mark == b"OggS" => {}
            Some(_) => break Some(at),
            None => break (at == input.length()).then_some(at),
        }
        input.go(at + HEAD_BYTES)?;
        let Some([count]) = input.array()? else { break None };
        let lengths = input.bytes(count.into())?;
        let bytes = lengths.iter().map(|length| u64::from(*length)).sum();
        if begun.len() < COMMENTS_BYTES_MAX {
            begun.extend(input.bytes(bytes)?);
        } else {
            input.skip(bytes)?;
        }
    };
    for mark in [&b"\x03vorbis"[..], b"OpusTags", b"\x81theora"] {
        if let Some(at) = memchr::memmem::find(&begun, mark) {
            texts::vorbis(&begun[at + mark.len()..], notes);
        }
    }
    Ok(end)
}

/// Blocks of notes, then frames that do not say how long they are.
pub(super) fn walk_flac(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    const LAST: u8 = 0x80;
    input.go(4)?;
    while let Some([kind, a, b, c]) = input.array()? {
        let length = u64::from(u32::from_be_bytes([0, a, b, c]));
        match kind & !LAST {
            1 | 2 => notes.runs(&input.bytes(length)?),
            4 => texts::vorbis(&input.bytes(length)?, notes),
            _ => input.skip(length)?,
        }
        if kind & LAST != 0 {
            break;
        }
    }
    Ok(None)
}

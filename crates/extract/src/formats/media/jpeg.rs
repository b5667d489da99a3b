//! JPEG: segments up to the mark of the end.

use std::io;

use super::walk::{Input, Notes};
use super::{exif, texts};

const START_OF_SCAN: u8 = 0xDA;
const END: u8 = 0xD9;

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    let mut extended = Vec::new();
    let end = segments(input, notes, &mut extended);
    notes.file("metadata.xml", &extended);
    end
}

fn segments(
    input: &mut Input<'_>,
    notes: &mut Notes,
    extended: &mut Vec<u8>,
) -> io::Result<Option<u64>> {
    input.go(2)?;
    loop {
        let at = input.at();
        let Some([mark, kind]) = input.array()? else { return Ok(None) };
        match kind {
            _ if mark != 0xFF => return Ok(Some(at)),
            // Filled up before a mark.
            0xFF => input.go(at + 1)?,
            END => return Ok(Some(input.at())),
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let Some(length) = input.array()? else { return Ok(None) };
                let Some(length) = u16::from_be_bytes(length).checked_sub(2) else {
                    return Ok(Some(at));
                };
                match kind {
                    0xE0..=0xEF | 0xFE => {
                        let data = input.bytes(length.into())?;
                        segment(kind, &data, notes, extended);
                    }
                    _ => input.skip(length.into())?,
                }
                if kind == START_OF_SCAN && !pass_scan(input)? {
                    return Ok(None);
                }
            }
        }
    }
}

/// Passes over coded picture to the next mark; `false` when there is none.
fn pass_scan(input: &mut Input<'_>) -> io::Result<bool> {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let from = input.at();
        let read = io::Read::read(input, &mut chunk)?;
        let mark = memchr::memchr_iter(0xFF, &chunk[..read]).find(|&at| {
            // A zero stands for the byte itself, eight numbers for places to begin anew.
            chunk[..read].get(at + 1).is_none_or(|kind| !matches!(kind, 0 | 0xD0..=0xD7 | 0xFF))
        });
        match mark {
            // At the end of the chunk: it is seen once more, with what follows.
            Some(at) if at + 1 == read && at > 0 => input.go(from + at as u64)?,
            Some(at) => {
                input.go(from + at as u64)?;
                return Ok(true);
            }
            None if read == 0 => return Ok(false),
            None => {}
        }
    }
}

fn segment(kind: u8, data: &[u8], notes: &mut Notes, extended: &mut Vec<u8>) {
    const METADATA: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    const EXTENDED: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
    /// The sum of the whole, its length, and the place of this piece.
    const EXTENDED_HEAD_BYTES: usize = 40;
    let known = [&b"JFIF\0"[..], b"JFXX\0", b"ICC_PROFILE\0", b"MPF\0", b"Adobe"];
    if kind == 0xFE {
        notes.text("comment", &texts::utf8_or_latin(data));
    } else if let Some(tiff) = data.strip_prefix(b"Exif\0\0") {
        exif::texts(tiff, notes);
    } else if let Some(metadata) = data.strip_prefix(METADATA) {
        notes.file("metadata.xml", metadata);
    } else if let Some(piece) = data.strip_prefix(EXTENDED) {
        const EXTENDED_BYTES_MAX: usize = 4 * 1024 * 1024;
        if extended.len() < EXTENDED_BYTES_MAX {
            extended.extend_from_slice(piece.get(EXTENDED_HEAD_BYTES..).unwrap_or_default());
        }
    } else if let Some(blocks) = data.strip_prefix(b"Photoshop 3.0\0") {
        texts::photoshop(blocks, notes);
    } else if !known.iter().any(|begin| data.starts_with(begin)) {
        notes.runs(data);
    }
}

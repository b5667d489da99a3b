//! MP4, MOV, HEIC: boxes, each behind its length and name.

use std::io;

use super::walk::{Input, Notes};

/// Boxes in boxes.
const DEPTH_MAX: u32 = 8;
/// Boxes that stand in no other.
const OUTER: &[&[u8; 4]] = &[
    b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"prft", b"emsg",
    b"pdin", b"meta", b"meco", b"udta", b"uuid", b"free", b"skip", b"wide", b"pnot", b"imda",
    b"mpvd", b"jumb", b"XMP_", b"PICT", b"cust", b"thum",
];
const METADATA: &[u8; 16] = b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    let end = input.length();
    boxes(input, notes, end, 0)
}

/// Takes the boxes up to `stop`; where the last ends, unless it is longer than what is there.
fn boxes(
    input: &mut Input<'_>,
    notes: &mut Notes,
    stop: u64,
    depth: u32,
) -> io::Result<Option<u64>> {
    loop {
        let at = input.at();
        if at + 8 > stop {
            return Ok(Some(at));
        }
        let (Some(length), Some(name)) = (input.array()?, input.array::<4>()?) else {
            return Ok(Some(at));
        };
        if depth == 0 && !OUTER.contains(&&name) {
            return Ok(Some(at));
        }
        let end = match u32::from_be_bytes(length) {
            0 => Some(stop),
            1 => input.array()?.and_then(|wide| at.checked_add(u64::from_be_bytes(wide))),
            length => Some(at + u64::from(length)),
        };
        let Some(end) = end.filter(|end| *end >= input.at()) else { return Ok(Some(at)) };
        if end > stop {
            return Ok(None);
        }
        content(&name, end, input, notes, depth)?;
        input.go(end)?;
    }
}

fn content(
    name: &[u8; 4],
    end: u64,
    input: &mut Input<'_>,
    notes: &mut Notes,
    depth: u32,
) -> io::Result<()> {
    let length = end - input.at();
    match name {
        b"moov" | b"trak" | b"mdia" | b"minf" if depth < DEPTH_MAX => {
            boxes(input, notes, end, depth + 1)?;
        }
        b"uuid" => {
            let data = input.bytes(length)?;
            match data.strip_prefix(METADATA) {
                Some(metadata) => notes.file("metadata.xml", metadata),
                None => notes.runs(data.get(16..).unwrap_or_default()),
            }
        }
        b"udta" | b"meta" | b"free" | b"skip" | b"wide" | b"XMP_" | b"xml " => {
            notes.runs(&input.bytes(length)?);
        }
        _ => {}
    }
    Ok(())
}

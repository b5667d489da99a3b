//! MP3 and AAC: notes, then frames, each of a length that its head tells.

use std::io;

use super::id3;
use super::walk::{Input, Notes};

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    loop {
        let at = input.at();
        let tag = input.array()?.and_then(|head| id3::length(&head));
        input.go(at)?;
        match tag {
            Some(length) => id3::texts(&input.bytes(length)?, notes),
            None => return frames(input),
        }
    }
}

/// Passes over frames to where there is none.
fn frames(input: &mut Input<'_>) -> io::Result<Option<u64>> {
    let begins = input.filled_from(input.at())?.unwrap_or(input.length());
    input.go(begins)?;
    loop {
        let at = input.at();
        let Some(head) = input.array()? else { return Ok(Some(at)) };
        match frame_bytes(head) {
            Frame::Bytes(bytes) => input.go(at + bytes)?,
            Frame::Open => return Ok(None),
            Frame::None => return Ok(Some(at)),
        }
    }
}

enum Frame {
    Bytes(u64),
    /// A frame that does not say how long it is.
    Open,
    None,
}

fn frame_bytes([first, second, third, fourth, fifth, sixth]: [u8; 6]) -> Frame {
    /// Thousands of bits a second: of MPEG 1 by layer, then of MPEG 2.
    const RATES: [[u64; 14]; 5] = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];
    if first != 0xFF || second & 0xE0 != 0xE0 {
        return Frame::None;
    }
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    if layer == 0 && second & 0xF0 == 0xF0 {
        let bytes = u64::from(fourth & 3) << 11 | u64::from(fifth) << 3 | u64::from(sixth >> 5);
        return if bytes < 7 { Frame::None } else { Frame::Bytes(bytes) };
    }
    let (rate, sample) = (usize::from(third >> 4), usize::from(third >> 2 & 3));
    if version == 1 || layer == 0 || rate == 15 || sample == 3 {
        return Frame::None;
    }
    if rate == 0 {
        return Frame::Open;
    }
    let is_first = version == 3;
    let table = match (is_first, layer) {
        (true, layer) => 3 - usize::from(layer),
        (false, 3) => 3,
        (false, _) => 4,
    };
    let samples = [44_100, 48_000, 32_000][sample] >> [2, 0, 1, 0][usize::from(version)];
    let (bits, padding) = (RATES[table][rate - 1] * 1000, u64::from(third >> 1 & 1));
    Frame::Bytes(match layer {
        3 => (12 * bits / samples + padding) * 4,
        1 if !is_first => 72 * bits / samples + padding,
        _ => 144 * bits / samples + padding,
    })
}

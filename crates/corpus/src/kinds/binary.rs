//! Contents without text.

use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;

pub(super) fn empty(_: &Content, _: &mut Random, _: &mut Draft) -> Result<(), String> {
    Ok(())
}

pub(super) fn png(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    let picture: Vec<u8> =
        (0..c.rows.max(1) * 256).flat_map(|_| random.next().to_le_bytes()).collect();
    draft.text.extend_from_slice(b"\x89PNG\r\n\x1a\n");
    chunk(b"IHDR", b"\0\0\x02\0\0\0\x01\0\x08\x02\0\0\0", draft);
    chunk(b"IDAT", &picture, draft);
    chunk(b"IEND", b"", draft);
    Ok(())
}

/// A part of a PNG: its length, its name, what it holds, and the sum of both.
fn chunk(name: &[u8; 4], content: &[u8], draft: &mut Draft) {
    draft.text.extend_from_slice(&(content.len() as u32).to_be_bytes());
    draft.text.extend_from_slice(name);
    draft.text.extend_from_slice(content);
    let sum = name.iter().chain(content).fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 0 { sum >> 1 } else { sum >> 1 ^ 0xEDB8_8320 }
        })
    });
    draft.text.extend_from_slice(&(!sum).to_be_bytes());
}

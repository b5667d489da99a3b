//! Contents without text.

use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;

pub(super) fn empty(_: &Content, _: &mut Random, _: &mut Draft) -> Result<(), String> {
    Ok(())
}

pub(super) fn png(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft
        .text
        .extend_from_slice(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x02\0\0\0");
    for _ in 0..c.rows.max(1) * 256 {
        draft.text.extend_from_slice(&random.next().to_le_bytes());
    }
    Ok(())
}

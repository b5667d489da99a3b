//! GIF: blocks up to the trailer.

use std::io;

use super::texts;
use super::walk::{Input, Notes};

/// Bytes of the texts of one extension.
const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    const HEAD_BYTES: u64 = 10;
    input.go(HEAD_BYTES)?;
    let Some([flags, _, _]) = input.array()? else { return Ok(None) };
    input.skip(colours(flags))?;
    loop {
        let at = input.at();
        let Some([kind]) = input.array()? else { return Ok(None) };
        match kind {
            b'!' => {
                let Some([label]) = input.array()? else { return Ok(None) };
                extension(label, input, notes)?;
            }
            b',' => {
                let Some([.., flags]) = input.array::<9>()? else { return Ok(None) };
                // The table of colours, and the size of the first code.
                input.skip(colours(flags) + 1)?;
                blocks(input, None)?;
            }
            b';' => return Ok(Some(input.at())),
            _ => return Ok(Some(at)),
        }
    }
}

/// Bytes of the table of colours that the flags tell.
fn colours(flags: u8) -> u64 {
    if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 }
}

fn extension(label: u8, input: &mut Input<'_>, notes: &mut Notes) -> io::Result<()> {
    const COMMENT: u8 = 0xFE;
    const TEXT: u8 = 0x01;
    const APPLICATION: u8 = 0xFF;
    let mut text = Vec::new();
    match label {
        COMMENT => {
            blocks(input, Some(&mut text))?;
            notes.text("comment", &texts::utf8_or_latin(&text));
        }
        TEXT => {
            blocks(input, Some(&mut text))?;
            // Behind where and how large it is shown.
            notes.text("text", &texts::utf8_or_latin(text.get(12..).unwrap_or_default()));
        }
        APPLICATION => {
            let from = input.at();
            blocks(input, Some(&mut text))?;
            if text.starts_with(b"XMP DataXMP") {
                // Metadata stand as they are: what looks like lengths of blocks are letters.
                let end = input.at();
                input.go(from + 12)?;
                let bytes = input.bytes(end - from - 12)?;
                input.go(end)?;
                let last = memchr::memrchr(b'>', &bytes).map_or(0, |last| last + 1);
                notes.file("metadata.xml", &bytes[..last]);
            } else if !text.starts_with(b"NETSCAPE2.0") && !text.starts_with(b"ICCRGBG1") {
                notes.runs(&text);
            }
        }
        _ => blocks(input, None)?,
    }
    Ok(())
}

/// Blocks, each behind its length, up to the empty one.
fn blocks(input: &mut Input<'_>, mut into: Option<&mut Vec<u8>>) -> io::Result<()> {
    while let Some([length]) = input.array()?
        && length > 0
    {
        match &mut into {
            Some(text) if text.len() < TEXT_BYTES_MAX => {
                text.extend(input.bytes(length.into())?);
            }
            _ => input.skip(length.into())?,
        }
    }
    Ok(())
}

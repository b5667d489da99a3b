//! Pictures in the drawing records of documents: found by their headers, wherever they stand.

use magpie_model::Outcome;

use super::{At, Ole};

/// Kinds of picture: the record's first four bytes without the lowest bit of the instance (which
/// tells a second checksum), the bytes before the picture, and the ending; none for drawings that
/// are kept compressed.
const KINDS: &[(u16, u16, usize, Option<&str>)] = &[
    (0x3D40, 0xF01A, 0, None),
    (0x2160, 0xF01B, 0, None),
    (0x5420, 0xF01C, 0, None),
    (0x46A0, 0xF01D, 17, Some("jpg")),
    (0x6E20, 0xF01D, 17, Some("jpg")),
    (0x6E00, 0xF01E, 17, Some("png")),
    (0x7A80, 0xF01F, 17, Some("bmp")),
    (0x6E40, 0xF029, 17, Some("tif")),
    (0x46A0, 0xF02A, 17, Some("jpg")),
    (0x6E20, 0xF02A, 17, Some("jpg")),
];
/// Pictures of one stream that are told one by one.
const PICTURES_MAX: u64 = 10_000;

/// Gives the pictures in a stream as files; `count` goes on over the streams of a document.
pub(super) fn read(ole: &mut Ole<'_>, bytes: &[u8], count: &mut u64) -> Result<(), Outcome> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(0xF0, &bytes[from..]) {
        let high = from + found;
        from = high + 1;
        let Some((kind, at)) = high.checked_sub(3).and_then(|at| Some((kind(bytes, at)?, at)))
        else {
            continue;
        };
        let length = bytes.u32(at + 4).unwrap_or(0) as usize;
        let Some(content) = bytes.part(at + 8, length) else { continue };
        let (_, _, header, ending) = *kind;
        let second_checksum = usize::from(bytes[at] & 0x10 != 0) * 16;
        let picture = content.get(header + second_checksum..).unwrap_or_default();
        *count += 1;
        match ending {
            Some(ending) if *count <= PICTURES_MAX => {
                ole.file(&format!("picture {count}.{ending}"), &mut &picture[..])?;
            }
            _ => ole.gaps.objects += 1,
        }
        from = at + 8 + length;
    }
    Ok(())
}

fn kind(bytes: &[u8], at: usize) -> Option<&'static (u16, u16, usize, Option<&'static str>)> {
    let (instance, record) = (bytes.u16(at)? & !0x10, bytes.u16(at + 2)?);
    KINDS.iter().find(|(known, kind, ..)| (*known, *kind) == (instance, record))
}

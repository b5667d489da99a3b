//! PNG: chunks up to the last one.

use std::io;

use super::walk::{Input, Notes};
use super::{exif, texts};

const SIGNATURE_BYTES: u64 = 8;
/// Chunks that say how the picture looks.
const PICTURE: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD",
    b"hIST", b"pHYs", b"sPLT", b"tIME", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCv", b"cLLi",
];

pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    input.go(SIGNATURE_BYTES)?;
    loop {
        let at = input.at();
        let (Some(length), Some(kind)) = (input.array()?, input.array::<4>()?) else {
            return Ok((at == input.length()).then_some(at));
        };
        let length = u64::from(u32::from_be_bytes(length));
        if !kind.iter().all(u8::is_ascii_alphabetic) {
            return Ok(Some(at));
        }
        // A sum follows the data.
        let behind = input.at() + length + 4;
        if behind > input.length() {
            return Ok(None);
        }
        if !PICTURE.contains(&&kind) {
            let data = input.bytes(length)?;
            chunk(&kind, &data, notes);
        }
        if &kind == b"IEND" {
            return Ok(Some(behind));
        }
        input.go(behind)?;
    }
}

fn chunk(kind: &[u8; 4], data: &[u8], notes: &mut Notes) {
    let (keyword, rest) = match memchr::memchr(0, data) {
        Some(end) => (texts::latin(&data[..end]), &data[end + 1..]),
        None => (String::new(), data),
    };
    match kind {
        b"tEXt" => told(&keyword, rest, texts::utf8_or_latin, notes),
        b"zTXt" => {
            let text = texts::inflated(rest.get(1..).unwrap_or_default());
            told(&keyword, &text, texts::utf8_or_latin, notes);
        }
        b"iTXt" => {
            let [is_compressed, _, rest @ ..] = rest else { return };
            // Behind the language and the keyword in it.
            let text = rest.splitn(3, |byte| *byte == 0).nth(2).unwrap_or_default();
            match is_compressed {
                0 => told(&keyword, text, texts::utf8_or_latin, notes),
                _ => told(&keyword, &texts::inflated(text), texts::utf8_or_latin, notes),
            }
        }
        b"eXIf" => exif::texts(data, notes),
        _ => notes.runs(data),
    }
}

/// A text under its keyword, which may be metadata of another kind.
fn told(keyword: &str, text: &[u8], decoded: fn(&[u8]) -> String, notes: &mut Notes) {
    if keyword == "XML:com.adobe.xmp" {
        return notes.file("metadata.xml", text);
    }
    let Some(profile) = keyword.strip_prefix("Raw profile type ") else {
        return notes.text(keyword, &decoded(text));
    };
    // The name and the length stand on lines of their own before the digits.
    let digits = text.trim_ascii_start().splitn(3, |byte| *byte == b'\n').nth(2);
    let bytes = texts::unhexed(digits.unwrap_or_default());
    match profile {
        "exif" | "APP1" if bytes.starts_with(b"Exif\0\0") => exif::texts(&bytes[6..], notes),
        "iptc" | "8bim" => texts::photoshop(&bytes, notes),
        "xmp" => notes.file("metadata.xml", &bytes),
        "icc" | "icm" => {}
        _ => notes.runs(&bytes),
    }
}

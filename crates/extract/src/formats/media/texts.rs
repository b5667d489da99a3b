//! How texts are written in the notes of pictures and sounds: charsets, fields of IPTC, the blocks of
//! Photoshop, comments of Vorbis.

use std::io::Read;

use super::walk::Notes;

/// Bytes of one compressed text.
const EXPANDED_BYTES_MAX: u64 = 4 * 1024 * 1024;

pub(super) fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// UTF-8 where it is such, else one character for each byte.
pub(super) fn utf8_or_latin(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| latin(bytes), str::to_owned)
}

pub(super) fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

/// UTF-16 with a mark of its order, or in the order given.
pub(super) fn marked_wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => wide(bytes, unit),
    }
}

/// What a zlib stream expands to, as far as it goes.
pub(super) fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut expanded = Vec::new();
    let decoder = flate2::bufread::ZlibDecoder::new(bytes);
    // What comes before damage is kept.
    let _ = decoder.take(EXPANDED_BYTES_MAX).read_to_end(&mut expanded);
    expanded
}

/// The text of two bytes for a digit each, line ends left out.
pub(super) fn unhexed(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect()
}

fn length_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// The fields of IPTC: a mark, the record, the field, its length.
pub(super) fn iptc(bytes: &[u8], notes: &mut Notes) {
    const MARK: u8 = 0x1C;
    let mut rest = bytes;
    while let [MARK, _, field, high, low, behind @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(behind.len());
        let label = match field {
            80 | 85 => "author",
            90 | 92 | 95 | 101 => "place",
            116 => "copyright",
            118 => "contact",
            105 => "headline",
            120 => "caption",
            _ => "iptc",
        };
        notes.text(label, &utf8_or_latin(&behind[..length]));
        rest = &behind[length..];
    }
}

/// The blocks that Photoshop writes: a mark, a number, a name, a length.
pub(super) fn photoshop(bytes: &[u8], notes: &mut Notes) {
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(b"8BIM") {
        let Some(number) = length_at::<2>(bytes, at + 4).map(u16::from_be_bytes) else { return };
        let name = usize::from(bytes.get(at + 6).copied().unwrap_or(0));
        let sized = at + 6 + (name + 2) / 2 * 2;
        let Some(length) = length_at::<4>(bytes, sized).map(u32::from_be_bytes) else { return };
        let from = sized + 4;
        let Some(to) = usize::try_from(length).ok().and_then(|length| from.checked_add(length))
        else {
            return;
        };
        let data = &bytes[from.min(bytes.len())..to.min(bytes.len())];
        match number {
            0x0404 => iptc(data, notes),
            0x0424 => notes.file("metadata.xml", data),
            // Previews and colours.
            0x0409 | 0x040C | 0x040F => {}
            _ => notes.runs(data),
        }
        at = to.saturating_add(to % 2);
    }
}

/// The comments of Vorbis: who wrote them, then `NAME=text`, each behind its length.
pub(super) fn vorbis(bytes: &[u8], notes: &mut Notes) {
    let take = |at: &mut usize| {
        let length = length_at::<4>(bytes, *at).map(u32::from_le_bytes)?;
        let from = *at + 4;
        let to = from.checked_add(usize::try_from(length).ok()?)?;
        *at = to;
        bytes.get(from..to)
    };
    let mut at = 0;
    let Some(writer) = take(&mut at) else { return };
    notes.text("software", &utf8_or_latin(writer));
    at += 4;
    while let Some(comment) = take(&mut at) {
        let comment = utf8_or_latin(comment);
        let (name, text) = comment.split_once('=').unwrap_or(("comment", &comment));
        if !name.eq_ignore_ascii_case("METADATA_BLOCK_PICTURE") {
            notes.text(&name.to_ascii_lowercase(), text);
        }
    }
}

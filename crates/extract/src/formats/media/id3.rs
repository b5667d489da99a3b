//! ID3, the notes before a piece of music: frames, each behind its name and length.

use super::texts;
use super::walk::Notes;

const HEAD_BYTES: usize = 10;

/// The bytes of the tag that begins here, its head included.
pub(super) fn length(head: &[u8; HEAD_BYTES]) -> Option<u64> {
    const HAS_FOOTER: u8 = 0x10;
    let is_tag = head.starts_with(b"ID3") && head[6..].iter().all(|byte| *byte < 0x80);
    let footer = if head[5] & HAS_FOOTER != 0 { HEAD_BYTES as u64 } else { 0 };
    is_tag.then(|| HEAD_BYTES as u64 + u64::from(seven(&head[6..])) + footer)
}

/// A number of seven bits a byte.
fn seven(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 7 | u32::from(byte & 0x7F))
}

fn eight(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The texts of a tag.
pub(super) fn texts(tag: &[u8], notes: &mut Notes) {
    const HAS_EXTENSION: u8 = 0x40;
    let Some((head, mut rest)) = tag.split_first_chunk::<HEAD_BYTES>() else { return };
    let (version, flags) = (head[3], head[5]);
    if flags & HAS_EXTENSION != 0 && version > 2 {
        let bytes = rest.get(..4).unwrap_or_default();
        let extension = if version == 3 { eight(bytes) + 4 } else { seven(bytes) };
        rest = rest.get(extension as usize..).unwrap_or_default();
    }
    let (name_bytes, head_bytes) = if version < 3 { (3, 6) } else { (4, 10) };
    while let Some(head) = rest.get(..head_bytes)
        && head[0] != 0
    {
        let sized = &head[name_bytes..if version < 3 { 6 } else { 8 }];
        let length = if version < 4 { eight(sized) } else { seven(sized) } as usize;
        let behind = &rest[head_bytes..];
        frame(&head[..name_bytes], &behind[..length.min(behind.len())], notes);
        rest = behind.get(length..).unwrap_or_default();
    }
    // What stands in the filling.
    notes.runs(rest);
}

fn frame(name: &[u8], data: &[u8], notes: &mut Notes) {
    let label = match name {
        b"TPE1" | b"TCOM" | b"TP1" | b"TCM" => "author",
        b"COMM" | b"COM" => "comment",
        b"USLT" | b"ULT" => "lyrics",
        b"TCOP" | b"TCR" => "copyright",
        b"TIT2" | b"TT2" => "title",
        _ => "note",
    };
    match (name, data) {
        // A picture.
        (b"APIC" | b"PIC", _) => {}
        (b"COMM" | b"USLT" | b"COM" | b"ULT", [encoding, _, _, _, text @ ..])
        | ([b'T', ..] | b"WXXX" | b"WXX" | b"USER", [encoding, text @ ..]) => {
            notes.text(label, &decoded(*encoding, text));
        }
        ([b'W', ..], link) => notes.text("link", &texts::latin(link)),
        (_, data) => notes.runs(data),
    }
}

/// Texts one behind the other, a space between two.
fn decoded(encoding: u8, bytes: &[u8]) -> String {
    let text = match encoding {
        1 => texts::marked_wide(bytes, u16::from_le_bytes),
        2 => texts::wide(bytes, u16::from_be_bytes),
        _ => texts::utf8_or_latin(bytes),
    };
    text.replace(['\0', '\u{FEFF}', '\u{FFFE}'], " ")
}

//! What a header says beside name, size and times: who owns the entry, what a link points to, and
//! whatever stands in its fields behind their end.

use std::ops::Range;

use super::pax::{Extensions, number};
use crate::formats::notes::Notes;

/// Fields of a header that are texts, with their labels; the name has none, and is that of the entry
/// unless a header of its own tells another.
const TEXTS: &[(Range<usize>, Option<&str>)] = &[
    (0..100, None),
    (157..257, Some("link")),
    (265..297, Some("owner")),
    (297..329, Some("group")),
];
/// The rest of a long name, in headers that have one; in others numbers of GNU's own, or nothing.
const PREFIX: Range<usize> = 345..500;
const END: Range<usize> = 500..512;
const MAGIC: Range<usize> = 257..263;
/// The label of what has none.
const SLACK: &str = "header";

/// Notes what the fields hold, without the beginnings of what stands in headers of its own.
pub(super) fn note(header: &[u8; 512], told: &Extensions, notes: &mut Notes) {
    let has_texts = header[MAGIC].starts_with(b"ustar");
    for (range, label) in TEXTS {
        if range.start > MAGIC.start && !has_texts {
            notes.bytes(SLACK, &header[range.clone()]);
            continue;
        }
        let (text, rest) = parted(&header[range.clone()]);
        let known = || told.texts.iter().chain(&told.name).any(|whole| begins(whole, text));
        match label {
            None if told.name.is_none() => {}
            _ if known() => {}
            label => notes.text(label.unwrap_or("name"), text),
        }
        notes.bytes(SLACK, rest);
    }
    match &header[MAGIC] {
        b"ustar\0" => notes.bytes(SLACK, parted(&header[PREFIX]).1),
        b"ustar " => {
            // Times, offsets and lengths, in digits or in bytes.
            let numbers = header[PREFIX.start..END.end].split(|byte| matches!(byte, 0 | b' '));
            numbers.filter(|field| number(field).is_none()).for_each(|f| notes.bytes(SLACK, f));
            return;
        }
        _ => notes.bytes(SLACK, &header[PREFIX]),
    }
    notes.bytes(SLACK, &header[END]);
}

/// Whether `text` is the beginning of another, as far as it is written in plain letters: writers put
/// question marks for others.
fn begins(whole: &[u8], text: &[u8]) -> bool {
    let plain = text.iter().position(|byte| *byte == b'?' || !byte.is_ascii());
    whole.starts_with(&text[..plain.unwrap_or(text.len())])
}

/// A text up to the zero that ends it, and what stands behind.
fn parted(field: &[u8]) -> (&[u8], &[u8]) {
    field.split_at(memchr::memchr(0, field).unwrap_or(field.len()))
}

//! TIFF, and Exif, which is a TIFF without a picture: tables of fields.

use std::io;

use super::texts;
use super::walk::{Input, Notes};

/// Tables of one file, and fields of one table.
const TABLES_MAX: usize = 64;
const FIELDS_MAX: u16 = 4_096;
const FIELD_BYTES: u64 = 12;
/// Bytes of one field.
const VALUE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Reads bytes at a place; fewer at the end.
type At<'r> = dyn FnMut(u64, u64) -> io::Result<Vec<u8>> + 'r;

/// A TIFF file, which does not say where it ends.
pub(super) fn walk(input: &mut Input<'_>, notes: &mut Notes) -> io::Result<Option<u64>> {
    let mut at = |at: u64, length: u64| {
        input.go(at)?;
        input.bytes(length)
    };
    tables(&mut at, notes)?;
    Ok(None)
}

/// The texts of a TIFF in memory.
pub(super) fn texts(bytes: &[u8], notes: &mut Notes) {
    let mut at = |at: u64, length: u64| {
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Ok(bytes[from..from.saturating_add(length).min(bytes.len())].to_vec())
    };
    // Memory does not fail.
    let _ = tables(&mut at, notes);
}

/// The order of bytes.
#[derive(Clone, Copy)]
struct Order {
    is_big: bool,
}

impl Order {
    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        let two = *bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    fn long(self, bytes: &[u8], at: usize) -> Option<u64> {
        let four = *bytes.get(at..)?.first_chunk()?;
        let long = if self.is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
        Some(long.into())
    }
}

fn tables(at: &mut At<'_>, notes: &mut Notes) -> io::Result<()> {
    let head = at(0, 8)?;
    let order = Order { is_big: head.starts_with(b"MM") };
    let mut waiting: Vec<u64> = order.long(&head, 4).into_iter().collect();
    let mut met = Vec::new();
    while let Some(table) = waiting.pop() {
        if table == 0 || met.contains(&table) || met.len() >= TABLES_MAX {
            continue;
        }
        met.push(table);
        let count = order.short(&at(table, 2)?, 0).unwrap_or(0).min(FIELDS_MAX);
        let fields = at(table + 2, u64::from(count) * FIELD_BYTES + 4)?;
        let (fields, next) = fields.as_chunks::<{ FIELD_BYTES as usize }>();
        waiting.extend(order.long(next, 0));
        for field in fields {
            self::field(field, order, at, notes, &mut waiting)?;
        }
    }
    Ok(())
}

fn field(
    field: &[u8; FIELD_BYTES as usize],
    order: Order,
    at: &mut At<'_>,
    notes: &mut Notes,
    waiting: &mut Vec<u64>,
) -> io::Result<()> {
    const TEXT: u16 = 2;
    let (Some(tag), Some(kind)) = (order.short(field, 0), order.short(field, 2)) else {
        return Ok(());
    };
    let count = order.long(field, 4).unwrap_or(0);
    let place = order.long(field, 8).unwrap_or(0);
    let size = match kind {
        1 | TEXT | 6 | 7 => 1,
        4 | 13 => 4,
        // Numbers of the picture.
        _ => return Ok(()),
    };
    let length = count.saturating_mul(size);
    // Tables within, and those that a preview has.
    if matches!(tag, 0x8769 | 0x8825 | 0xA005 | 0x014A) {
        let places = if length <= 4 { field[8..].to_vec() } else { at(place, length.min(256))? };
        waiting.extend((0..count.min(16) as usize).filter_map(|n| order.long(&places, n * 4)));
        return Ok(());
    }
    let is_known = matches!(tag, 0x02BC | 0x83BB | 0x8649);
    if kind == 4 && !is_known {
        return Ok(());
    }
    let data = match length {
        0..=4 => field[8..8 + length as usize].to_vec(),
        _ => at(place, length.min(VALUE_BYTES_MAX))?,
    };
    value(tag, kind == TEXT, &data, order, notes);
    Ok(())
}

fn value(tag: u16, is_text: bool, data: &[u8], order: Order, notes: &mut Notes) {
    match tag {
        0x02BC => notes.file("metadata.xml", data),
        0x83BB => texts::iptc(data, notes),
        0x8649 => texts::photoshop(data, notes),
        0x9286 | 0x001B | 0x001C => {
            let (charset, text) = data.split_at(data.len().min(8));
            let wide = if order.is_big { u16::from_be_bytes } else { u16::from_le_bytes };
            match charset.starts_with(b"UNICODE") {
                true => notes.text(label(tag), &texts::marked_wide(text, wide)),
                false => notes.text(label(tag), &texts::utf8_or_latin(text)),
            }
        }
        0x9C9B..=0x9C9F => notes.text(label(tag), &texts::wide(data, u16::from_le_bytes)),
        _ if is_text => notes.text(label(tag), &texts::utf8_or_latin(data)),
        // Colours, tables of the coder, and the picture itself.
        0x8773 | 0x015B | 0x0140 => {}
        _ => notes.runs(data),
    }
}

fn label(tag: u16) -> &'static str {
    match tag {
        0x010E => "description",
        0x013B | 0x9C9D => "author",
        0x8298 => "copyright",
        0x9286 | 0x9C9C => "comment",
        0x9C9B => "title",
        0x9C9E => "keywords",
        0x9C9F => "subject",
        0xA430 => "owner",
        0xA431 | 0xA435 => "serial number",
        _ => "exif",
    }
}

//! Excel workbooks, record by record: the cells of every sheet, hidden ones too, comments, text
//! boxes, headers, links, names, and the values that other workbooks or pivot tables left behind.

mod asides;
mod records;
mod render;

use std::path::Path;

use magpie_model::{Outcome, Place, Segment};

use self::asides::Asides;
use self::records::{Records, Strings, Writing};
use self::render::Formats;
use super::{At, Ole, blips, rest};

/// Sheets and texts beside the cells that are kept.
const SHEETS_MAX: usize = 16_384;
const ASIDES_MAX: usize = 1_000_000;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;

/// What all sheets share.
struct Book {
    writing: Writing,
    strings: Strings,
    formats: Formats,
    /// Where each sheet begins, and its name.
    sheets: Vec<(u32, String)>,
    pictures: Vec<u8>,
    /// Stretches of records that lack their end, and texts that lack a part of theirs.
    damaged: u64,
}

pub(super) fn read(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    let names =
        ["Workbook", "Book"].into_iter().filter(|name| ole.compound.is_stream(&path.join(name)));
    let names: Vec<&str> = names.collect();
    let mut pictures = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        let bytes = ole.stream(path, name).unwrap_or_default();
        if number == 0 {
            pictures = workbook(ole, &bytes)?;
        } else {
            // The same once more for older programs, or something else.
            ole.sink.begin(name, "xls")?;
            let read = workbook(ole, &bytes);
            ole.sink.end(read.as_ref().err().cloned().unwrap_or(Outcome::COMPLETE))?;
            read?;
        }
    }
    for entry in ole.entries(&path.join("_SX_DB_CUR")) {
        let bytes = ole.stream(&path.join("_SX_DB_CUR"), &entry.name).unwrap_or_default();
        asides::pivot(ole, &bytes)?;
    }
    rest::read(ole, path, &["Workbook", "Book", "_SX_DB_CUR"])?;
    blips::read(ole, &pictures, &mut 0)
}

/// Reads the stream of a workbook; returns the records that hold its pictures.
fn workbook(ole: &mut Ole<'_>, bytes: &[u8]) -> Result<Vec<u8>, Outcome> {
    let mut records = Records::new(bytes);
    let mut book = Book {
        writing: Writing { has_flags: true, code_page: 1252 },
        strings: Strings::default(),
        formats: Formats::default(),
        sheets: Vec::new(),
        pictures: Vec::new(),
        damaged: 0,
    };
    let (mut sheets, mut met) = (0, Vec::new());
    let mut at = records.at;
    while let Some((kind, data)) = records.next() {
        if kind == BEGIN {
            // Excel 97 and later, and what this stretch of records is.
            book.writing.has_flags = data.u16(0) == Some(0x0600);
            const GLOBALS: u16 = 5;
            if data.u16(2) == Some(GLOBALS) {
                if !globals(ole, &mut records, &mut book)? {
                    ole.gaps.encrypted = true;
                    return Ok(Vec::new());
                }
            } else {
                sheets += 1;
                let known = book.sheets.iter().find(|(begin, _)| *begin as usize == at);
                let name =
                    known.map_or_else(|| format!("sheet {sheets}"), |(_, name)| name.clone());
                met.push(at);
                sheet(ole, &mut records, &mut book, &name)?;
            }
        }
        at = records.at;
    }
    book.strings.unnamed().try_for_each(|text| ole.plain(text))?;
    // A sheet that is named and was not met, and anything behind the last record.
    let is_missing = book.sheets.iter().any(|(begin, _)| !met.contains(&(*begin as usize)));
    let is_left = records.rest().iter().any(|byte| *byte != 0);
    let is_damaged = records.is_cut || is_left || is_missing || sheets == 0;
    ole.gaps.damaged += book.damaged + book.strings.missing() + u64::from(is_damaged);
    Ok(book.pictures)
}

/// Reads what all sheets share; `false` when the rest is encrypted.
fn globals(ole: &mut Ole<'_>, records: &mut Records<'_>, book: &mut Book) -> Result<bool, Outcome> {
    let mut asides = Asides::default();
    book.damaged += 1;
    while let Some((kind, data)) = records.next() {
        match kind {
            END => {
                book.damaged -= 1;
                break;
            }
            // A password.
            0x2F => return Ok(false),
            0x42 => book.writing.code_page = data.u16(0).unwrap_or(1252).into(),
            0x85 if book.sheets.len() < SHEETS_MAX => {
                let name = data
                    .get(6)
                    .and_then(|&count| book.writing.counted(data.get(7..)?, usize::from(count)));
                let name = name.map_or_else(String::new, |(name, _)| name);
                book.sheets.push((data.u32(0).unwrap_or(0), name));
            }
            0xFC => {
                let parts = records.continued(data);
                ole.gaps.cut += u64::from(!book.strings.read(&parts));
            }
            0xEB => {
                for part in records.continued(data) {
                    book.pictures.extend_from_slice(part);
                }
            }
            0x22 => book.formats.dates_from_1904 = data.u16(0) == Some(1),
            0xE0 => book.formats.style(data.u16(2).unwrap_or(0)),
            0x041E => book.formats.format(data, book.writing),
            _ => asides.take(kind, data, records, book.writing),
        }
    }
    asides.give(ole)?;
    Ok(true)
}

/// A cell whose text comes in a later record.
type Waiting = Option<(u64, u32, Vec<String>)>;

/// Reads one sheet, with the charts on it.
fn sheet(
    ole: &mut Ole<'_>,
    records: &mut Records<'_>,
    book: &mut Book,
    name: &str,
) -> Result<(), Outcome> {
    ole.sink.sheet(Some(name))?;
    book.damaged += 1;
    let mut asides = Asides::default();
    let (mut charts, mut waiting) = (0u32, None);
    while let Some((kind, data)) = records.next() {
        match kind {
            BEGIN => charts += 1,
            END if charts == 0 => {
                book.damaged -= 1;
                break;
            }
            END => charts -= 1,
            // What a chart shows stands in cells.
            _ if charts == 0 && cells(ole, kind, data, book, &mut waiting)? => {}
            _ => asides.take(kind, data, records, book.writing),
        }
    }
    asides.give_comments(ole)?;
    ole.sink.sheet(None)?;
    ole.gaps.objects += asides.pictures;
    asides.give(ole)
}

/// Gives the cells of a record; `false` when it holds none.
fn cells(
    ole: &mut Ole<'_>,
    kind: u16,
    data: &[u8],
    book: &Book,
    waiting: &mut Waiting,
) -> Result<bool, Outcome> {
    const TEXT_OF_FORMULA: u16 = 0x0207;
    if kind == TEXT_OF_FORMULA {
        let text = book.writing.text(data).map(|(text, _)| text).unwrap_or_default();
        if let Some((row, column, literals)) = waiting.take() {
            put(ole, row, column, &text, &literals)?;
        }
        return Ok(true);
    }
    let (Some(row), Some(column)) = (data.u16(0), data.u16(2)) else { return Ok(false) };
    let (row, column) = (u64::from(row) + 1, u32::from(column) + 1);
    let style = usize::from(data.u16(4).unwrap_or(0));
    let number = |at: usize| Some(f64::from_le_bytes(data.part(at, 8)?.try_into().ok()?));
    match kind {
        // A shared string, a text of its own, a text with fonts.
        0xFD => {
            let text = data.u32(6).and_then(|index| book.strings.name(index as usize));
            ole.gaps.damaged += u64::from(text.is_none() && !book.strings.is_full());
            put(ole, row, column, text.unwrap_or_default(), &[])?;
        }
        0x0204 | 0xD6 => {
            let text = book.writing.text(data.get(6..).unwrap_or_default());
            put(ole, row, column, &text.unwrap_or_default().0, &[])?;
        }
        0x0203 => {
            let shown = number(6).map(|number| book.formats.shown(number, style));
            put(ole, row, column, &shown.unwrap_or_default(), &[])?;
        }
        0x027E => {
            let shown = data.u32(6).map(|packed| book.formats.shown(render::packed(packed), style));
            put(ole, row, column, &shown.unwrap_or_default(), &[])?;
        }
        0xBD => {
            let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
            for (cell, column) in cells.as_chunks::<6>().0.iter().zip(column..) {
                let (style, packed) = (cell.u16(0).unwrap_or(0), cell.u32(2).unwrap_or(0));
                let shown = book.formats.shown(render::packed(packed), style.into());
                put(ole, row, column, &shown, &[])?;
            }
        }
        0x06 | 0x0206 | 0x0406 => {
            let literals = book.writing.literals(data.get(22..).unwrap_or_default());
            if data.u16(12) != Some(0xFFFF) {
                let shown = number(6).map(|number| book.formats.shown(number, style));
                put(ole, row, column, &shown.unwrap_or_default(), &literals)?;
            } else if data.get(6) == Some(&0) {
                *waiting = Some((row, column, literals));
            } else {
                put(ole, row, column, "", &literals)?;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// A cell, with the texts in its formula that it does not show.
fn put(
    ole: &mut Ole<'_>,
    row: u64,
    column: u32,
    shown: &str,
    literals: &[String],
) -> Result<(), Outcome> {
    let mut text = shown.to_owned();
    for literal in literals.iter().filter(|literal| !shown.contains(&literal[..])) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(literal);
    }
    if text.trim().is_empty() {
        return ole.sink.pass(1);
    }
    let place = Place::Cell { row, column };
    ole.sink.segment(&Segment { text: text.as_bytes(), place, label: None })
}

//! Workbooks whose parts are binary records (XLSB): cells, shared strings, styles, comments, links.

use std::io::{self, Read};

use magpie_model::{Outcome, Place, Reason};

use super::events::Stop;
use super::grid::Grid;
use super::workbook::{Kept, rendered_number, shows_date};
use crate::budget::Metered;
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::composed::{Composed, cell_reference};

/// Bytes of one record that are kept; the rest of it is passed over.
const RECORD_BYTES_MAX: u64 = 1024 * 1024;
/// Sheets, number formats and cell styles that are kept.
const SHEETS_MAX: usize = 16_384;
const STYLES_MAX: usize = 65_536;
/// Records between two windows.
const RECORDS_DEALT: u32 = 256;

/// What the parts of a workbook say, on the way to its text.
#[derive(Default)]
pub(super) struct Binary {
    pub(super) strings: Kept,
    /// Name and relation.
    pub(super) sheets: Vec<(String, String)>,
    dates_from_1904: bool,
    formats: Vec<(u16, bool)>,
    is_date: Vec<bool>,
    in_cell_styles: bool,
    grid: Option<Grid>,
    row: u64,
    column: Option<u32>,
    /// The sheet of the comments that follow, and the cell of the next.
    pub(super) commented: Option<String>,
    comment: (u64, u32),
}

impl Binary {
    /// The records that follow are those of a sheet.
    pub(super) fn begin_sheet(&mut self, name: &str, text: &mut Composed) {
        (self.grid, self.row) = (Some(Grid::new(name, text)), 0);
    }

    /// The sheet has ended, or could not be read any further.
    pub(super) fn end_sheet(&mut self, text: &mut Composed) {
        if let Some(grid) = self.grid.take() {
            grid.finish(text);
        }
    }

    /// Reads the records of one part.
    pub(super) fn read(
        &mut self,
        content: &mut dyn Read,
        text: &mut Composed,
        reading: &mut Reading<'_>,
    ) -> Result<(), Stop> {
        let budget = reading.budget;
        let metered = Metered::new(content, budget);
        let mut input = io::BufReader::new(metered);
        let mut data = Vec::new();
        let (mut records, mut is_cut) = (0u32, false);
        loop {
            let kind = match record(&mut input, &mut data) {
                Ok(Some((kind, cut))) => {
                    is_cut |= cut;
                    kind
                }
                Ok(None) if is_cut => return Err(Stop::Part(too_long())),
                Ok(None) => return Ok(()),
                Err(error) => return Err(Stop::Part(outcome_of(&error))),
            };
            self.take(kind, &data, text);
            records += 1;
            if records.is_multiple_of(RECORDS_DEALT) {
                text.deal(reading).map_err(Stop::Document)?;
            }
        }
    }

    fn take(&mut self, kind: u32, data: &[u8], text: &mut Composed) {
        match kind {
            0 => {
                self.row = u64::from(u32_at(data, 0).unwrap_or(0)) + 1;
                self.column = None;
            }
            1..=18 | 62 => self.cell(kind, data, text),
            19 => {
                if let Some((string, _)) = wide_at(data, 1)
                    && !self.strings.push(&string)
                {
                    put(text, "", &string);
                }
            }
            44 if self.formats.len() < STYLES_MAX => {
                let (number, code) = (u16_at(data, 0), wide_at(data, 2));
                let format =
                    number.zip(code).map(|(number, (code, _))| (number, shows_date(&code)));
                self.formats.extend(format);
            }
            617 => self.in_cell_styles = true,
            618 => self.in_cell_styles = false,
            47 if self.in_cell_styles && self.is_date.len() < STYLES_MAX => {
                self.is_date.push(self.is_date_format(u16_at(data, 2).unwrap_or(0)));
            }
            153 => self.dates_from_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            156 if self.sheets.len() < SHEETS_MAX => {
                let relation = wide_at(data, 8);
                let name = relation.as_ref().and_then(|(_, end)| wide_at(data, *end));
                self.sheets.extend(relation.zip(name).map(|((id, _), (name, _))| (name, id)));
            }
            // A comment: its cell, its text, and who wrote comments.
            635 => {
                let (row, column) = (u32_at(data, 4).unwrap_or(0), u32_at(data, 12).unwrap_or(0));
                self.comment = (u64::from(row) + 1, column.saturating_add(1));
            }
            637 => self.comment(&wide_at(data, 1).unwrap_or_default().0, text),
            632 => put(text, "author", &wide_at(data, 0).unwrap_or_default().0),
            494 => self.texts(data, 16, "link", text),
            479 => self.texts(data, 2, "header", text),
            _ => {}
        }
    }

    fn comment(&self, value: &str, text: &mut Composed) {
        let (row, column) = self.comment;
        if !value.trim().is_empty() {
            let cell = cell_reference("", row, column);
            let label = text.label(&format!("comment {}", cell.trim_start_matches('!')));
            let sheet = self.commented.as_ref().and_then(|sheet| text.label(sheet));
            text.sheet_cell(label, Place::Cell { row, column }, sheet);
            text.push(value.as_bytes());
        }
    }

    /// Texts one behind the other.
    fn texts(&mut self, data: &[u8], mut at: usize, label: &str, text: &mut Composed) {
        while let Some((string, end)) = wide_at(data, at) {
            if !(label == "link" && string.starts_with("rId")) {
                put(text, label, &string);
            }
            at = end;
        }
    }

    fn is_date_format(&self, number: u16) -> bool {
        let known = self.formats.iter().find(|(known, _)| *known == number);
        known.map_or(matches!(number, 14..=17 | 22 | 27..=36 | 50..=58), |(_, is_date)| *is_date)
    }

    fn cell(&mut self, kind: u32, data: &[u8], text: &mut Composed) {
        // Some writers leave out the column of a cell that stands beside the last.
        let is_short = matches!(kind, 12..=18);
        let (column, head) = match is_short {
            true => (self.column.map_or(0, |column| column.saturating_add(1)), 4),
            false => (u32_at(data, 0).unwrap_or(0), 8),
        };
        self.column = Some(column);
        let (Some(style), Some(value)) = (u32_at(data, head - 4), data.get(head..)) else { return };
        let number = || {
            let bytes = value.get(..8).and_then(|bytes| bytes.try_into().ok());
            bytes.map(|bytes| self.number(f64::from_le_bytes(bytes), style))
        };
        let mut formula = None;
        let shown = match kind {
            2 | 13 => u32_at(value, 0).map(|packed| self.number(unpacked(packed), style)),
            5 | 16 => number(),
            6 | 17 => wide_at(value, 0).map(|(string, _)| string),
            7 | 18 => {
                let index = u32_at(value, 0).and_then(|index| usize::try_from(index).ok());
                index.and_then(|index| self.strings.name(index)).map(str::to_owned)
            }
            8 => wide_at(value, 0).map(|(string, end)| {
                formula = value.get(end..);
                string
            }),
            9 => {
                formula = value.get(8..);
                number()
            }
            10 | 11 => {
                formula = value.get(1..);
                None
            }
            62 => wide_at(value, 1).map(|(string, _)| string),
            _ => None,
        };
        let mut shown = shown.unwrap_or_default();
        for literal in literals(formula.unwrap_or_default()) {
            if !shown.contains(&literal) {
                shown.push('\n');
                shown.push_str(&literal);
            }
        }
        if let Some(grid) = &mut self.grid {
            grid.cell(self.row, column.saturating_add(1), &shown, text);
        }
    }

    fn number(&self, number: f64, style: u32) -> String {
        let is_date = self.is_date.get((style & 0xFF_FFFF) as usize).copied().unwrap_or(false);
        rendered_number(&number.to_string(), is_date, self.dates_from_1904)
    }
}

/// Text that belongs to no cell.
fn put(text: &mut Composed, label: &str, value: &str) {
    if !value.trim().is_empty() {
        let label = text.label(label);
        text.cell(label, if label.is_some() { Place::Element } else { Place::Text });
        text.push(value.as_bytes());
    }
}

/// The kind of the next record, whose content is put into `data`, and whether it is cut; `None` at the end.
fn record(input: &mut impl Read, data: &mut Vec<u8>) -> io::Result<Option<(u32, bool)>> {
    let mut byte = [0];
    if input.read(&mut byte)? == 0 {
        return Ok(None);
    }
    let mut kind = u32::from(byte[0] & 0x7F);
    if byte[0] & 0x80 != 0 {
        input.read_exact(&mut byte)?;
        kind |= u32::from(byte[0] & 0x7F) << 7;
    }
    let mut length = 0u64;
    for shift in [0, 7, 14, 21] {
        input.read_exact(&mut byte)?;
        length |= u64::from(byte[0] & 0x7F) << shift;
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    data.clear();
    let kept = input.by_ref().take(length.min(RECORD_BYTES_MAX)).read_to_end(data)? as u64;
    let passed = io::copy(&mut input.by_ref().take(length - kept), &mut io::sink())?;
    match kept + passed == length {
        true => Ok(Some((kind, passed > 0))),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn too_long() -> Outcome {
    let detail = "records of the workbook are longer than is kept of one";
    Outcome::with_detail(Reason::MemoryLimitReached, detail)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A text behind its length of four bytes, and where it ends. One that is not there is empty.
fn wide_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = match u32_at(data, at)? {
        u32::MAX => 0,
        length => length as usize,
    };
    let end = length.checked_mul(2)?.checked_add(at + 4)?;
    let units = data.get(at + 4..end)?.as_chunks::<2>().0.iter();
    let units = units.map(|unit| u16::from_le_bytes(*unit));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    Some((text, end))
}

/// A number in four bytes: whole or the upper half of a larger one, and a hundredth or not.
fn unpacked(packed: u32) -> f64 {
    let number = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed.cast_signed() >> 2),
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

/// The texts that stand in a formula.
fn literals(formula: &[u8]) -> Vec<String> {
    const TEXT: u8 = 0x17;
    /// Shorter ones say nothing, and may be no text.
    const CHARACTERS_MIN: u16 = 4;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(TEXT, formula.get(at..).unwrap_or_default()) {
        at += next + 1;
        let Some(count) = u16_at(formula, at).filter(|&count| count >= CHARACTERS_MIN) else {
            continue;
        };
        let end = at + 2 + usize::from(count) * 2;
        let Some(bytes) = formula.get(at + 2..end) else { continue };
        let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        if let Ok(text) = text
            && !text.chars().any(char::is_control)
        {
            found.push(text);
            at = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{literals, record, unpacked, wide_at};

    #[test]
    fn records_have_kinds_and_lengths_of_variable_length() {
        let mut input = &b"\x05\x02ab\x9C\x01\x80\x01"[..];
        let mut data = Vec::new();
        assert_eq!(record(&mut input, &mut data).unwrap(), Some((5, false)));
        assert_eq!(data, b"ab");
        assert!(record(&mut input, &mut data).is_err());
        assert_eq!(record(&mut &b""[..], &mut data).unwrap(), None);
        // One byte more than is kept of a record.
        let long = [&b"\x05\x81\x80\x40"[..], &[b'a'; 1024 * 1024 + 1], b"\x06\0"].concat();
        let mut input = &long[..];
        assert_eq!(record(&mut input, &mut data).unwrap(), Some((5, true)));
        assert_eq!(record(&mut input, &mut data).unwrap(), Some((6, false)));
    }

    #[test]
    fn values_are_unpacked() {
        assert_eq!(unpacked((1250 << 2) | 3), 12.5);
        assert_eq!(wide_at(b"\x01\0\0\0a\0", 0), Some(("a".to_owned(), 6)));
        assert_eq!(wide_at(b"\xFF\xFF\xFF\xFF", 0), Some((String::new(), 4)));
        assert_eq!(wide_at(b"\xFE\xFF\xFF\xFFa\0", 0), None);
        assert_eq!(literals(b"\x17\x04\0t\0e\0x\0t\0\x17"), ["text"]);
    }
}

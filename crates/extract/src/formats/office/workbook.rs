//! Spreadsheets of Office Open XML: shared strings, styles, and the cells of a sheet.

use std::cell::Cell;

use magpie_model::{Outcome, Place};

use super::events::{Attributes, Events};
use super::grid::Grid;
use crate::formats::Reading;
use crate::formats::composed::Composed;

/// Bytes of all shared strings that are kept; cells that name one beyond are without their text,
/// which is read all the same, without its place.
const STRINGS_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Shared strings that are kept.
const STRINGS_MAX: usize = 4_000_000;
/// Number formats and cell styles that are kept.
const STYLES_MAX: usize = 65_536;
/// Bytes of one cell's text.
const CELL_BYTES_MAX: usize = 1024 * 1024;
/// Sheets that are read in the order of the workbook.
const SHEETS_MAX: usize = 16_384;

/// A value that nobody expected, at no place in particular.
fn put_rest(text: &mut Composed, value: &str) {
    text.cell(None, Place::Element);
    text.push(value.as_bytes());
}

/// The sheets of a workbook.
pub(super) struct Sheets<'t> {
    text: &'t mut Composed,
    /// Name and relation.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) dates_from_1904: bool,
    in_name: bool,
}

impl<'t> Sheets<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self { text, sheets: Vec::new(), dates_from_1904: false, in_name: false }
    }
}

impl Events for Sheets<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        let get = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
        match name {
            "sheet" if self.sheets.len() < SHEETS_MAX => {
                self.sheets
                    .push((get("name"), attributes.get("id").unwrap_or_default().to_owned()));
            }
            "workbookPr" => {
                self.dates_from_1904 = matches!(attributes.get("date1904"), Some("1" | "true"));
            }
            // A name that stands for a formula or a constant, and those.
            "definedName" => {
                self.in_name = true;
                let label = self.text.label(&get("name"));
                self.text.cell(label, Place::Element);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        if self.in_name {
            self.text.push(text.as_bytes());
        }
        self.in_name
    }

    fn close(&mut self, name: &str) {
        self.in_name &= name != "definedName";
    }

    fn rest(&mut self, value: &str) {
        if !self.in_name {
            put_rest(self.text, value);
        }
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

/// Targets of a part's relations.
#[derive(Default)]
pub(super) struct Relations(pub(super) Vec<(String, String)>);

impl Events for Relations {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        if name == "Relationship" && self.0.len() < SHEETS_MAX * 2 {
            let get = |name: &str| attributes.get(name).unwrap_or_default().to_owned();
            self.0.push((get("Id"), get("Target")));
        }
    }

    fn text(&mut self, _text: &str) -> bool {
        true
    }

    fn close(&mut self, _name: &str) {}

    /// Relations are read once more, for their text.
    fn rest(&mut self, _value: &str) {}
}

/// Which cell styles show a date.
pub(super) struct Styles<'t> {
    text: &'t mut Composed,
    custom: Vec<(u64, bool)>,
    pub(super) is_date: Vec<bool>,
    in_cells: bool,
}

impl<'t> Styles<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self { text, custom: Vec::new(), is_date: Vec::new(), in_cells: false }
    }

    fn is_date_format(&self, number: u64) -> bool {
        let known = self.custom.iter().find(|(known, _)| *known == number);
        known.map_or(matches!(number, 14..=22 | 27..=36 | 45..=47 | 50..=58), |(_, date)| *date)
    }
}

/// Whether a number format shows a date: a year or a day outside quotes and brackets.
pub(super) fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    code.chars().any(|character| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
        false
    })
}

impl Events for Styles<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "numFmt" if self.custom.len() < STYLES_MAX => {
                if let Some(number) = attributes.number("numFmtId") {
                    let code = attributes.get("formatCode").unwrap_or_default();
                    self.custom.push((number, shows_date(code)));
                }
            }
            "cellXfs" => self.in_cells = true,
            "xf" if self.in_cells && self.is_date.len() < STYLES_MAX => {
                let number = attributes.number("numFmtId").unwrap_or(0);
                self.is_date.push(self.is_date_format(number));
            }
            _ => {}
        }
    }

    fn text(&mut self, _text: &str) -> bool {
        false
    }

    fn close(&mut self, name: &str) {
        self.in_cells &= name != "cellXfs";
    }

    fn rest(&mut self, value: &str) {
        put_rest(self.text, value);
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

/// The texts that cells name by number.
pub(super) struct Strings<'t> {
    text: &'t mut Composed,
    pub(super) kept: Kept,
    now: String,
    inside: bool,
    /// Inside a reading beside a text, which is not part of it.
    phonetic: bool,
    readings: String,
    /// More than one string keeps came without a place.
    overflows: bool,
}

/// All of them in one buffer.
#[derive(Default)]
pub(super) struct Kept {
    bytes: String,
    ends: Vec<u32>,
    /// Which of them a cell has named.
    named: Vec<Cell<bool>>,
}

impl Kept {
    /// Keeps one more; `false` when there is no room for it.
    pub(super) fn push(&mut self, text: &str) -> bool {
        let fits = self.bytes.len() + text.len() <= STRINGS_BYTES_MAX;
        if !fits || self.ends.len() >= STRINGS_MAX {
            return false;
        }
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        self.named.push(Cell::new(false));
        true
    }

    /// The texts that no cell names: what was deleted, and what hides.
    pub(super) fn unnamed(&self) -> impl Iterator<Item = &str> {
        let unnamed = self.named.iter().enumerate().filter(|(_, named)| !named.get());
        unnamed.filter_map(|(number, _)| self.get(number))
    }

    /// A text by its number, which a cell has named.
    pub(super) fn name(&self, number: usize) -> Option<&str> {
        self.named.get(number)?.set(true);
        self.get(number)
    }

    fn get(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before)? as usize,
        };
        self.bytes.get(start..*self.ends.get(number)? as usize)
    }
}

impl<'t> Strings<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self {
            text,
            kept: Kept::default(),
            now: String::new(),
            inside: false,
            phonetic: false,
            readings: String::new(),
            overflows: false,
        }
    }
}

impl Events for Strings<'_> {
    fn open(&mut self, name: &str, _attributes: &Attributes) {
        match name {
            "t" => self.inside = true,
            "rPh" => self.phonetic = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        if !self.inside {
            return false;
        }
        match self.phonetic {
            true => self.readings.push_str(text),
            false if self.now.len() < CELL_BYTES_MAX => self.now.push_str(text),
            // The rest of an absurdly long one is read without its cells.
            false => {
                if !std::mem::replace(&mut self.overflows, true) {
                    self.text.cell(None, Place::Text);
                }
                self.text.push(text.as_bytes());
            }
        }
        true
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.inside = false,
            "rPh" => self.phonetic = false,
            "si" => {
                if !self.kept.push(&self.now) {
                    self.text.cell(None, Place::Text);
                    self.text.push(self.now.as_bytes());
                }
                self.now.clear();
                self.overflows = false;
                put_readings(self.text, &mut self.readings);
            }
            _ => {}
        }
    }

    fn rest(&mut self, value: &str) {
        put_rest(self.text, value);
        self.overflows = false;
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

/// How words are read aloud, which stands beside them.
fn put_readings(text: &mut Composed, readings: &mut String) {
    if !readings.trim().is_empty() {
        let label = text.label("phonetic");
        text.cell(label, Place::Element);
        text.push(readings.as_bytes());
    }
    readings.clear();
}

/// What cells need to become text.
pub(super) struct Rendering<'w> {
    pub(super) strings: &'w Kept,
    pub(super) is_date: &'w [bool],
    pub(super) dates_from_1904: bool,
}

/// The cells of one sheet.
pub(super) struct Cells<'t, 'w> {
    text: &'t mut Composed,
    rendering: &'w Rendering<'w>,
    grid: Option<Grid>,
    row: u64,
    column: u32,
    kind: String,
    style: usize,
    value: String,
    formula: String,
    readings: String,
    into: Into,
    phonetic: bool,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Nothing,
    Value,
    Formula,
    /// Headers and footers for printing.
    Page,
}

impl<'t, 'w> Cells<'t, 'w> {
    pub(super) fn new(name: &str, rendering: &'w Rendering<'w>, text: &'t mut Composed) -> Self {
        let grid = Some(Grid::new(name, text));
        Self {
            text,
            rendering,
            grid,
            row: 0,
            column: 0,
            kind: String::new(),
            style: 0,
            value: String::new(),
            formula: String::new(),
            readings: String::new(),
            into: Into::Nothing,
            phonetic: false,
        }
    }

    fn put(&mut self) {
        let value = self.rendered();
        let mut shown = value;
        for literal in literals(&self.formula) {
            if !shown.contains(literal) {
                shown.push('\n');
                shown.push_str(literal);
            }
        }
        if let Some(grid) = &mut self.grid {
            grid.cell(self.row, self.column, &shown, self.text);
        }
        put_readings(self.text, &mut self.readings);
    }

    fn rendered(&self) -> String {
        let value = &self.value[..];
        match &self.kind[..] {
            "s" => {
                let number = value.trim().parse().ok();
                number.and_then(|n| self.rendering.strings.name(n)).unwrap_or_default().to_owned()
            }
            "" | "n" => {
                let is_date = self.rendering.is_date.get(self.style).copied().unwrap_or(false);
                rendered_number(value.trim(), is_date, self.rendering.dates_from_1904)
            }
            _ => value.to_owned(),
        }
    }

    /// The sheet has ended, or could not be read any further.
    pub(super) fn finish(mut self) {
        if let Some(grid) = self.grid.take() {
            grid.finish(self.text);
        }
    }
}

/// The texts in quotes in a formula.
fn literals(formula: &str) -> impl Iterator<Item = &str> {
    formula.split('"').skip(1).step_by(2).filter(|literal| !literal.is_empty())
}

/// A number as it was written: without an exponent where it is whole, and dates as such.
pub(super) fn rendered_number(value: &str, is_date: bool, dates_from_1904: bool) -> String {
    let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
    if is_date && let Some(date) = date(number, dates_from_1904) {
        return date;
    }
    let exponent = value.bytes().any(|byte| byte == b'e' || byte == b'E');
    if exponent && number.fract() == 0.0 && number.abs() < 1e21 {
        return format!("{number:.0}");
    }
    value.to_owned()
}

/// A serial day as `2026-01-31`, with the time where there is one.
fn date(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    // Day 60 is the 29th of February 1900, which never was.
    let days = match from_1904 {
        true => days + 1_462 - 25_569,
        false if days < 60 => days + 1 - 25_569,
        false => days - 25_569,
    };
    let (year, month, day) = civil(days);
    let seconds = ((serial.fract() * 86_400.0).round() as u32).min(86_399);
    if seconds == 0 {
        return Some(format!("{year:04}-{month:02}-{day:02}"));
    }
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}"))
}

/// The date so many days after the first of January 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Row and column of a reference such as `C5`.
pub(super) fn reference(text: &str) -> Option<(u64, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let digit = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    let column = text[..letters].bytes().fold(0, |sum, byte| sum * 26 + digit(byte));
    text[letters..].parse().ok().filter(|row| *row > 0).map(|row| (row, column))
}

impl Events for Cells<'_, '_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "row" => {
                self.row = attributes.number("r").unwrap_or(self.row + 1);
                self.column = 0;
            }
            "c" => {
                let told = attributes.get("r").and_then(reference);
                (self.row, self.column) = told.unwrap_or((self.row.max(1), self.column + 1));
                self.kind = attributes.get("t").unwrap_or_default().to_owned();
                self.style = attributes.number("s").unwrap_or(0) as usize;
                self.value.clear();
                self.formula.clear();
            }
            "rPh" => self.phonetic = true,
            "v" | "t" => self.into = Into::Value,
            "f" => self.into = Into::Formula,
            "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter" | "evenFooter"
            | "firstFooter" => {
                let label = self.text.label("header");
                self.text.cell(label, Place::Element);
                self.into = Into::Page;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        let into = match self.into {
            Into::Value if self.phonetic => &mut self.readings,
            Into::Value => &mut self.value,
            Into::Formula => &mut self.formula,
            Into::Page => {
                self.text.push(text.as_bytes());
                return true;
            }
            Into::Nothing => return false,
        };
        // The rest of an absurdly long one is read without its cell.
        let fits = into.len() < CELL_BYTES_MAX;
        if fits {
            into.push_str(text);
        }
        fits
    }

    fn rest(&mut self, value: &str) {
        put_rest(self.text, value);
    }

    fn close(&mut self, name: &str) {
        match name {
            "rPh" => self.phonetic = false,
            "c" => self.put(),
            "sheetData" => {
                if let Some(grid) = self.grid.take() {
                    grid.finish(self.text);
                }
            }
            _ => {}
        }
        self.into = Into::Nothing;
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

/// The comments of a sheet, each at its cell.
pub(super) struct Comments<'t> {
    text: &'t mut Composed,
    /// The sheet, where the workbook tells which one it is.
    sheet: Option<&'t str>,
    inside: bool,
}

impl<'t> Comments<'t> {
    pub(super) fn new(text: &'t mut Composed, sheet: Option<&'t str>) -> Self {
        Self { text, sheet, inside: false }
    }
}

impl Events for Comments<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "comment" | "threadedComment" => {
                let at = attributes.get("ref").unwrap_or_default();
                let label = self.text.label(&format!("comment {at}"));
                match reference(at) {
                    Some((row, column)) => {
                        let sheet = self.sheet.and_then(|sheet| self.text.label(sheet));
                        self.text.sheet_cell(label, Place::Cell { row, column }, sheet);
                    }
                    None => self.text.cell(label, Place::Element),
                }
            }
            "author" => {
                let label = self.text.label("author");
                self.text.cell(label, Place::Element);
                self.inside = true;
            }
            "t" | "text" => self.inside = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        if self.inside {
            self.text.push(text.as_bytes());
        }
        self.inside
    }

    fn rest(&mut self, value: &str) {
        put_rest(self.text, value);
    }

    fn close(&mut self, name: &str) {
        self.inside &= !matches!(name, "t" | "text" | "author");
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rendered_as_they_were_written() {
        for (value, is_date, want) in [
            ("4012888888881881", false, "4012888888881881"),
            ("4.012888888881881E15", false, "4012888888881881"),
            ("1.5", false, "1.5"),
            ("1.5E-3", false, "1.5E-3"),
            ("text", false, "text"),
            ("46053", true, "2026-01-31"),
            ("46053.5", true, "2026-01-31 12:00:00"),
            ("59", true, "1900-02-28"),
            ("61", true, "1900-03-01"),
            ("-5", true, "-5"),
        ] {
            assert_eq!(rendered_number(value, is_date, false), want, "{value}");
        }
        assert_eq!(rendered_number("44591", true, true), "2026-01-31");
    }

    #[test]
    fn formats_tell_dates() {
        for (code, want) in [
            ("yyyy\\-mm\\-dd", true),
            ("d/m/yy h:mm", true),
            ("0.00\"day\"", false),
            ("[Red]0", false),
            ("#,##0_d", false),
            ("h:mm:ss", false),
        ] {
            assert_eq!(shows_date(code), want, "{code}");
        }
    }

    #[test]
    fn references_have_rows_and_columns() {
        assert_eq!(reference("A1"), Some((1, 1)));
        assert_eq!(reference("XFD1048576"), Some((1_048_576, 16_384)));
        for text in ["", "1", "A", "A0", "ABCD1", "É1"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}

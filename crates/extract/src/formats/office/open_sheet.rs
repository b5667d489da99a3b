//! Spreadsheets of OpenDocument: tables whose rows and cells may stand for many.

use magpie_model::{Outcome, Place};

use super::events::{Attributes, Events};
use super::grid::Grid;
use super::words::Words;
use super::workbook::rendered_number;
use crate::formats::Reading;
use crate::formats::composed::Composed;

/// Bytes of one cell's text.
const CELL_BYTES_MAX: usize = 1024 * 1024;

/// The tables of a spreadsheet; what stands outside cells is read as words.
pub(super) struct Tables<'t> {
    text: &'t mut Composed,
    grid: Option<Grid>,
    row: u64,
    rows_repeated: u64,
    column: u64,
    columns_repeated: u64,
    /// Inside a cell: its text, and its value where the file tells it apart.
    cell: Option<(String, Option<String>)>,
    in_comment: u32,
    comment: String,
    outside: bool,
}

impl<'t> Tables<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self {
            text,
            grid: None,
            row: 0,
            rows_repeated: 1,
            column: 0,
            columns_repeated: 1,
            cell: None,
            in_comment: 0,
            comment: String::new(),
            outside: false,
        }
    }

    fn finish_table(&mut self) {
        if let Some(grid) = self.grid.take() {
            grid.finish(self.text);
        }
    }

    fn finish_cell(&mut self) {
        let Some((shown, value)) = self.cell.take() else { return };
        let shown = match value {
            Some(value) if !shown.contains(&value) => value,
            _ => shown,
        };
        let column = u32::try_from(self.column).unwrap_or(u32::MAX);
        if let Some(grid) = &mut self.grid {
            grid.cell(self.row, column, shown.trim(), self.text);
        }
        self.column += self.columns_repeated - 1;
        if !self.comment.trim().is_empty() {
            let comment = std::mem::take(&mut self.comment);
            self.text_aside("comment", &comment);
        }
    }

    /// A text that belongs to no cell. The rows that wait go first, so that the places rise.
    fn text_aside(&mut self, label: &str, text: &str) {
        let label = self.text.label(label);
        self.text.cell(label, Place::Element);
        self.text.push(text.as_bytes());
    }

    /// Tells whether the text was taken.
    fn push(&mut self, text: &str) -> bool {
        let into = match &mut self.cell {
            _ if self.in_comment > 0 => &mut self.comment,
            Some((shown, _)) => shown,
            None if self.outside => {
                self.text.push(text.as_bytes());
                return true;
            }
            None => return false,
        };
        let fits = into.len() < CELL_BYTES_MAX;
        if fits {
            into.push_str(text);
        }
        fits
    }
}

/// The value that the file tells apart from what is shown.
fn value_of(attributes: &Attributes) -> Option<String> {
    match attributes.get("value-type")? {
        "float" | "currency" | "percentage" => {
            attributes.take("value").map(|value| rendered_number(value, false, false))
        }
        "date" => attributes.take("date-value").map(str::to_owned),
        "string" => attributes.take("string-value").map(str::to_owned),
        _ => None,
    }
}

impl Events for Tables<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "table" => {
                self.finish_table();
                let name = attributes.get("name").unwrap_or_default();
                self.grid = Some(Grid::new(name, self.text));
                (self.row, self.rows_repeated) = (0, 1);
            }
            "table-row" => {
                self.row = self.row.saturating_add(self.rows_repeated);
                self.rows_repeated = attributes.number("number-rows-repeated").unwrap_or(1).max(1);
                // A row that stands for many is the first of them.
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.columns_repeated =
                    attributes.number("number-columns-repeated").unwrap_or(1).clamp(1, 1 << 20);
                self.column = self.column.saturating_add(1).min(1 << 30);
                self.cell = Some((String::new(), value_of(attributes)));
            }
            "annotation" => self.in_comment += 1,
            "s" => {
                let count = attributes.number("c").unwrap_or(1).clamp(1, 64) as usize;
                self.push(&" ".repeat(count));
            }
            "tab" => {
                self.push("\t");
            }
            "line-break" => {
                self.push("\n");
            }
            "p" if self.cell.is_none() => {
                self.outside = true;
                self.text.cell(None, Place::Text);
            }
            "a" => {
                if let Some(link) = attributes.take("href").map(str::to_owned) {
                    self.comment.push_str(&link);
                    self.comment.push('\n');
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        self.push(text)
    }

    fn rest(&mut self, value: &str) {
        self.text.cell(None, Place::Element);
        self.text.push(value.as_bytes());
        if self.cell.is_none() && self.outside {
            self.text.cell(None, Place::Text);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => self.finish_table(),
            "table-cell" | "covered-table-cell" => self.finish_cell(),
            "annotation" => self.in_comment = self.in_comment.saturating_sub(1),
            "p" => {
                self.push("\n");
                self.outside = false;
            }
            _ => {}
        }
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

impl Drop for Tables<'_> {
    fn drop(&mut self) {
        self.finish_table();
    }
}

/// The reader of a part of an OpenDocument file.
pub(super) fn content<'t>(format: &str, text: &'t mut Composed) -> Box<dyn Events + 't> {
    match format {
        "ods" => Box::new(Tables::new(text)),
        _ => Box::new(Words::open(text)),
    }
}

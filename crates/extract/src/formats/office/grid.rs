//! The cells of one sheet on their way to the text: the first rows wait until it is known whether
//! they name the columns.

use std::collections::BTreeMap;

use magpie_model::Place;

use crate::formats::composed::Composed;
use crate::sniff::is_header;

/// Rows and bytes looked at to find the names of the columns.
const ROWS_HELD: usize = 32;
const BYTES_HELD: usize = 64 * 1024;
/// Columns of a sheet that have a name.
const NAMED_COLUMNS_MAX: usize = 1024;

/// Where the cells of sheets go.
pub(in crate::formats) trait CellText {
    /// The number of a sheet's name.
    fn sheet(&mut self, name: &str) -> Option<u32>;
    /// The number of a column's name.
    fn column(&mut self, name: &str) -> Option<u32>;
    /// The next cell.
    fn put(&mut self, cell: (u64, u32), label: Option<u32>, sheet: Option<u32>, value: &str);
}

impl CellText for Composed {
    fn sheet(&mut self, name: &str) -> Option<u32> {
        self.label(name)
    }

    fn column(&mut self, name: &str) -> Option<u32> {
        self.new_label(name)
    }

    fn put(
        &mut self,
        (row, column): (u64, u32),
        label: Option<u32>,
        sheet: Option<u32>,
        value: &str,
    ) {
        self.sheet_cell(label, Place::Cell { row, column }, sheet);
        self.push(value.as_bytes());
    }
}

/// One sheet.
pub(in crate::formats) struct Grid {
    sheet: Option<u32>,
    held: Vec<(u64, u32, String)>,
    bytes: usize,
    rows: usize,
    last_row: u64,
    decided: bool,
    header_row: u64,
    labels: BTreeMap<u32, Option<u32>>,
}

impl Grid {
    pub(in crate::formats) fn new(name: &str, text: &mut dyn CellText) -> Self {
        Self {
            sheet: text.sheet(name),
            held: Vec::new(),
            bytes: 0,
            rows: 0,
            last_row: 0,
            decided: false,
            header_row: 0,
            labels: BTreeMap::new(),
        }
    }

    /// The number of the sheet's name.
    pub(in crate::formats) fn name(&self) -> Option<u32> {
        self.sheet
    }

    /// One cell; rows and columns count from 1 and rise.
    pub(in crate::formats) fn cell(
        &mut self,
        row: u64,
        column: u32,
        value: &str,
        text: &mut dyn CellText,
    ) {
        if value.trim().is_empty() {
            return;
        }
        if self.decided {
            self.put(row, column, value, text);
            return;
        }
        if row != self.last_row {
            self.rows += 1;
            self.last_row = row;
        }
        self.bytes += value.len();
        self.held.push((row, column, value.to_owned()));
        if self.rows > ROWS_HELD || self.bytes > BYTES_HELD {
            self.decide(text);
        }
    }

    /// The sheet ends.
    pub(in crate::formats) fn finish(mut self, text: &mut dyn CellText) {
        self.decide(text);
    }

    fn put(&mut self, row: u64, column: u32, value: &str, text: &mut dyn CellText) {
        let label = self.labels.get(&column).copied().flatten().filter(|_| row > self.header_row);
        text.put((row, column), label, self.sheet, value);
    }

    fn decide(&mut self, text: &mut dyn CellText) {
        if std::mem::replace(&mut self.decided, true) {
            return;
        }
        let held = std::mem::take(&mut self.held);
        self.header_row = header_row(&held).unwrap_or(0);
        for (_, column, name) in held.iter().filter(|(row, ..)| *row == self.header_row) {
            if self.labels.len() < NAMED_COLUMNS_MAX {
                self.labels.insert(*column, text.column(name.trim()));
            }
        }
        for (row, column, value) in &held {
            self.put(*row, *column, value, text);
        }
    }
}

/// The row that names the columns: the first that is about as wide as the widest, when what stands
/// below it is of another kind.
fn header_row(held: &[(u64, u32, String)]) -> Option<u64> {
    let mut rows: BTreeMap<u64, Vec<(u32, &str)>> = BTreeMap::new();
    for (row, column, value) in held {
        rows.entry(*row).or_default().push((*column, value));
    }
    let widest = rows.values().map(Vec::len).max()?;
    let (header, names) = rows.iter().find(|(_, cells)| cells.len() * 2 > widest)?;
    let cells = |row: &[(u32, &str)]| -> Vec<Vec<u8>> {
        let value = |column: &u32| {
            let found = row.iter().find(|(known, _)| known == column);
            found.map_or(Vec::new(), |(_, value)| value.trim().as_bytes().to_vec())
        };
        names.iter().map(|(column, _)| value(column)).collect()
    };
    let below: Vec<Vec<Vec<u8>>> =
        rows.range(header + 1..).take(ROWS_HELD).map(|(_, row)| cells(row)).collect();
    if below.is_empty() {
        return None;
    }
    let first = cells(names);
    let below = below.iter().map(|row| row.iter().map(Vec::as_slice).collect());
    is_header(first.iter().map(Vec::as_slice), below).then_some(*header)
}

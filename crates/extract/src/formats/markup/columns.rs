//! Tables of marked-up text in which nothing but the rows below tells that the first row names the
//! columns. Cells have the label of their column at once; what it says is known some rows later.

use super::Stream;
use crate::sniff::{is_header, is_value_like};

/// Rows, columns and bytes looked at.
const ROWS_MAX: usize = 12;
const COLUMNS_MAX: usize = 256;
const BYTES_MAX: usize = 16 * 1024;
/// Bytes of a cell that are looked at.
const CELL_BYTES_MAX: usize = 128;

/// The columns of one table.
#[derive(Default)]
pub(crate) struct Columns {
    /// The first row, and those below it.
    rows: Vec<Vec<(usize, Vec<u8>)>>,
    bytes: usize,
    labels: Vec<(usize, u32)>,
    begun: usize,
    decided: bool,
}

impl Columns {
    /// The table tells its columns otherwise.
    pub(crate) fn give_up(&mut self, stream: &mut Stream) {
        self.settle(false, stream);
    }

    /// A row begins.
    pub(crate) fn row(&mut self, stream: &mut Stream) {
        self.begun += 1;
        if self.decided {
            return;
        }
        if self.begun > ROWS_MAX || self.bytes > BYTES_MAX {
            self.finish(stream);
            return;
        }
        self.rows.push(Vec::new());
        if self.begun == 2 {
            stream.hold();
        }
    }

    /// A cell begins; columns count from 0. Tells the label of its column.
    pub(crate) fn cell(&mut self, column: usize, other: &str, stream: &mut Stream) -> Option<u32> {
        if !self.decided
            && column < COLUMNS_MAX
            && let Some(row) = self.rows.last_mut()
        {
            row.push((column, Vec::new()));
        }
        let named =
            self.rows.first().is_some_and(|first| first.iter().any(|(at, _)| *at == column));
        match self.labels.iter().find(|(at, _)| *at == column) {
            _ if self.begun < 2 => None,
            Some((_, label)) => Some(*label),
            None if named && !self.decided => {
                let label = stream.reserve(other)?;
                self.labels.push((column, label));
                Some(label)
            }
            None => None,
        }
    }

    /// Text of the cell that began last.
    pub(crate) fn text(&mut self, text: &[u8]) {
        if self.decided {
            return;
        }
        if let Some((_, cell)) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            let room = CELL_BYTES_MAX.saturating_sub(cell.len());
            cell.extend_from_slice(&text[..text.len().min(room)]);
            self.bytes += text.len().min(room);
        }
    }

    /// The table ends.
    pub(crate) fn finish(&mut self, stream: &mut Stream) {
        let names = self.first_row_names();
        self.settle(names, stream);
    }

    fn settle(&mut self, names: bool, stream: &mut Stream) {
        if std::mem::replace(&mut self.decided, true) {
            return;
        }
        if self.begun >= 2 {
            stream.release();
        }
        if names {
            for (column, label) in &self.labels {
                let cell = self.rows[0].iter().find(|(at, _)| at == column);
                let words = cell.map(|(_, text)| String::from_utf8_lossy(text).into_owned());
                let words = words.unwrap_or_default();
                let words: Vec<&str> = words.split_whitespace().collect();
                stream.rename(*label, &words.join(" "));
            }
        } else {
            self.labels.clear();
        }
        self.rows.clear();
    }

    /// Whether the first row reads like names, and a column below it has values of one kind: those of a
    /// list of names and values differ.
    fn first_row_names(&self) -> bool {
        let Some((first, below)) = self.rows.split_first() else { return false };
        let cell = |row: &[(usize, Vec<u8>)], column: usize| {
            let found = row.iter().find(|(at, _)| *at == column);
            found.map_or(Vec::new(), |(_, text)| text.trim_ascii().to_vec())
        };
        let in_order = |row: &[(usize, Vec<u8>)]| -> Vec<Vec<u8>> {
            first.iter().map(|(column, _)| cell(row, *column)).collect()
        };
        let names = in_order(first);
        let below: Vec<Vec<Vec<u8>>> =
            below.iter().filter(|row| !row.is_empty()).map(|row| in_order(row)).collect();
        let alike = |column: usize| {
            let mut cells = below.iter().map(|row| &row[column]).filter(|cell| !cell.is_empty());
            let Some(one) = cells.next() else { return false };
            let (all, like) = cells.fold((1, 1), |(all, like), cell| {
                (all + 1, like + usize::from(is_value_like(one, cell)))
            });
            like * 3 > all * 2 && is_value_like(one, one)
        };
        below.len() > 1
            && names.len() > 1
            && is_header(
                names.iter().map(Vec::as_slice),
                below.iter().map(|row| row.iter().map(Vec::as_slice).collect()),
            )
            && (0..names.len()).any(alike)
    }
}

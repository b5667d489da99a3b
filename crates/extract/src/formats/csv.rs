//! CSV and TSV: tables, told by rows and columns.

use std::ops::Range;

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use super::Reading;
use crate::charset::Text;
use crate::feed::{self, Advance};
use crate::trail::{Cursor, Trail};

/// How a table is written, and what its columns are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Between cells.
    pub(crate) delimiter: u8,
    /// Between rows; `\r` alone only where there is no `\n` at all.
    pub(crate) terminator: u8,
    /// Row of the column names, from 1; rows before it are a preamble. 0 when there is none.
    pub(crate) header_row: u64,
    /// The column names; empty when there is no header.
    pub(crate) names: Vec<String>,
}

/// Columns that have a name.
pub(crate) const NAMED_COLUMNS_MAX: usize = 1024;
/// Bytes of one column name.
const NAME_BYTES_MAX: usize = 256;
/// A quoted cell longer than this is taken for an unbalanced quote: the next line end closes it.
const QUOTED_BYTES_MAX: u64 = 1024 * 1024;
/// How far the end of a cell is looked for: context reaches less far.
const CELL_END_BYTES: usize = 8 * 1024;

/// Feeds the whole table raw.
pub(crate) fn read(text: Text<'_>, dialect: Dialect, reading: &mut Reading<'_>) -> Outcome {
    let mut layout = TableLayout::new(dialect, text.bytes_before());
    match feed::feed(text, &mut layout, reading) {
        Ok(()) => Outcome::COMPLETE,
        Err(outcome) => outcome,
    }
}

/// The first rows of a text as cell ranges, for telling the dialect.
pub(crate) fn first_rows(
    text: &[u8],
    delimiter: u8,
    terminator: u8,
    rows_max: usize,
) -> Vec<Vec<Range<usize>>> {
    let marks = Marks { delimiter, terminator };
    let mut cursor = TableCursor::START;
    let mut rows = vec![Vec::new()];
    loop {
        let at = cursor.at as usize;
        let cell = cursor.cell(text, 0, at, marks, usize::MAX);
        let last_row = rows.len() - 1;
        rows[last_row].push(cell.start..cell.end);
        let row = cursor.row;
        let column = cursor.column;
        while cursor.row == row && cursor.column == column && (cursor.at as usize) < text.len() {
            let next = memchr::memchr2(delimiter, terminator, &text[cursor.at as usize..])
                .map_or(text.len(), |found| cursor.at as usize + found + 1);
            cursor.run(text, 0, next, marks);
        }
        if cursor.row == row && cursor.column == column {
            return rows;
        }
        if cursor.row != row {
            if rows.len() == rows_max || cursor.at as usize == text.len() {
                return rows;
            }
            rows.push(Vec::new());
        }
    }
}

/// A column name as people would write it: trimmed, without doubled quotes, bounded.
pub(crate) fn column_name(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(&cell[..cell.len().min(NAME_BYTES_MAX)]);
    text.trim().replace("\"\"", "\"")
}

#[derive(Clone, Copy)]
struct Marks {
    delimiter: u8,
    terminator: u8,
}

struct TableLayout {
    marks: Marks,
    header_row: u64,
    names: Vec<String>,
    bytes_before: Option<u64>,
    trail: Trail<TableCursor>,
    ended: Option<u64>,
}

impl TableLayout {
    fn new(dialect: Dialect, bytes_before: Option<u64>) -> Self {
        let Dialect { delimiter, terminator, header_row, names } = dialect;
        Self {
            marks: Marks { delimiter, terminator },
            header_row,
            names,
            bytes_before,
            trail: Trail::new(TableCursor::START),
            ended: None,
        }
    }

    fn seek(&mut self, window: &Window<'_>, to: usize) {
        let target = window.base + to as u64;
        self.trail.rewind(target);
        while self.trail.now.at < target {
            let stop = (self.trail.next_stop(target) - window.base) as usize;
            self.trail.now.run(window.text, window.base, stop, self.marks);
            self.trail.note();
        }
    }
}

impl Layout for TableLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        self.seek(window, at);
        let cursor = &self.trail.now;
        let span = cursor.cell(window.text, window.base, at, self.marks, CELL_END_BYTES);
        let named = cursor.row > self.header_row && (cursor.column as usize) <= self.names.len();
        Cell {
            // A question about a quote or a line end is answered with the cell it belongs to.
            start: span.start.min(at),
            end: span.end.max(at + 1),
            label: named.then(|| cursor.column - 1),
            place: Place::Cell { row: cursor.row, column: cursor.column },
        }
    }

    fn label(&self, label: u32) -> &str {
        self.names.get(label as usize).map_or("", String::as_str)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let start = window.base + span.start as u64;
        let bytes = self.bytes_before.map(|before| before + start);
        Location {
            place: cell.place,
            label: cell.label,
            lines: None,
            start_column: None,
            bytes: bytes.map(|from| (from, from + span.len() as u64)),
        }
    }

    fn rows(&self) -> u64 {
        let cursor = &self.trail.now;
        // A line end at the very end of the text begins no row.
        let begun = cursor.at > cursor.cell_start || cursor.column > 1;
        cursor.row - u64::from(!begun && self.ended == Some(cursor.at))
    }
}

impl Advance for TableLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        self.seek(window, to.saturating_sub(Window::LOOKBEHIND_BYTES));
        self.trail.begin_here();
        self.seek(window, to);
        self.trail.end_here();
        if window.last {
            self.ended = Some(window.base + to as u64);
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct TableCursor {
    at: u64,
    /// From 1.
    row: u64,
    /// From 1.
    column: u32,
    /// First byte of the cell, its opening quote included.
    cell_start: u64,
    within: Within,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Before the first byte of a cell: a quote here opens.
    Start,
    /// A cell, or the part of one, where quotes mean nothing.
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: the closing one, or the first of two.
    AfterQuote,
    /// A quoted cell that has become too long.
    Lost,
}

impl Cursor for TableCursor {
    fn at(&self) -> u64 {
        self.at
    }
}

impl TableCursor {
    const START: Self = Self { at: 0, row: 1, column: 1, cell_start: 0, within: Within::Start };

    /// Takes in the text up to `stop` (offsets in `text`, which begins at `base`).
    fn run(&mut self, text: &[u8], base: u64, stop: usize, marks: Marks) {
        let mut at = (self.at - base) as usize;
        while at < stop {
            at = match self.within {
                Within::Start if text[at] == b'"' => {
                    self.within = Within::Quoted;
                    at + 1
                }
                Within::Start | Within::Plain => self.plain(text, base, at..stop, marks),
                Within::Quoted => self.quoted(text, base, at..stop),
                Within::AfterQuote => self.after_quote(text, base, at, marks),
                Within::Lost => match memchr::memchr(marks.terminator, &text[at..stop]) {
                    Some(found) => self.next_row(base, at + found + 1),
                    None => stop,
                },
            };
        }
        self.at = base + stop as u64;
    }

    /// Whole rows at a time, as far as no quote is in the way.
    fn plain(&mut self, text: &[u8], base: u64, range: Range<usize>, marks: Marks) -> usize {
        let stretch = &text[range.clone()];
        let quote = memchr::memchr(b'"', stretch);
        let stretch = &stretch[..quote.unwrap_or(stretch.len())];
        let mut row = range.start;
        if let Some(last) = memchr::memrchr(marks.terminator, stretch) {
            let before = memchr::memchr_iter(marks.terminator, &stretch[..last]).count() as u64;
            self.row += before;
            row = self.next_row(base, range.start + last + 1);
        }
        let end = range.start + stretch.len();
        let cells = &text[row..end];
        if let Some(last) = memchr::memrchr(marks.delimiter, cells) {
            let before = memchr::memchr_iter(marks.delimiter, &cells[..last]).count();
            self.column = self.column.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
            self.next_cell(base, row + last + 1);
        }
        if base + end as u64 > self.cell_start {
            self.within = Within::Plain;
        }
        match quote {
            // A quote inside an unquoted cell is a character like any other.
            Some(_) if self.within == Within::Plain => end + 1,
            _ => end,
        }
    }

    fn quoted(&mut self, text: &[u8], base: u64, range: Range<usize>) -> usize {
        let longest = (self.cell_start + QUOTED_BYTES_MAX).saturating_sub(base);
        let stop = range.end.min(usize::try_from(longest).unwrap_or(usize::MAX));
        if stop <= range.start {
            self.within = Within::Lost;
            return range.start;
        }
        match memchr::memchr(b'"', &text[range.start..stop]) {
            Some(found) => {
                self.within = Within::AfterQuote;
                range.start + found + 1
            }
            None => stop,
        }
    }

    fn after_quote(&mut self, text: &[u8], base: u64, at: usize, marks: Marks) -> usize {
        let byte = text[at];
        if byte == b'"' {
            self.within = Within::Quoted;
            at + 1
        } else if byte == marks.delimiter {
            self.next_cell(base, at + 1)
        } else if byte == marks.terminator {
            self.next_row(base, at + 1)
        } else {
            self.within = Within::Plain;
            at + 1
        }
    }

    fn next_cell(&mut self, base: u64, start: usize) -> usize {
        self.column = self.column.saturating_add(1);
        self.cell_start = base + start as u64;
        self.within = Within::Start;
        start
    }

    fn next_row(&mut self, base: u64, start: usize) -> usize {
        self.row += 1;
        self.column = 0;
        self.next_cell(base, start)
    }

    /// The content of the cell that holds the byte `at`, where the cursor stands.
    fn cell(&self, text: &[u8], base: u64, at: usize, marks: Marks, reach: usize) -> Range<usize> {
        let rest = &text[at..text.len().min(at.saturating_add(reach))];
        let opens = rest.first() == Some(&b'"') && self.within == Within::Start;
        let quoted = opens || matches!(self.within, Within::Quoted | Within::AfterQuote);
        let end = match self.within {
            Within::Start if opens => 1 + closing_quote(&rest[1..]),
            Within::Quoted => closing_quote(rest),
            Within::AfterQuote if rest.first() == Some(&b'"') => 1 + closing_quote(&rest[1..]),
            Within::AfterQuote => 0,
            Within::Lost => memchr::memchr(marks.terminator, rest).unwrap_or(rest.len()),
            Within::Start | Within::Plain => {
                let found = memchr::memchr2(marks.delimiter, marks.terminator, rest);
                let end = found.unwrap_or(rest.len());
                if rest[..end].last() == Some(&b'\r') { end - 1 } else { end }
            }
        };
        let start = self.cell_start.saturating_sub(base) as usize;
        let start = start + usize::from(quoted && self.cell_start >= base);
        start.min(text.len())..(at + end).max(start).min(text.len())
    }
}

/// Where the quote stands that closes a quoted cell; the length when it is not reached.
fn closing_quote(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'"', &text[at..]) {
        if text.get(at + found + 1) != Some(&b'"') {
            return at + found;
        }
        at += found + 2;
    }
    text.len()
}

//! CSV and TSV: tables, told by rows and columns.

mod marks;

use std::ops::Range;

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use self::marks::{Marks, PlainCell};
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
/// How far behind an opening quote its closing one is looked for, before the quote may be taken
/// for a letter. No question stands closer to the end of a window with more text to come, so that
/// the answer does not depend on the windows.
const QUOTE_REACH_BYTES: usize = 8 * 1024;
/// Rows behind an opening quote that tell, being alike, that it is unbalanced.
const ROWS_ALIKE: usize = 8;
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
    is_all: bool,
    rows_max: usize,
) -> Vec<Vec<Range<usize>>> {
    let marks = Marks { delimiter, terminator };
    let window = Window { text, base: 0, from: 0, last: is_all };
    let mut cursor = TableCursor::START;
    let mut rows = vec![Vec::new()];
    loop {
        let at = cursor.at as usize;
        let cell = cursor.cell(&window, at, marks, usize::MAX);
        let last_row = rows.len() - 1;
        rows[last_row].push(cell.start..cell.end);
        let row = cursor.row;
        let column = cursor.column;
        while cursor.row == row && cursor.column == column && (cursor.at as usize) < text.len() {
            let next = memchr::memchr2(delimiter, terminator, &text[cursor.at as usize..])
                .map_or(text.len(), |found| cursor.at as usize + found + 1);
            cursor.run(&window, next, marks);
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

/// Below this the set-up of a vector search costs more than it saves.
const SHORT_BYTES: usize = 96;

struct TableLayout {
    marks: Marks,
    header_row: u64,
    names: Vec<String>,
    bytes_before: Option<u64>,
    trail: Trail<TableCursor>,
    ended: Option<u64>,
    /// A cell without quotes that was told last. From there the next ones are reached without the cursor.
    plain: Option<PlainCell>,
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
            plain: None,
        }
    }

    /// A cell with its label.
    fn told(&self, span: Range<usize>, row: u64, column: u32) -> Cell {
        let named = row > self.header_row && (column as usize) <= self.names.len();
        Cell {
            start: span.start,
            end: span.end,
            label: named.then(|| column - 1),
            place: Place::Cell { row, column },
        }
    }

    /// Tells the cells of rows without a quote, from the row that begins at the start of `span`, as long as they
    /// end within the window; where the next row begins, or `None` when it is not the first of such rows.
    fn plain_rows(
        &self,
        window: &Window<'_>,
        span: Range<usize>,
        wanted: &[bool],
        tell: &mut dyn FnMut(Cell),
    ) -> Option<usize> {
        let Marks { delimiter, terminator } = self.marks;
        let mut row = self.trail.now.row;
        let mut at = span.start;
        while at < span.end {
            let rest = &window.text[at..window.text.len().min(at + CELL_END_BYTES)];
            let end = memchr::memchr2(b'"', terminator, rest);
            let Some(length) = end.filter(|&end| rest[end] != b'"') else { break };
            let line = &rest[..length];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if row > self.header_row {
                let mut start = 0;
                for (&wanted, column) in wanted.iter().zip(1u32..) {
                    let length = memchr::memchr(delimiter, &line[start..]);
                    let behind = length.map_or(line.len(), |length| start + length);
                    if wanted && behind > start && at + start < span.end {
                        let place = Place::Cell { row, column };
                        let label = Some(column - 1);
                        tell(Cell { start: at + start, end: at + behind, label, place });
                    }
                    if length.is_none() {
                        break;
                    }
                    start = behind + 1;
                }
            }
            at += length + 1;
            row += 1;
        }
        (at > span.start).then_some(at)
    }

    fn seek(&mut self, window: &Window<'_>, to: usize) {
        let target = window.base + to as u64;
        self.trail.rewind(target);
        while self.trail.now.at < target {
            let stop = (self.trail.next_stop(target) - window.base) as usize;
            self.trail.now.run(window, stop, self.marks);
            self.trail.note();
        }
    }
}

impl Layout for TableLayout {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        if let Some((plain, end)) = self.plain.and_then(|plain| plain.to(window, at, self.marks)) {
            self.plain = Some(plain);
            let start = plain.start.saturating_sub(window.base) as usize;
            return self.told(start..end, plain.row, plain.column);
        }
        self.seek(window, at);
        let cursor = &mut self.trail.now;
        let span = cursor.cell(window, at, self.marks, CELL_END_BYTES);
        self.plain = cursor.plain_cell(window.text, window.base);
        let (row, column) = (cursor.row, cursor.column);
        // A question about a quote or a line end is answered with the cell it belongs to.
        self.told(span.start.min(at)..span.end.max(at + 1), row, column)
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn cells_under(
        &mut self,
        window: &Window<'_>,
        span: &Span,
        wanted: &mut dyn FnMut(u32, &str) -> bool,
        tell: &mut dyn FnMut(Cell),
    ) {
        let named = self.names.iter().zip(0u32..);
        let wanted: Vec<bool> = named.map(|(name, label)| wanted(label, name)).collect();
        let Some(last) = wanted.iter().rposition(|&wanted| wanted) else { return };
        let mut at = span.start;
        while at < span.end {
            self.seek(window, at);
            let cursor = self.trail.now;
            let begins_row = cursor.column == 1 && cursor.cell_start == window.base + at as u64;
            if begins_row && let Some(row) = self.plain_rows(window, at..span.end, &wanted, tell) {
                at = row;
                continue;
            }
            let cell = self.cell(window, at);
            if (at..span.end).contains(&cell.start)
                && cell.label.is_some_and(|label| wanted[label as usize])
            {
                tell(cell);
            }
            let behind_wanted = cursor.column as usize > last && cursor.within != Within::Quoted;
            let next = cell.end.max(at + 1).min(span.end);
            if !behind_wanted {
                at = next;
                continue;
            }
            // To the next row at once, or to a quote, behind which another mark may end the cell. An empty
            // cell ends with the row right here.
            let from = if window.text[at] == self.marks.terminator { at } else { next };
            let rest = &window.text[from..span.end];
            at = match memchr::memchr2(b'"', self.marks.terminator, rest) {
                Some(found) => from + found + usize::from(rest[found] != b'"'),
                None => span.end,
            };
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
    /// Right behind the next delimiter or terminator, once that was looked for; it may lie behind `at`.
    behind_mark: u64,
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
    const START: Self =
        Self { at: 0, row: 1, column: 1, cell_start: 0, within: Within::Start, behind_mark: 0 };

    /// As [`Marks::next`]; a mark is looked for once. The range begins where the cursor stands, or behind.
    fn next_mark(&mut self, text: &[u8], base: u64, range: Range<usize>, marks: Marks) -> usize {
        if self.behind_mark <= base + range.start as u64 {
            let end = marks.next(text, range.clone());
            if end == range.end {
                return end;
            }
            self.behind_mark = base + end as u64 + 1;
        }
        range.end.min((self.behind_mark - base) as usize - 1)
    }

    /// The cell in which the cursor stands, where it has no quotes and its mark is known.
    fn plain_cell(&self, text: &[u8], base: u64) -> Option<PlainCell> {
        let quoted = match self.within {
            Within::Start => {
                let first = self.cell_start.checked_sub(base)? as usize;
                text.get(first) == Some(&b'"')
            }
            Within::Plain => false,
            Within::Quoted | Within::AfterQuote | Within::Lost => true,
        };
        let mark = self.behind_mark.checked_sub(1).filter(|&mark| mark >= self.at && !quoted)?;
        Some(PlainCell { start: self.cell_start, mark, row: self.row, column: self.column })
    }

    /// Takes in the window's text up to `stop`.
    fn run(&mut self, window: &Window<'_>, stop: usize, marks: Marks) {
        let (text, base) = (window.text, window.base);
        let mut at = (self.at - base) as usize;
        while at < stop {
            at = match self.within {
                Within::Start if text[at] == b'"' => {
                    let opens = opens(&text[at + 1..], window.last, marks);
                    self.within = if opens { Within::Quoted } else { Within::Plain };
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
        if range.len() <= SHORT_BYTES {
            return self.plain_cells(text, base, range, marks);
        }
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

    /// The same cell by cell, which is faster over the few bytes between two questions.
    fn plain_cells(&mut self, text: &[u8], base: u64, range: Range<usize>, marks: Marks) -> usize {
        let mut at = range.start;
        while at < range.end {
            if text[at] == b'"' && self.within == Within::Start {
                return at;
            }
            let end = self.next_mark(text, base, at..range.end, marks);
            if end > at {
                self.within = Within::Plain;
            }
            if end == range.end {
                break;
            }
            let is_delimiter = text[end] == marks.delimiter;
            at = end + 1;
            if is_delimiter {
                self.next_cell(base, at)
            } else {
                self.next_row(base, at)
            };
        }
        range.end
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
    fn cell(&mut self, window: &Window<'_>, at: usize, marks: Marks, reach: usize) -> Range<usize> {
        let (text, base) = (window.text, window.base);
        let rest = &text[at..text.len().min(at.saturating_add(reach))];
        let opens = self.within == Within::Start
            && rest.first() == Some(&b'"')
            && opens(&text[at + 1..], window.last, marks);
        let quoted = opens || matches!(self.within, Within::Quoted | Within::AfterQuote);
        let end = match self.within {
            Within::Start if opens => 1 + closing_quote(&rest[1..]),
            Within::Quoted => closing_quote(rest),
            Within::AfterQuote if rest.first() == Some(&b'"') => 1 + closing_quote(&rest[1..]),
            Within::AfterQuote => 0,
            Within::Lost => memchr::memchr(marks.terminator, rest).unwrap_or(rest.len()),
            Within::Start | Within::Plain => {
                let near = rest.len().min(SHORT_BYTES);
                let end = match self.next_mark(text, base, at..at + near, marks) - at {
                    end if end < near => end,
                    _ => memchr::memchr2(marks.delimiter, marks.terminator, &rest[near..])
                        .map_or(rest.len(), |found| near + found),
                };
                if rest[..end].last() == Some(&b'\r') { end - 1 } else { end }
            }
        };
        let start = self.cell_start.saturating_sub(base) as usize;
        let start = start + usize::from(quoted && self.cell_start >= base);
        start.min(text.len())..(at + end).max(start).min(text.len())
    }
}

/// Whether a quote at the start of a cell opens a quoted one, judged by what stands behind it: a
/// quote without an end is a letter, and the rows behind it are rows.
fn opens(behind: &[u8], ends_there: bool, marks: Marks) -> bool {
    let near = &behind[..behind.len().min(QUOTE_REACH_BYTES)];
    if closing_quote(near) < near.len() {
        return true;
    }
    let ended = ends_there && near.len() == behind.len();
    !(ended || begins_rows(near, marks))
}

/// Whether the lines behind the first are rows with as many cells, without any quote. Lines of a
/// long text in a cell are of all kinds.
fn begins_rows(near: &[u8], marks: Marks) -> bool {
    let mut lines = near.split(|&byte| byte == marks.terminator).skip(1).peekable();
    let mut cells = None;
    for _ in 0..ROWS_ALIKE {
        let Some(line) = lines.next() else { return false };
        let delimiters = memchr::memchr_iter(marks.delimiter, line).count();
        let whole = lines.peek().is_some();
        let quotes = memchr::memchr(b'"', line).is_some();
        if !whole || quotes || delimiters == 0 || cells.is_some_and(|cells| cells != delimiters) {
            return false;
        }
        cells = Some(delimiters);
    }
    true
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{assert_windows_equal_whole, whole};

    /// Row, column and content of every cell, as csv-core reads them.
    fn oracle(text: &[u8], delimiter: u8) -> Vec<(u64, u32, Vec<u8>)> {
        let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let (mut cells, mut row, mut column) = (Vec::new(), 1, 1);
        let (mut rest, mut out) = (text, vec![0; text.len() + 1]);
        let mut content = Vec::new();
        loop {
            let (result, read, written) = reader.read_field(rest, &mut out);
            rest = &rest[read..];
            content.extend_from_slice(&out[..written]);
            match result {
                csv_core::ReadFieldResult::Field { record_end } => {
                    cells.push((row, column, std::mem::take(&mut content)));
                    column = if record_end { 1 } else { column + 1 };
                    row += u64::from(record_end);
                }
                csv_core::ReadFieldResult::End => return cells,
                _ => {}
            }
        }
    }

    /// The same by asking the layout about every byte.
    fn asked(text: &[u8], delimiter: u8) -> Vec<(u64, u32, Vec<u8>)> {
        let dialect = Dialect { delimiter, terminator: b'\n', header_row: 0, names: Vec::new() };
        let mut layout = TableLayout::new(dialect, Some(0));
        let window = Window { text, base: 0, from: 0, last: true };
        let mut cells: Vec<(u64, u32, Vec<u8>)> = Vec::new();
        for at in 0..text.len() {
            let cell = layout.cell(&window, at);
            let Place::Cell { row, column } = cell.place else { panic!("{cell:?}") };
            assert!(cell.start <= at && at < cell.end);
            let inside = text[cell.start..cell.end].strip_prefix(b"\"");
            let raw = inside.unwrap_or(&text[cell.start..cell.end]);
            let content = String::from_utf8_lossy(raw).replace("\"\"", "\"").into_bytes();
            match cells.last_mut() {
                Some(last) if (last.0, last.1) == (row, column) => {}
                _ => cells.push((row, column, content)),
            }
        }
        cells
    }

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z0-9é ]{1,12}",
            "[a-z0-9 ,;\"\n]{1,12}",
            Just("x".to_owned()),
            "[a-z]\"[a-z,]{0,3}",
        ]
    }

    fn written(rows: &[Vec<String>], line_end: &str) -> String {
        let write = |cell: &String| match cell.contains([',', '"', '\n']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line =
            |row: &Vec<String>| row.iter().map(write).collect::<Vec<_>>().join(",") + line_end;
        rows.iter().map(line).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn cells_stand_where_csv_core_finds_them(
            rows in prop::collection::vec(prop::collection::vec(cell(), 1..6), 1..12),
            crlf in any::<bool>(),
        ) {
            let text = written(&rows, if crlf { "\r\n" } else { "\n" });
            prop_assert_eq!(asked(text.as_bytes(), b','), oracle(text.as_bytes(), b','));
        }

        #[test]
        fn stray_quotes_are_read_as_csv_core_reads_them(
            cells in prop::collection::vec("[a-z][a-z\"]{0,6}|\"[a-z]{1,3}\"[a-z]{1,3}", 1..20),
        ) {
            let text = cells.join(",");
            let places = |cells: Vec<(u64, u32, Vec<u8>)>| -> Vec<_> {
                cells.into_iter().map(|(row, column, _)| (row, column)).collect()
            };
            prop_assert_eq!(
                places(asked(text.as_bytes(), b',')),
                places(oracle(text.as_bytes(), b','))
            );
        }
    }

    #[test]
    fn windows_of_tables_equal_the_whole() {
        let mut text = String::from("name,note,amount\r\n");
        for n in 0..1_500 {
            text.push_str(&format!("person{n},\"said \"\"{n}\"\",\r\nthen left\",{}\r\n", n * 7));
            text.push_str(&format!("ragged{n}\r\nshort{n},b\r\n"));
        }
        assert_windows_equal_whole(text.as_bytes(), "a.csv");
    }

    #[test]
    fn the_header_names_columns_and_is_row_one() {
        let (extracted, recorder) =
            whole(b"name;card number\nperson;4111\nother;4222\n", "no-ending");
        assert_eq!(extracted.format, "csv");
        assert_eq!(recorder.place_of("card"), "Cell { row: 1, column: 2 } bytes (5, 9)");
        assert_eq!(
            recorder.place_of("4222"),
            "Cell { row: 3, column: 2 } label card number bytes (35, 39)"
        );
        assert_eq!(recorder.rows, 3);
    }

    #[test]
    fn a_table_without_a_header_has_no_labels() {
        let (extracted, recorder) = whole(b"1\ta\n2\tb\n3\tc\n", "data");
        assert_eq!(extracted.format, "tsv");
        assert_eq!(recorder.place_of("b"), "Cell { row: 2, column: 2 } bytes (6, 7)");
    }

    #[test]
    fn a_preamble_counts_as_rows_and_names_nothing() {
        let text = b"Report of May\n\nid,mail,city\n1,x@example.com,Rome\n2,y@example.com,Bern\n";
        let (_, recorder) = whole(text, "a.csv");
        assert!(recorder.place_of("Bern").starts_with("Cell { row: 5, column: 3 } label city"));
        assert!(recorder.place_of("May").starts_with("Cell { row: 1, column: 1 } bytes"));
    }

    #[test]
    fn an_unbalanced_quote_does_not_swallow_the_rows_behind_it() {
        for (lines_behind, quoted) in [(0, 1), (5, 1), (5, 3), (40_000, 1), (40_000, 30_000)] {
            let mut lines = vec!["a,b".to_owned(), "1,one".to_owned()];
            lines.extend((0..lines_behind).map(|n| format!("{n},plain{n}")));
            lines[quoted] = "1,\"open".to_owned();
            lines.push("3,target".to_owned());
            let text = lines.join("\n") + "\n";
            let (extracted, recorder) = whole(text.as_bytes(), "a.csv");
            assert_eq!(extracted.format, "csv");
            let place = recorder.place_of("target");
            let want = format!("Cell {{ row: {}, column: 2 }} label b", lines.len());
            assert!(place.starts_with(&want), "{place}, not {want}");
            assert_eq!(recorder.rows, lines.len() as u64);
            assert!(recorder.place_of("open").contains(&format!("row: {},", quoted + 1)));
        }
    }

    #[test]
    fn an_unbalanced_quote_in_the_header_is_a_letter() {
        let rows: String = (0..9_000).map(|n| format!("{n},x,word{n}\n")).collect();
        for text in
            ["id,\"name,city\n1,x,Bern\n".to_owned(), format!("id,\"name,city\n{rows}1,x,Bern\n")]
        {
            let (_, recorder) = whole(text.as_bytes(), "a");
            let place = recorder.place_of("Bern");
            let row = text.lines().count();
            assert!(
                place.starts_with(&format!("Cell {{ row: {row}, column: 3 }} label city")),
                "{place}"
            );
        }
    }

    #[test]
    fn a_long_text_in_a_quoted_cell_is_one_cell() {
        let prose: String = (0..3_000)
            .map(|n| format!("line {n}, of a letter{}\n", ", and more".repeat(n % 3)))
            .collect();
        let text = format!("a,b,c\n1,2,3\n4,\"{prose}\",5\n6,7,target\n");
        let (_, recorder) = whole(text.as_bytes(), "a.csv");
        assert!(recorder.place_of("target").starts_with("Cell { row: 4, column: 3 } label c"));
        assert_windows_equal_whole(text.as_bytes(), "a.csv");
    }

    #[test]
    fn windows_of_tables_with_unbalanced_quotes_equal_the_whole() {
        let mut text = String::from("name,note,amount\n");
        for n in 0..6_000 {
            let quote = if n % 1_500 == 700 { "\"" } else { "" };
            text.push_str(&format!("person{n},{quote}note{n},{n}\n"));
        }
        text.push_str("last,\"open,1\nend,x,2\n");
        assert_windows_equal_whole(text.as_bytes(), "a.csv");
        let (_, recorder) = whole(text.as_bytes(), "a.csv");
        assert!(recorder.place_of("end").starts_with("Cell { row: 6003, column: 1 }"));
    }

    #[test]
    fn carriage_returns_alone_end_rows_where_there_is_nothing_else() {
        let (_, recorder) = whole(b"id,word\r1,one\r2,two\r", "a.csv");
        assert!(recorder.place_of("two").starts_with("Cell { row: 3, column: 2 } label word"));
    }

    /// Asks about a cell in every window.
    struct OneQuestion(u64);

    impl magpie_model::TextVisitor for OneQuestion {
        fn begin(&mut self, _inner_path: &str, _format: &'static str) {}

        fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
            let cell = layout.cell(window, window.from);
            assert!(cell.end <= window.from + CELL_END_BYTES);
            self.0 += 1;
            window.text.len()
        }

        fn end(&mut self, _outcome: Outcome) {}

        fn stop(&self) -> Option<magpie_model::Reason> {
            None
        }
    }

    /// A hundred megabytes that lie nowhere.
    struct LongLine;

    impl magpie_model::Body for LongLine {
        fn size(&self) -> Option<u64> {
            None
        }

        fn reader(&self) -> std::io::Result<Box<dyn std::io::Read + Send + '_>> {
            use std::io::Read as _;
            let rows: &[u8] = b"id,words\n1,a\n2,b\n3,c\n4,\"";
            Ok(Box::new(rows.chain(std::io::repeat(b'x').take(100 << 20))))
        }

        fn seekable(&self) -> std::io::Result<Box<dyn magpie_model::ReadSeek + Send + '_>> {
            Err(std::io::ErrorKind::Unsupported.into())
        }

        fn bytes_read(&self) -> u64 {
            0
        }
    }

    #[test]
    fn a_line_of_a_hundred_megabytes_costs_nothing() {
        let mut visitor = OneQuestion(0);
        let limits = crate::Limits::default();
        let extracted = crate::extract(&LongLine, "a.csv", &limits, &mut visitor);
        assert_eq!((extracted.format, extracted.outcome), ("csv", Outcome::COMPLETE));
        assert!(extracted.bytes_scanned > 100 << 20 && visitor.0 > 90);
    }
}

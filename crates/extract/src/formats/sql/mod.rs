//! SQL dumps: the values of INSERT and COPY are cells of their table, named by its columns; all else
//! is text, statement by statement.

mod names;
mod shape;

use std::collections::HashMap;

use magpie_model::{Outcome, Place};

use self::names::{Inserted, columns_of, copied, inserted};
use super::Reading;
use super::placed::{Placed, Pushed, Spot};
use super::source_lines::{SourceLines, content};
use crate::charset::Text;
use crate::feed::outcome_of;

pub(crate) use shape::{Dialect, shape};

/// Bytes of a statement that are looked at for names; its values are not counted.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Tables whose columns and rows are remembered.
const TABLES_MAX: usize = 4 * 1024;
/// Columns of a table that have a name.
const COLUMNS_MAX: usize = 1024;

/// Feeds the whole dump.
pub(crate) fn read(text: Text<'_>, dialect: Dialect, reading: &mut Reading<'_>) -> Outcome {
    let placed = Placed::new(reading, text.bytes_before().is_some());
    let mut lines = SourceLines::new(text);
    let mut dump = Dump::new(placed, dialect);
    loop {
        let more = lines.next();
        if !matches!(more, Ok(false)) {
            dump.line(&lines);
        }
        let dealt = match &more {
            Ok(true) => dump.placed.deal(reading),
            _ => dump.placed.finish(reading),
        };
        match (dealt, more) {
            (Err(outcome), _) => return outcome,
            (Ok(()), Ok(true)) => {}
            (Ok(()), Ok(false)) => return Outcome::COMPLETE,
            (Ok(()), Err(error)) => return outcome_of(&error),
        }
    }
}

/// What the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Between statements.
    Nothing,
    Statement,
    /// Behind `VALUES` or a row, before the next row.
    BeforeRow,
    /// In a row, before a value.
    BeforeValue,
    Value,
    /// Rows of `COPY`, from the next line on.
    Copy,
}

/// What surrounds the next byte, besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    None,
    /// Up to this byte.
    Open(u8),
    /// Behind a byte that closes, unless the same follows.
    Closed(u8),
    /// Behind a backslash in quotes.
    Escape(u8),
    LineRemark,
    BlockRemark,
    /// Behind `*` in a remark.
    BlockRemarkStar,
}

struct Dump {
    placed: Placed,
    backslashes: bool,
    within: Within,
    quote: Quote,
    /// The byte before the present one, outside quotes.
    before: u8,
    /// Parentheses that are open in a statement, or in a value.
    depth: u32,
    /// The statement up to its values, remarks left out.
    head: Vec<u8>,
    tables: HashMap<String, Table>,
    table: String,
    /// The label of each value of a row, and of further ones.
    labels: Vec<Option<u32>>,
    others: Option<u32>,
    row: u64,
    column: u32,
    /// Whether the value is made by SQLite's `replace`, of text in which `\n` stands for a line end.
    replaces: bool,
}

#[derive(Default)]
struct Table {
    columns: Vec<String>,
    rows: u64,
}

impl Dump {
    fn new(placed: Placed, dialect: Dialect) -> Self {
        Self {
            placed,
            backslashes: dialect == Dialect::Backslashes,
            within: Within::Nothing,
            quote: Quote::None,
            before: b'\n',
            depth: 0,
            head: Vec::new(),
            tables: HashMap::new(),
            table: String::new(),
            labels: Vec::new(),
            others: None,
            row: 0,
            column: 0,
            replaces: false,
        }
    }

    fn line(&mut self, lines: &SourceLines<'_>) {
        let (line, spot) = (&lines.line[..], lines.spot);
        if self.within == Within::Copy {
            return self.copied_row(line, spot, lines.begins);
        }
        if lines.begins && self.quote == Quote::None && self.depth == 0 {
            self.begin_line(line);
        }
        let mut out = Pushed::new(line, spot);
        let mut at = 0;
        while at < line.len() {
            at = match self.quote {
                Quote::None => self.plain(at, &mut out),
                quote => self.quoted(quote, at, &mut out),
            };
        }
        out.upto(line.len(), &mut self.placed);
    }

    /// A statement may begin on a line though the one above has no end.
    fn begin_line(&mut self, line: &[u8]) {
        let begins = |word: &&[u8]| {
            line.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
                && line.get(word.len()).is_none_or(u8::is_ascii_whitespace)
        };
        const WORDS: [&[u8]; 5] = [b"INSERT", b"REPLACE", b"COPY", b"CREATE", b"GO"];
        if self.within == Within::Statement && WORDS.iter().any(begins) {
            self.end_statement();
        }
    }

    /// One byte outside quotes and remarks, or several that mean nothing.
    fn plain(&mut self, at: usize, out: &mut Pushed<'_>) -> usize {
        let byte = out.line[at];
        let before = std::mem::replace(&mut self.before, byte);
        match byte {
            b'-' if before == b'-' => self.remark(Quote::LineRemark),
            b'#' if before == b'\n' && self.backslashes => self.quote = Quote::LineRemark,
            b'*' if before == b'/' => self.remark(Quote::BlockRemark),
            _ => {}
        }
        if self.quote != Quote::None {
            return at + 1;
        }
        match self.within {
            Within::Nothing if !byte.is_ascii_whitespace() => {
                out.upto(at, &mut self.placed);
                self.placed.cell(None, Place::Text);
                self.within = Within::Statement;
                self.statement(byte);
            }
            Within::Nothing => {}
            Within::Statement => self.statement(byte),
            Within::BeforeRow => match byte {
                b'(' => {
                    (self.within, self.column) = (Within::BeforeValue, 0);
                    self.row += 1;
                }
                b',' | b'-' | b'/' => {}
                _ if byte.is_ascii_whitespace() => {}
                _ => self.end_rows(byte, at, out),
            },
            Within::BeforeValue if byte.is_ascii_whitespace() => {}
            Within::BeforeValue => {
                // A quote, and what stands before one, is no part of the value.
                let behind = at + usize::from(byte == b'\'' || byte == b'"');
                self.begin_value(behind, out);
                (self.within, self.depth) = (Within::Value, 0);
                self.value(byte);
            }
            Within::Value => self.value(byte),
            Within::Copy => {}
        }
        at + 1
    }

    fn remark(&mut self, kind: Quote) {
        self.quote = kind;
        // The first byte of the mark stands there already.
        self.head.pop();
    }

    fn statement(&mut self, byte: u8) {
        if self.head.len() < HEAD_BYTES_MAX {
            self.head.push(byte);
        }
        match byte {
            b'\'' | b'"' | b'`' => self.quote = Quote::Open(byte),
            b'(' => {
                if self.depth == 0
                    && let Some(found) = inserted(&self.head)
                {
                    self.begin_rows(found);
                    (self.within, self.column) = (Within::BeforeValue, 0);
                    self.row += 1;
                    return;
                }
                self.depth += 1;
            }
            b')' => self.depth = self.depth.saturating_sub(1),
            b';' => self.end_statement(),
            _ => {}
        }
    }

    fn end_statement(&mut self) {
        (self.within, self.depth, self.before) = (Within::Nothing, 0, b'\n');
        let head = std::mem::take(&mut self.head);
        if let Some(found) = copied(&head) {
            self.begin_rows(found);
            self.within = Within::Copy;
        } else if let Some((table, columns)) = columns_of(&head) {
            let known = self.tables.len();
            if known < TABLES_MAX || self.tables.contains_key(&table) {
                self.tables.entry(table).or_default().columns = columns;
            }
        }
    }

    /// Rows of a table follow: its columns are those of the statement, or those it was made with.
    fn begin_rows(&mut self, found: Inserted) {
        self.head.clear();
        self.depth = 0;
        let known = self.tables.get(&found.table);
        self.row = 1 + known.map_or(0, |table| table.rows);
        let columns = match found.columns.is_empty() {
            true => known.map(|table| table.columns.clone()).unwrap_or_default(),
            false => found.columns,
        };
        self.others = self.placed.label(&found.table);
        let name = |column: &String| self.placed.label(&format!("{}.{column}", found.table));
        self.labels = columns.iter().take(COLUMNS_MAX).map(name).collect();
        self.table = found.table;
    }

    /// What stands behind the rows is a statement again.
    fn end_rows(&mut self, byte: u8, at: usize, out: &mut Pushed<'_>) {
        self.note_rows();
        out.upto(at, &mut self.placed);
        self.placed.cell(None, Place::Text);
        (self.within, self.depth) = (Within::Statement, 0);
        self.statement(byte);
    }

    fn note_rows(&mut self) {
        if self.tables.len() < TABLES_MAX || self.tables.contains_key(&self.table) {
            self.tables.entry(std::mem::take(&mut self.table)).or_default().rows = self.row - 1;
        }
    }

    fn begin_value(&mut self, at: usize, out: &mut Pushed<'_>) {
        out.upto(at, &mut self.placed);
        let label = self.labels.get(self.column as usize).copied().unwrap_or(self.others);
        self.column = self.column.saturating_add(1);
        self.replaces = out.line[at..].starts_with(b"replace(");
        self.placed.cell(label, Place::Cell { row: self.row, column: self.column });
    }

    fn value(&mut self, byte: u8) {
        match byte {
            b'\'' | b'"' => self.quote = Quote::Open(byte),
            b'(' => self.depth += 1,
            b')' if self.depth == 0 => self.within = Within::BeforeRow,
            b')' => self.depth -= 1,
            b',' if self.depth == 0 => self.within = Within::BeforeValue,
            _ => {}
        }
    }

    /// Bytes in quotes or a remark; returns where it goes on.
    fn quoted(&mut self, quote: Quote, at: usize, out: &mut Pushed<'_>) -> usize {
        let line = out.line;
        match quote {
            Quote::Open(mark) => {
                let decodes = self.backslashes || self.replaces;
                let backslash = if decodes { b'\\' } else { mark };
                let found = memchr::memchr2(mark, backslash, &line[at..]);
                let end = found.map_or(line.len(), |found| at + found);
                self.keep(&line[at..end]);
                let Some(&byte) = line.get(end) else { return end };
                if byte != mark && !self.backslashes {
                    if matches!(line.get(end + 1), Some(b'n' | b'r')) {
                        escape(end, out, &mut self.placed);
                    }
                    return end + 1;
                }
                self.quote = if byte == mark { Quote::Closed(mark) } else { Quote::Escape(mark) };
                self.keep(&line[end..=end]);
                end + 1
            }
            Quote::Escape(mark) => {
                self.quote = Quote::Open(mark);
                if self.within == Within::Value && at > 0 {
                    escape(at - 1, out, &mut self.placed);
                }
                at + 1
            }
            Quote::Closed(mark) if line[at] == mark => {
                self.quote = Quote::Open(mark);
                at + 1
            }
            Quote::Closed(_) | Quote::None => {
                (self.quote, self.before) = (Quote::None, b' ');
                at
            }
            Quote::LineRemark => match memchr::memchr(b'\n', &line[at..]) {
                Some(found) => {
                    (self.quote, self.before) = (Quote::None, b'\n');
                    at + found + 1
                }
                None => line.len(),
            },
            Quote::BlockRemark | Quote::BlockRemarkStar => {
                let star = quote == Quote::BlockRemarkStar;
                if star && line[at] == b'/' {
                    (self.quote, self.before) = (Quote::None, b' ');
                    return at + 1;
                }
                match memchr::memchr(b'*', &line[at..]) {
                    Some(found) => {
                        self.quote = Quote::BlockRemarkStar;
                        at + found + 1
                    }
                    None => {
                        self.quote = Quote::BlockRemark;
                        line.len()
                    }
                }
            }
        }
    }

    /// Names may be quoted.
    fn keep(&mut self, text: &[u8]) {
        if self.within == Within::Statement {
            let room = HEAD_BYTES_MAX.saturating_sub(self.head.len());
            self.head.extend_from_slice(&text[..text.len().min(room)]);
        }
    }

    /// A line of `COPY`: values between tabs, `\.` behind the last.
    fn copied_row(&mut self, line: &[u8], spot: Spot, begins: bool) {
        if begins && content(line) == b"\\." {
            self.note_rows();
            self.within = Within::Nothing;
            self.placed.cell(None, Place::Text);
            return self.placed.verbatim(line, spot);
        }
        let mut out = Pushed::new(line, spot);
        if begins {
            (self.row, self.column) = (self.row + 1, 0);
            self.begin_value(0, &mut out);
        }
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'\t', b'\\', &line[at..]) {
            at += found;
            if line[at] == b'\t' {
                self.begin_value(at + 1, &mut out);
                at += 1;
            } else {
                escape(at, &mut out, &mut self.placed);
                at = line.len().min(at + 2);
            }
        }
        out.upto(line.len(), &mut self.placed);
    }
}

/// Decodes the escape at `at`, unless it stands for its own second byte or is cut.
fn escape(at: usize, out: &mut Pushed<'_>, placed: &mut Placed) {
    let decoded: &[u8] = match out.line.get(at + 1) {
        Some(b'n') => b"\n",
        Some(b'r') => b"\r",
        Some(b't') => b"\t",
        Some(b'0') => b" ",
        Some(b'"') => b"\"",
        Some(b'\'') => b"'",
        Some(b'\\') => b"\\",
        _ => return,
    };
    out.decoded(at, at + 2, decoded, placed);
}

#[cfg(test)]
mod tests;

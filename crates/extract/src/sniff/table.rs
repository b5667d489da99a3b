//! Tells a table by its first rows: the delimiter, and whether the first row names the columns.

use std::collections::BTreeSet;

use crate::charset::line_end;
use crate::formats::{Dialect, NAMED_COLUMNS_MAX, column_name, first_rows};

/// Rows looked at to tell a table.
const ROWS_LOOKED_AT: usize = 64;
/// Rows of titles and remarks that may stand before a table.
const PREAMBLE_ROWS_MAX: usize = 8;

/// The dialect under which the first rows have the same number of columns.
pub(super) fn table(text: &[u8], is_all: bool, ending: &str) -> Option<Dialect> {
    let terminator = line_end(text);
    let told = told_delimiter(text);
    let named_table = told.is_some() || is_table_ending(ending);
    // The row that tells the delimiter is none of the table.
    let rows_before = usize::from(told.is_some());
    let mut best: Option<((bool, usize), Dialect)> = None;
    for delimiter in told.into_iter().chain([b',', b'\t', b';', b'|']) {
        // What the first row tells is believed where the others bear it out.
        if told.is_some() && told != Some(delimiter) && best.is_some() {
            break;
        }
        let mut rows = first_rows(text, delimiter, terminator, is_all, ROWS_LOOKED_AT);
        if !is_all && rows.len() < ROWS_LOOKED_AT && rows.len() > 1 {
            rows.pop(); // cut at the end of the head
        }
        let Some(below) = rows.get(rows_before..) else { continue };
        let is_regular = regular(below, named_table);
        let in_lines = || named_table.then(|| over_lines(below, delimiter)).flatten();
        let Some((fit, first)) = is_regular.or_else(in_lines) else { continue };
        let first = first + rows_before;
        let cells = |row: usize| rows[row].iter().map(|cell| text[cell.clone()].trim_ascii());
        let of_rows = |row: &usize| is_regular.is_some() || rows[*row].len() > 1;
        let below = (first + 1..rows.len()).filter(of_rows).map(|row| cells(row).collect());
        let has_header = is_header(cells(first), below);
        if is_regular.is_none() && !has_header {
            continue;
        }
        let names = cells(first).take(NAMED_COLUMNS_MAX).map(column_name).collect();
        let dialect = Dialect {
            delimiter,
            terminator,
            header_row: if has_header { first as u64 + 1 } else { 0 },
            names: if has_header { names } else { Vec::new() },
        };
        if best.as_ref().is_none_or(|(best_fit, _)| fit > *best_fit) {
            best = Some((fit, dialect));
        }
    }
    best.map(|(_, dialect)| dialect)
}

/// The delimiter that the first row tells, as Excel writes and reads it: `sep=;`.
fn told_delimiter(text: &[u8]) -> Option<u8> {
    let (told, rest) = text.split_first_chunk::<5>()?;
    let is_told = told[..4].eq_ignore_ascii_case(b"sep=") && !told[4].is_ascii_alphanumeric();
    (is_told && matches!(rest.first(), Some(b'\r' | b'\n'))).then_some(told[4])
}

fn is_table_ending(ending: &str) -> bool {
    matches!(ending, "csv" | "tsv" | "tab")
}

/// Rows below the name of a single column that make it a table without a name that says so.
const VALUES_MIN: usize = 3;

/// The dialect of a table that has a single column: a name over values, or whatever stands in a
/// file of that name.
pub(super) fn one_column(text: &[u8], is_all: bool, ending: &str) -> Option<Dialect> {
    let delimiter = if matches!(ending, "tsv" | "tab") { b'\t' } else { b',' };
    let terminator = line_end(text);
    let mut rows = first_rows(text, delimiter, terminator, is_all, ROWS_LOOKED_AT);
    if !is_all && rows.len() < ROWS_LOOKED_AT && rows.len() > 1 {
        rows.pop(); // cut at the end of the head
    }
    let cell_of = |row: &Vec<std::ops::Range<usize>>| text[row[0].clone()].trim_ascii();
    let first = rows.iter().position(|row| row.len() > 1 || !cell_of(row).is_empty())?;
    let filled: Vec<_> = rows[first..].iter().filter(|row| !cell_of(row).is_empty()).collect();
    let below = filled.get(1..)?;
    let top = cell_of(&rows[first]);
    let fits = |cell: &[u8]| if is_table_ending(ending) { is_short(cell) } else { is_single(cell) };
    let fitting = below.iter().filter(|row| row.len() == 1 && fits(cell_of(row))).count();
    let alike = rows[first].len() == 1 && fitting * 10 >= below.len() * 9;
    let is_table = match is_table_ending(ending) {
        true => !below.is_empty() && is_short(top),
        false => below.len() >= VALUES_MIN && is_column_name(top),
    };
    if !(alike && is_table) {
        return None;
    }
    let cells = below.iter().map(|row| vec![cell_of(row)]);
    let has_header = is_header(std::iter::once(top), cells);
    Some(Dialect {
        delimiter,
        terminator,
        header_row: if has_header { first as u64 + 1 } else { 0 },
        names: if has_header { vec![column_name(top)] } else { Vec::new() },
    })
}

/// A cell of a few words, which a line of prose is not.
fn is_short(cell: &[u8]) -> bool {
    cell.len() <= 256 && cell.iter().filter(|byte| byte.is_ascii_whitespace()).count() <= 5
}

/// One or two words without digits, as in `card_number` or `Card number`.
fn is_column_name(line: &[u8]) -> bool {
    let in_name = |byte: &u8| byte.is_ascii_alphabetic() || b"_-. ".contains(byte) || *byte >= 0x80;
    line.len() <= 64
        && line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
        && line.last() != Some(&b'.')
        && line.iter().all(in_name)
        && line.iter().filter(|byte| **byte == b' ').count() <= 1
}

/// A single value with a digit or an `@`; spaces stand only between its groups.
fn is_single(cell: &[u8]) -> bool {
    let in_value = |byte: &u8| byte.is_ascii_alphanumeric() || b"@._+-/:()#'*".contains(byte);
    let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    let groups: Vec<&[u8]> = cell.split(|byte| *byte == b' ').collect();
    if cell.len() > 128 || !groups.iter().all(|group| group.iter().all(in_value)) {
        return false;
    }
    if groups.len() == 1 {
        let dump = cell.len() >= 8
            && cell.iter().all(u8::is_ascii_hexdigit)
            && cell.iter().any(u8::is_ascii_alphabetic);
        return (digits > 0 || cell.contains(&b'@')) && !dump;
    }
    // Only the first two groups of an account number or a telephone number hold letters.
    let group_fits = |(at, group): (usize, &&[u8])| {
        let letters = group.iter().any(u8::is_ascii_alphabetic);
        let lower = group.iter().any(u8::is_ascii_lowercase);
        let worded = group.iter().any(u8::is_ascii_alphanumeric);
        group.len() <= 10 && worded && !lower && (at < 2 || !letters)
    };
    cell.len() <= 42
        && digits * 2 >= cell.len() - groups.len()
        && digits > 4
        && groups.iter().enumerate().all(group_fits)
}

/// How well the rows fit a table (all of them, and the common number of columns) and the first row
/// that does; `None` when they are not those of a table.
fn regular(
    rows: &[Vec<std::ops::Range<usize>>],
    named_table: bool,
) -> Option<((bool, usize), usize)> {
    let filled = |row: &&Vec<_>| {
        row.len() > 1 || row.first().is_some_and(|c: &std::ops::Range<usize>| !c.is_empty())
    };
    let count_of = |width: usize| rows.iter().filter(|row| row.len() == width).count();
    let total = rows.iter().filter(filled).count();
    let width = rows.iter().map(Vec::len).max_by_key(|&width| (count_of(width), width))?;
    let first = rows.iter().position(|row| row.len() == width)?;
    let alike = count_of(width);
    let least_rows = if named_table { 1 } else { 2 };
    // Prose with a comma in most lines is no table: few ragged rows are let pass, and a table of
    // two columns must be regular.
    let tolerated = if named_table {
        total / 2
    } else if width == 2 {
        0
    } else {
        total / 10
    };
    let preamble = first.min(PREAMBLE_ROWS_MAX);
    (width >= 2
        && alike >= least_rows
        && first <= PREAMBLE_ROWS_MAX
        && total - alike <= tolerated + preamble)
        .then_some(((alike == total, width), first))
}

/// Rows, the header among them, that show a table whose cells go over several lines.
const ROWS_OVER_LINES_MIN: usize = 3;

/// The same of rows where cells that are not quoted hold lines of their own, such as those of a document: all
/// others have as many cells as the first. A line of prose has a comma too.
fn over_lines(
    rows: &[Vec<std::ops::Range<usize>>],
    delimiter: u8,
) -> Option<((bool, usize), usize)> {
    let width = rows.first()?.len();
    let of_several = rows.iter().filter(|row| row.len() > 1).count();
    let alike = rows.iter().filter(|row| row.len() == width).count();
    let least = if delimiter == b'\t' { 2 } else { 3 };
    (width >= least && alike >= ROWS_OVER_LINES_MIN && alike * 10 >= of_several * 9)
        .then_some(((false, width), 0))
}

/// A header row has a name in most cells, and none that is a number, a date or an e-mail address,
/// the kinds that the rows below it are made of; or the columns say that it is one all the same.
pub(crate) fn is_header<'t>(
    first: impl Iterator<Item = &'t [u8]>,
    below: impl Iterator<Item = Vec<&'t [u8]>>,
) -> bool {
    let first: Vec<&[u8]> = first.collect();
    let below: Vec<Vec<&[u8]>> = below.collect();
    let named = first.iter().filter(|cell| !cell.is_empty()).count();
    if named * 2 < first.len() || first.iter().any(|cell| cell.len() > 128) {
        return false;
    }
    let seen: BTreeSet<&[u8]> = first.iter().copied().filter(|cell| !cell.is_empty()).collect();
    // Names that mostly repeat, and a row that appears again, are as often data: what stands below
    // tells. Tables that were put one behind the other have their header as often.
    let names_repeat = named > 1 && seen.len() * 2 <= named;
    let rows = below.len();
    let below: Vec<Vec<&[u8]>> = below.into_iter().filter(|row| *row != first).collect();
    if names_repeat || below.len() < rows {
        return columns_begin_with_names(&first, &below);
    }
    !first.iter().any(|cell| is_value(cell)) || columns_begin_with_names(&first, &below)
}

/// Whether more columns have a name over values than a value over its like. Years, quarters and
/// numbers are what columns may be called too.
fn columns_begin_with_names(first: &[&[u8]], below: &[Vec<&[u8]>]) -> bool {
    let (mut names, mut values) = (0, 0);
    for (column, top) in first.iter().enumerate() {
        let cells = below.iter().filter_map(|row| row.get(column));
        let cells: Vec<&[u8]> = cells.copied().filter(|cell| !cell.is_empty()).collect();
        let most = |is: &dyn Fn(&[u8]) -> bool| {
            cells.iter().filter(|cell| is(cell)).count() * 3 > cells.len() * 2
        };
        let worded = !top.iter().any(u8::is_ascii_digit);
        let holds_digits = |cell: &[u8]| cell.iter().any(u8::is_ascii_digit);
        if is_label(top) {
            names += usize::from(most(&|cell| is_value(cell) || (worded && holds_digits(cell))));
        } else if most(&|cell| is_value_like(top, cell)) {
            values += 1;
        }
    }
    names > values
}

/// What stands in a cell that has nothing to say.
const PLACEHOLDERS: &[&[u8]] =
    &[b"n/a", b"na", b"nan", b"nil", b"none", b"null", b"true", b"false", b"unknown"];

/// Something that a column may be called: letters, and no long number.
fn is_label(cell: &[u8]) -> bool {
    let letters = cell.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let digits_in_a_row = cell.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len).max();
    letters
        && !cell.contains(&b'@')
        && digits_in_a_row < Some(5)
        && !PLACEHOLDERS.contains(&&cell.to_ascii_lowercase()[..])
}

/// Whether two cells are e-mail addresses, or long values written in the same way.
pub(crate) fn is_value_like(value: &[u8], other: &[u8]) -> bool {
    let shape = |byte: &u8| if byte.is_ascii_digit() { b'0' } else { *byte };
    let long = value.iter().filter(|byte| byte.is_ascii_digit()).count() >= 5;
    (value.contains(&b'@') && other.contains(&b'@'))
        || (long && value.iter().map(shape).eq(other.iter().map(shape)))
}

/// A number, date, time, e-mail address or the like: nothing that a column is called.
fn is_value(cell: &[u8]) -> bool {
    let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = cell.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    (digits > 0 && letters == 0) || digits >= 5 || (cell.contains(&b'@') && cell.contains(&b'.'))
}

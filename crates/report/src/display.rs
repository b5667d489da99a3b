//! Text for a terminal: escaped, shortened, counted for people.

use std::fmt::Write as _;

/// The text with everything escaped that could steer a terminal or turn text around: a key is
/// written by whoever may write to the bucket.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || steers_direction(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Bidirectional marks, invisible joiners and line separators.
fn steers_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text escaped, and with its middle left out when it has more than `chars_max` characters:
/// the ends of a key tell the most.
pub fn shortened(text: &str, chars_max: usize) -> String {
    fitted(&escaped(text), chars_max)
}

/// Bytes with a unit of 1024, such as `1.5 MiB`.
pub fn bytes_for_people(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    // In tenths of a unit, rounded, so that 1023.96 KiB becomes 1.0 MiB and not 1024.0 KiB.
    let mut divisor: u128 = 1024;
    for unit in UNITS {
        let tenths = (u128::from(bytes) * 10 + divisor / 2) / divisor;
        if tenths < 10_240 || unit == "EiB" {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        divisor *= 1024;
    }
    unreachable!("the last unit holds every u64")
}

/// A number with its thousands apart, such as `1,234,567`.
pub fn count_for_people(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A column of a table.
pub(crate) struct Column {
    title: &'static str,
    right: bool,
    /// What it says is never shortened.
    whole: bool,
}

pub(crate) fn left(title: &'static str) -> Column {
    Column { title, right: false, whole: false }
}

/// A column of words of which none may be missing.
pub(crate) fn whole(title: &'static str) -> Column {
    Column { title, right: false, whole: true }
}

/// A column of figures.
pub(crate) fn right(title: &'static str) -> Column {
    Column { title, right: true, whole: true }
}

/// What stands between columns and before the first.
const GAP: &str = "  ";

/// Rows under titles, indented by two, no wider than `width`: the first column gives way, then whichever is
/// the widest. Where that is not enough, every row is a list of its own.
pub(crate) fn table(columns: &[Column], rows: &[Vec<String>], width: usize) -> String {
    let room = width.saturating_sub(GAP.len() * columns.len());
    let Some(widths) = column_widths(columns, rows, room) else {
        return lists(columns, rows, width);
    };
    let titles: Vec<String> = columns.iter().map(|c| c.title.to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(&titles).chain(rows) {
        let mut line = String::new();
        for ((cell, column), cell_width) in row.iter().zip(columns).zip(&widths) {
            let cell = fitted(cell, *cell_width);
            let pad = " ".repeat(cell_width - cell.chars().count());
            line.push_str(GAP);
            line.push_str(&if column.right { pad + &cell } else { cell + &pad });
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Every row as its first cell with a line for each of the others below it.
fn lists(columns: &[Column], rows: &[Vec<String>], width: usize) -> String {
    let titles = columns.iter().skip(1).map(|column| column.title.chars().count());
    let title_width = titles.max().unwrap_or(0);
    let room = width.saturating_sub(2 * GAP.len() + title_width + GAP.len());
    let mut out = String::new();
    for row in rows {
        let Some((first, others)) = row.split_first() else { continue };
        let _ = writeln!(out, "{GAP}{}", fitted(first, width.saturating_sub(GAP.len())));
        for (cell, Column { title, whole, .. }) in others.iter().zip(&columns[1..]) {
            let cell = if *whole { cell.clone() } else { fitted(cell, room) };
            let _ = writeln!(out, "{GAP}{GAP}{title:title_width$}{GAP}{cell}");
        }
    }
    out
}

/// How wide each column may be so that all together fit into `room`; `None` where they do not.
fn column_widths(columns: &[Column], rows: &[Vec<String>], room: usize) -> Option<Vec<usize>> {
    const FIRST_MIN: usize = 16;
    const COLUMN_MIN: usize = 8;
    let natural = |(at, column): (usize, &Column)| {
        let cells = rows.iter().map(|row| row.get(at).map_or(0, |c| c.chars().count()));
        cells.chain([column.title.chars().count()]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(natural).collect();
    let excess = widths.iter().sum::<usize>().saturating_sub(room);
    if let Some(first) = widths.first_mut() {
        *first = first.saturating_sub(excess).max(FIRST_MIN.min(*first));
    }
    while widths.iter().sum::<usize>() > room {
        let yielding = widths.iter_mut().zip(columns).filter(|(_, column)| !column.whole);
        let widest = yielding.map(|(width, _)| width).max().filter(|width| **width > COLUMN_MIN)?;
        *widest -= 1;
    }
    Some(widths)
}

/// Text that is escaped already, with its middle left out.
fn fitted(cell: &str, chars_max: usize) -> String {
    let count = cell.chars().count();
    if count <= chars_max {
        return cell.to_owned();
    }
    let kept = chars_max.saturating_sub(1);
    let tail = kept / 2;
    let head: String = cell.chars().take(kept - tail).collect();
    let end: String = cell.chars().skip(count - tail).collect();
    format!("{head}…{end}")
}

/// The text in lines of at most `width` characters, each behind `indent`.
pub(crate) fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(indent.chars().count()).max(20);
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            out.push_str(&format!("{indent}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{indent}{line}\n"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        let key = "a\u{1b}[2J\u{9b}31m\r\n\u{202e}gpj.exe\u{7f}";
        assert_eq!(escaped(key), "a\\u{1b}[2J\\u{9b}31m\\r\\n\\u{202e}gpj.exe\\u{7f}");
    }

    #[test]
    fn long_keys_keep_both_ends() {
        assert_eq!(shortened("2026/01/02/orders.csv", 11), "2026/…s.csv");
        assert_eq!(shortened("short", 11), "short");
    }

    #[test]
    fn bytes_are_rounded_into_the_next_unit() {
        let all = [0, 1023, 1024, 1536, 1_048_550, 1 << 30, u64::MAX];
        let words = all.map(bytes_for_people);
        assert_eq!(
            words,
            ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1.0 MiB", "1.0 GiB", "16.0 EiB"]
        );
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(count_for_people),
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn a_table_gives_way_in_its_first_column() {
        let rows = vec![vec!["a-very-long-bucket-name-indeed".to_owned(), "12".to_owned()]];
        let text = table(&[left("bucket"), right("objects")], &rows, 30);
        assert_eq!(text, "  bucket               objects\n  a-very-lo…me-indeed       12\n");
        assert!(text.lines().all(|line| line.chars().count() <= 30));
    }

    #[test]
    fn what_must_stay_whole_does_at_every_width() {
        let columns = [left("bucket"), left("encryption"), whole("risk"), right("objects")];
        let row =
            ["customer-exports-of-2026", "sse-kms-aws / mixed-unencrypted", "critical 81 [70–92]"];
        let rows = vec![row.into_iter().chain(["1,234,567"]).map(str::to_owned).collect()];
        for width in 40..120 {
            let text = table(&columns, &rows, width);
            assert!(text.contains("critical 81 [70–92]") && text.contains("1,234,567"), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}: {text}");
        }
        let narrow = "  customer-exports-of-2026\n    encryption  sse-kms-aw…encrypted\n    risk        \
                      critical 81 [70–92]\n    objects     1,234,567\n";
        assert_eq!(table(&columns, &rows, 36), narrow);
    }

    #[test]
    fn words_wrap_behind_the_indent() {
        assert_eq!(
            wrapped("one two three four five six", "  ", 22),
            "  one two three four\n  five six\n"
        );
    }
}

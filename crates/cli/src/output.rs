//! The two streams: results to standard output, everything else to standard error.
//!
//! A reader that goes away (`magpie … | head`) ends the output and is no failure.

use std::io::{self, Write as _};

/// Writes results.
pub(crate) fn print(text: &str) {
    let mut out = io::stdout().lock();
    // Nobody is left to tell when this fails: the results proper lie in the run directory.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Tells people something that is no result.
pub(crate) fn tell(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// Rows under a heading, columns as wide as their widest cell; the columns in `right` are flush
/// right.
pub(crate) fn table(heading: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut widths: Vec<usize> = heading.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let head: Vec<String> = heading.iter().map(|&cell| cell.to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::from(" ");
        for (at, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let fill = " ".repeat(width - cell.chars().count());
            let (before, behind) =
                if right.contains(&at) { (fill, String::new()) } else { (String::new(), fill) };
            line.push_str(&format!(" {before}{cell}{behind} "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows =
            vec![vec!["a".to_owned(), "10".to_owned()], vec!["longer".to_owned(), "5".to_owned()]];
        assert_eq!(
            table(&["NAME", "N"], &rows, &[1]),
            "  NAME     N\n  a       10\n  longer   5\n"
        );
    }
}

//! The two streams: results to standard output, everything else to standard error.
//!
//! A reader that goes away (`magpie … | head`) ends the output and is no failure.

use std::io::{self, Write as _};

use magpie_report::escaped;

use crate::exit::Failure;

/// Writes results.
///
/// # Errors
/// When standard output takes no more, for another reason than that its reader went away.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::not_written(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Tells people something that is no result.
pub(crate) fn tell(message: &str) {
    tell_programs(&harmless(message));
}

/// Tells programs something that is no result, in a form that is escaped already.
pub(crate) fn tell_programs(line: &str) {
    // Nobody is left to tell when this fails.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The message with nothing in it that could steer a terminal. Its lines, its tabs and what was
/// escaped before stay as they are.
fn harmless(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for piece in message.split_inclusive(['\n', '\t', '\\']) {
        let text = piece.trim_end_matches(['\n', '\t', '\\']);
        out.push_str(&escaped(text));
        out.push_str(&piece[text.len()..]);
    }
    out
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
    fn messages_keep_their_lines_and_steer_no_terminal() {
        let message = "a.toml:1\n\t\u{1b}[2Jx\rfake\u{202e} \\d";
        let told = "a.toml:1\n\t\\u{1b}[2Jx\\rfake\\u{202e} \\d";
        assert_eq!(harmless(message), told);
        assert_eq!(harmless(told), told, "what is escaped already stays");
    }

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

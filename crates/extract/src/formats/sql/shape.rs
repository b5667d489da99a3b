//! Tells a dump by its first statements.

use super::names::{columns_of, copied, inserted};

/// What a backslash in quotes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// A character like any other, as the standard says.
    Standard,
    /// The beginning of an escape, as in MySQL.
    Backslashes,
}

/// Bytes and lines looked at.
const PROBE_BYTES: usize = 32 * 1024;
/// Words that a statement of a dump begins with.
const WORDS: [&str; 24] = [
    "ALTER", "BEGIN", "COMMENT", "COMMIT", "COPY", "CREATE", "DELETE", "DROP", "GO", "GRANT", "IF",
    "INSERT", "LOCK", "MERGE", "PRAGMA", "PRINT", "REPLACE", "SELECT", "SET", "START", "TRUNCATE",
    "UNLOCK", "UPDATE", "USE",
];

/// How a dump that begins so takes backslashes; `None` for any other text.
pub(crate) fn shape(text: &[u8]) -> Option<Dialect> {
    let text = &text[..text.len().min(PROBE_BYTES)];
    let start = behind_remarks(text);
    let word_bytes = start.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = &start[..word_bytes];
    if !WORDS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes())) {
        return None;
    }
    let line_starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', start).map(|at| at + 1));
    if !line_starts.map(|at| &start[at..]).any(holds_rows) {
        return None;
    }
    let mysql = memchr::memchr(b'`', text).is_some()
        || memchr::memmem::find(text, b"MySQL").is_some()
        || memchr::memmem::find(text, b"MariaDB").is_some();
    Some(if mysql { Dialect::Backslashes } else { Dialect::Standard })
}

/// Whether a statement that makes a table or fills it stands at the beginning.
fn holds_rows(statement: &[u8]) -> bool {
    let begins = |word: &[u8]| {
        statement.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    };
    if !(begins(b"INSERT") || begins(b"REPLACE") || begins(b"COPY") || begins(b"CREATE")) {
        return false;
    }
    let reach = &statement[..statement.len().min(4 * 1024)];
    let ended = memchr::memchr(b';', reach).map_or(reach, |end| &reach[..end]);
    let mut opening = memchr::memchr_iter(b'(', reach).take(4);
    opening.any(|at| inserted(&reach[..=at]).is_some())
        || copied(ended).is_some()
        || columns_of(ended).is_some_and(|(_, columns)| !columns.is_empty())
}

/// The text behind remarks and white space.
fn behind_remarks(text: &[u8]) -> &[u8] {
    let mut text = text;
    loop {
        text = text.trim_ascii_start();
        // psql's own commands begin with a backslash.
        let end = if text.starts_with(b"--") || text.starts_with(b"\\") {
            memchr::memchr(b'\n', text)
        } else if text.starts_with(b"/*") {
            let behind = memchr::memmem::find(text, b"*/").map(|end| end + 1);
            // Conditional remarks of MySQL are statements of their own.
            behind.map(|end| if text.get(end + 1) == Some(&b';') { end + 1 } else { end })
        } else {
            return text;
        };
        match end {
            Some(end) => text = &text[end + 1..],
            None => return b"",
        }
    }
}

//! YAML, line by line: names by their indentation.

use super::{Keys, Told};

/// Names inside names that take part in a path; deeper ones have that of the names around them.
const DEPTH_MAX: usize = 64;
/// Bytes of a name; a longer one is text.
const NAME_BYTES_MAX: usize = 128;

#[derive(Default)]
pub(super) struct Yaml {
    /// Indentation of a name, and the bytes of the path that it ends.
    frames: Vec<(usize, usize)>,
    path: String,
    /// The indentation of what a block of text belongs to: deeper lines are its text.
    block: Option<usize>,
    /// The quote that closes the value that is open, and the indentation it belongs to.
    open: Option<(u8, usize)>,
}

impl Yaml {
    /// Leaves the names that stand as far in as `column`, or farther.
    fn leave(&mut self, column: usize) {
        while self.frames.last().is_some_and(|&(indent, _)| indent >= column) {
            self.frames.pop();
        }
        let bytes = self.frames.last().map_or(0, |&(_, bytes)| bytes);
        self.path.truncate(bytes);
    }

    /// Whether the lines that follow may be text of any kind.
    pub(super) fn is_inside(&self) -> bool {
        self.block.is_some() || self.open.is_some()
    }

    fn enter(&mut self, column: usize, name: &[u8]) {
        self.leave(column);
        if self.frames.len() < DEPTH_MAX {
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(&String::from_utf8_lossy(name));
            self.frames.push((column, self.path.len()));
        }
    }

    /// Notes what a value leaves open behind its line. It belongs to what stands at `column`.
    fn value(&mut self, value: &[u8], column: usize) {
        let value = plain_start(value);
        match value.first() {
            Some(b'|' | b'>') => self.block = Some(column),
            Some(&quote @ (b'"' | b'\'')) if !is_closed(&value[1..], quote) => {
                self.open = Some((quote, column));
            }
            _ => {}
        }
    }
}

impl Keys for Yaml {
    fn line(&mut self, line: &[u8]) -> Told {
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        let text = line[indent..].trim_ascii_end();
        if text.is_empty() {
            return Told::Continues;
        }
        if let Some(column) = self.block {
            if indent > column {
                return Told::Continues;
            }
            self.block = None;
        }
        if let Some((quote, column)) = self.open {
            if indent > column || (column == 0 && split(text).is_none()) {
                self.open = self.open.filter(|_| !is_closed(text, quote));
                return Told::Continues;
            }
            self.open = None;
        }
        if text.starts_with(b"#") {
            return Told::Remark;
        }
        if indent == 0 && (is_mark(text) || text.starts_with(b"%")) {
            self.leave(0);
            if let Some(value) = text.strip_prefix(b"--- ") {
                // Text may stand on the line of the mark.
                self.value(value, 0);
            }
            return Told::Apart;
        }
        let (dash, column, text) = items(indent, text);
        if let Some((name, value)) = split(text) {
            if let Some(dash) = dash {
                self.leave(dash + 1);
            }
            self.enter(column, name);
            self.value(value, column);
            return Told::Entry;
        }
        match dash {
            Some(dash) => {
                self.leave(dash + 1);
                self.value(text, dash);
                Told::Entry
            }
            None if self.frames.is_empty() => Told::Apart,
            None => Told::Continues,
        }
    }

    fn path(&self) -> &str {
        &self.path
    }
}

/// The first byte of a document's begin or end.
pub(super) fn is_mark(text: &[u8]) -> bool {
    let mark = text.starts_with(b"---") || text.starts_with(b"...");
    mark && text.get(3).is_none_or(u8::is_ascii_whitespace)
}

/// The column of the innermost dash, the column behind the dashes, and the text there.
pub(super) fn items(indent: usize, text: &[u8]) -> (Option<usize>, usize, &[u8]) {
    let (mut dash, mut column, mut text) = (None, indent, text);
    while text.first() == Some(&b'-') && text.get(1).is_none_or(|byte| *byte == b' ') {
        let rest = text[1..].trim_ascii_start();
        dash = Some(column);
        column += text.len() - rest.len();
        text = rest;
    }
    (dash, column, text)
}

/// The name and value of a line that has both, or a name for the lines below it.
pub(super) fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let reach = &text[..text.len().min(NAME_BYTES_MAX + 2)];
    let (name, end) = match text.first()? {
        &quote @ (b'"' | b'\'') => {
            let end = 1 + memchr::memchr(quote, &reach[1..])?;
            (&text[1..end], end + 1)
        }
        _ => {
            let ends = |at: usize| text.get(at + 1).is_none_or(u8::is_ascii_whitespace);
            let end = memchr::memchr_iter(b':', reach).find(|at| ends(*at))?;
            (text[..end].trim_ascii_end(), end)
        }
    };
    let rest = text.get(end..)?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    let apart = value.first().is_none_or(u8::is_ascii_whitespace);
    let begins =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"_./$<".contains(byte);
    let quoted = end > name.len();
    let fits =
        quoted || (name.first().is_some_and(begins) && !name.windows(2).any(|two| two == b" #"));
    (apart && fits && !name.is_empty()).then_some((name, value.trim_ascii()))
}

/// A value behind its anchor and tag.
fn plain_start(value: &[u8]) -> &[u8] {
    let mut value = value;
    while let Some(b'&' | b'!') = value.first() {
        let end = memchr::memchr(b' ', value).unwrap_or(value.len());
        value = value[end..].trim_ascii_start();
    }
    value
}

/// Whether the quote stands in the text, doubled ones and escaped ones left out.
fn is_closed(text: &[u8], quote: u8) -> bool {
    let mut at = 0;
    while let Some(found) = memchr::memchr2(quote, b'\\', &text[at..]) {
        let here = at + found;
        if text[here] == b'\\' {
            at = here + 1 + usize::from(quote == b'"');
        } else if quote == b'\'' && text.get(here + 1) == Some(&b'\'') {
            at = here + 2;
        } else {
            return true;
        }
        if at >= text.len() {
            return false;
        }
    }
    false
}

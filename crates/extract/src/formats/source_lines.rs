//! The lines of a text, each with its place.

use std::io::{self, BufRead, BufReader, Read};

use super::placed::Spot;
use crate::charset::Text;

/// A longer line comes in pieces.
const LINE_BYTES_MAX: u64 = 16 * 1024;

/// A text, line by line.
pub(super) struct SourceLines<'s> {
    reader: BufReader<Text<'s>>,
    /// The piece that was read last, its line end included.
    pub(super) line: Vec<u8>,
    /// Where it stands.
    pub(super) spot: Spot,
    /// Whether it begins a line.
    pub(super) begins: bool,
    next: Spot,
}

impl<'s> SourceLines<'s> {
    pub(super) fn new(text: Text<'s>) -> Self {
        let start = Spot { line: 1, column: 0, byte: text.bytes_before().unwrap_or(0) };
        let reader = BufReader::with_capacity(64 * 1024, text);
        Self { reader, line: Vec::new(), spot: start, begins: true, next: start }
    }

    /// Reads the next line or piece of one; `false` at the end.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        self.begins = self.line.last().is_none_or(|&byte| byte == b'\n');
        self.spot = self.next;
        self.line.clear();
        let read = (&mut self.reader).take(LINE_BYTES_MAX).read_until(b'\n', &mut self.line);
        self.next = self.spot.behind(&self.line);
        read.map(|_| !self.line.is_empty())
    }
}

/// A line without its end.
pub(super) fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

//! The lines of a message, and the body of one part as bytes.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

use super::binhex;
use crate::formats::base64;

/// A longer line comes in pieces.
const LINE_BYTES_MAX: usize = 16 * 1024;
/// Boundaries that are looked for at the same time: the innermost ones.
const BOUNDARIES_MAX: usize = 100;

/// A message, line by line.
pub(super) struct Input<'s> {
    reader: BufReader<Box<dyn Read + 's>>,
    /// The piece that was read last, its line end included.
    pub(super) line: Vec<u8>,
    /// Whether `line` begins a line.
    pub(super) begins: bool,
    next_begins: bool,
    /// The line is to be given once more.
    again: bool,
}

impl<'s> Input<'s> {
    pub(super) fn new(reader: Box<dyn Read + 's>) -> Self {
        let reader = BufReader::with_capacity(64 * 1024, reader);
        Self { reader, line: Vec::new(), begins: false, next_begins: true, again: false }
    }

    /// Reads the next line or piece of one; `false` at the end.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        if std::mem::take(&mut self.again) {
            return Ok(!self.line.is_empty());
        }
        self.line.clear();
        self.begins = self.next_begins;
        (&mut self.reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut self.line)?;
        self.next_begins = self.line.last() == Some(&b'\n');
        Ok(!self.line.is_empty())
    }

    /// The line is not dealt with yet: [`Self::next`] gives it again.
    pub(super) fn unread(&mut self) {
        self.again = true;
    }
}

/// A line without its end.
pub(super) fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// What ended the body of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The boundary of the multipart at this depth, and another part follows.
    Part(usize),
    /// The closing boundary of the multipart at this depth.
    Close(usize),
    /// A file between the lines begins, or the one that was read ends.
    Inline { begins: bool },
    /// The message ended.
    Message,
}

/// The boundaries of the multiparts that are open.
#[derive(Debug, Default)]
pub(super) struct Boundaries(Vec<Vec<u8>>);

impl Boundaries {
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(&mut self, boundary: Vec<u8>) {
        self.0.push(boundary);
    }

    pub(super) fn cut(&mut self, depth: usize) {
        self.0.truncate(depth);
    }

    /// The multipart whose boundary a line is, the innermost first.
    fn end(&self, line: &[u8]) -> Option<End> {
        let rest = line.strip_prefix(b"--")?;
        let rest = content(rest).trim_ascii_end();
        self.0.iter().enumerate().rev().take(BOUNDARIES_MAX).find_map(
            |(depth, boundary)| match rest.strip_prefix(&boundary[..])? {
                b"" => Some(End::Part(depth)),
                b"--" => Some(End::Close(depth)),
                _ => None,
            },
        )
    }
}

/// How the bytes of a body are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    Plain,
    QuotedPrintable,
    Base64,
    Uuencode,
    Yenc,
    BinHex,
}

/// What a file between the lines of a body does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// It is read as lines.
    Stays,
    /// It ends the body.
    Ends,
    /// It is all of the body.
    IsAll,
}

/// How a file is written that begins with this line between others, and its name.
pub(super) fn inline_file(line: &[u8]) -> Option<(Transfer, &[u8])> {
    let line = content(line);
    if let Some(rest) = line.strip_prefix(b"=ybegin ") {
        let name = memchr::memmem::find(rest, b"name=").map_or(&b""[..], |at| &rest[at + 5..]);
        let is_sized = memchr::memmem::find(rest, b"size=").is_some();
        return is_sized.then_some((Transfer::Yenc, name.trim_ascii()));
    }
    if line.starts_with(BINHEX) {
        return Some((Transfer::BinHex, b""));
    }
    let (transfer, rest) = match line.strip_prefix(b"begin-base64 ") {
        Some(rest) => (Transfer::Base64, rest),
        None => (Transfer::Uuencode, line.strip_prefix(b"begin ")?),
    };
    let digits = rest.iter().take_while(|byte| (b'0'..b'8').contains(byte)).count();
    let name = rest[digits..].strip_prefix(b" ")?.trim_ascii();
    ((3..=4).contains(&digits) && !name.is_empty()).then_some((transfer, name))
}

const BINHEX: &[u8] = b"(This file must be converted with BinHex";

/// Whether a line ends a file that is written so.
fn ends_inline(transfer: Transfer, line: &[u8]) -> bool {
    match transfer {
        Transfer::Base64 => line == b"====",
        Transfer::Yenc => line.starts_with(b"=yend"),
        // Its data say where they end.
        Transfer::BinHex => false,
        _ => line == b"end",
    }
}

/// Whether a file between the lines begins in `wanted` of a text.
pub(in crate::formats) fn holds_file(text: &[u8], wanted: Range<usize>) -> bool {
    let is_file = |at: usize| {
        let mut lines = text[at..].split_inclusive(|byte| *byte == b'\n');
        match lines.next().and_then(inline_file) {
            // What a sentence may say is looked at more closely.
            Some((Transfer::Uuencode, _)) => {
                lines.next().is_some_and(|line| is_uuencoded(content(line)))
            }
            file => file.is_some(),
        }
    };
    let from = wanted.start.saturating_sub(1);
    let ends = memchr::memchr2_iter(b'\n', b'\r', &text[from..wanted.end.min(text.len())]);
    let first = (wanted.start == 0).then_some(0);
    let mut starts = first.into_iter().chain(ends.map(|end| from + end + 1));
    // Few lines begin with one of these.
    starts.any(|at| {
        wanted.contains(&at) && matches!(text.get(at), Some(b'=' | b'b' | b'(')) && is_file(at)
    })
}

/// The decoded bytes of one part, up to the next boundary.
pub(super) struct PartBody<'i, 's> {
    input: &'i mut Input<'s>,
    boundaries: &'i Boundaries,
    transfer: Transfer,
    inline: Inline,
    base64: base64::Decoder,
    binhex: binhex::Decoder,
    /// A line end that belongs to the body, unless a boundary follows.
    held: &'static [u8],
    ready: Vec<u8>,
    given: usize,
    end: Option<End>,
}

impl<'i, 's> PartBody<'i, 's> {
    pub(super) fn new(
        input: &'i mut Input<'s>,
        boundaries: &'i Boundaries,
        transfer: Transfer,
    ) -> Self {
        Self {
            input,
            boundaries,
            transfer,
            inline: Inline::Stays,
            binhex: binhex::Decoder::default(),
            base64: base64::Decoder::default(),
            held: b"",
            ready: Vec::new(),
            given: 0,
            end: None,
        }
    }

    /// The body ends where a file begins between its lines, as mail had files once, or is such a file
    /// itself.
    pub(super) fn inline(mut self, inline: Inline) -> Self {
        self.inline = inline;
        self
    }

    /// Passes over what is left and tells what ended the body.
    pub(super) fn end(mut self) -> io::Result<End> {
        loop {
            if let Some(end) = self.end {
                return Ok(end);
            }
            self.ready.clear();
            self.fill()?;
        }
    }

    /// Decodes one more line.
    fn fill(&mut self) -> io::Result<()> {
        if !self.input.next()? {
            self.finish(End::Message);
            return Ok(());
        }
        let boundary = self.input.begins.then(|| self.boundaries.end(&self.input.line)).flatten();
        if let Some(end) = boundary {
            self.held = b"";
            self.finish(end);
            return Ok(());
        }
        let line = &self.input.line;
        let ends = self.input.begins
            && match self.inline {
                Inline::Stays => false,
                Inline::Ends => inline_file(line).is_some(),
                Inline::IsAll => ends_inline(self.transfer, content(line).trim_ascii_end()),
            };
        if ends {
            self.finish(End::Inline { begins: self.inline == Inline::Ends });
            return Ok(());
        }
        match self.transfer {
            Transfer::Plain => {
                self.ready.extend_from_slice(self.held);
                let text = content(line);
                self.ready.extend_from_slice(text);
                self.held = if text.len() == line.len() {
                    b""
                } else if line.ends_with(b"\r\n") {
                    b"\r\n"
                } else {
                    b"\n"
                };
            }
            Transfer::QuotedPrintable => {
                self.ready.extend_from_slice(self.held);
                self.held = quoted_printable(line, &mut self.ready);
            }
            Transfer::Base64 => self.base64.decode(line, &mut self.ready),
            Transfer::Uuencode => uudecoded(content(line), &mut self.ready),
            Transfer::Yenc => yenc_decoded(content(line), &mut self.ready),
            Transfer::BinHex => {
                if self.binhex.decode(content(line), &mut self.ready) {
                    self.finish(End::Inline { begins: false });
                }
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: End) {
        self.ready.extend_from_slice(self.held);
        self.held = b"";
        self.base64.finish(&mut self.ready);
        self.end = Some(end);
    }
}

impl Read for PartBody<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.end.is_some() || into.is_empty() {
                return Ok(0);
            }
            self.ready.clear();
            self.given = 0;
            self.fill()?;
        }
        let rest = &self.ready[self.given..];
        let read = rest.len().min(into.len());
        into[..read].copy_from_slice(&rest[..read]);
        self.given += read;
        Ok(read)
    }
}

/// Decodes a line; returns the line end that stands for itself.
pub(in crate::formats) fn quoted_printable(line: &[u8], into: &mut Vec<u8>) -> &'static [u8] {
    let text = content(line);
    let mut end: &'static [u8] = if text.len() < line.len() { b"\n" } else { b"" };
    let mut text = text;
    if let Some(soft) = text.trim_ascii_end().strip_suffix(b"=")
        && !end.is_empty()
    {
        text = soft;
        end = b"";
    }
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if byte == b'='
            && let (Some(high), Some(low)) = (hex(text.get(at + 1)), hex(text.get(at + 2)))
        {
            into.push((high << 4 | low) as u8);
            at += 3;
        } else {
            into.push(byte);
            at += 1;
        }
    }
    end
}

/// The number that a letter of uuencoded data stands for.
fn uuencoded_value(byte: &u8) -> u8 {
    byte.wrapping_sub(b' ') & 0x3F
}

/// Whether a line is uuencoded data: it begins with its length.
pub(super) fn is_uuencoded(line: &[u8]) -> bool {
    let Some((first, rest)) = line.split_first() else { return false };
    let length = usize::from(uuencoded_value(first));
    (b' '..=b'`').contains(first)
        && rest.iter().all(|byte| (b' '..=b'`').contains(byte))
        && (length.div_ceil(3) * 4).abs_diff(rest.len()) <= 3
}

/// Decodes a line of uuencoded data; what is none stays as it is.
fn uudecoded(line: &[u8], into: &mut Vec<u8>) {
    let value = uuencoded_value;
    let Some((first, rest)) = line.split_first() else { return };
    let length = usize::from(value(first));
    if !is_uuencoded(line) {
        if line != b"end" && !line.starts_with(b"begin ") {
            into.extend_from_slice(line);
            into.push(b'\n');
        }
        return;
    }
    let mut decoded = Vec::with_capacity(length + 3);
    for group in rest.chunks(4) {
        // Spaces at the end of a line may have been lost.
        let at = |index| group.get(index).map_or(0, value);
        let bits = [at(0), at(1), at(2), at(3)];
        decoded.push(bits[0] << 2 | bits[1] >> 4);
        decoded.push(bits[1] << 4 | bits[2] >> 2);
        decoded.push(bits[2] << 6 | bits[3]);
    }
    decoded.truncate(length);
    into.append(&mut decoded);
}

/// Decodes a line of yEnc: 42 was added to each byte, and 64 more to what a text cannot hold.
fn yenc_decoded(line: &[u8], into: &mut Vec<u8>) {
    if line.starts_with(b"=ypart ") {
        return;
    }
    let mut bytes = line.iter();
    while let Some(&byte) = bytes.next() {
        let byte = match byte {
            b'=' => bytes.next().map(|byte| byte.wrapping_sub(64)),
            byte => Some(byte),
        };
        into.extend(byte.map(|byte| byte.wrapping_sub(42)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str, boundary: &str, transfer: Transfer) -> (String, End) {
        let mut input = Input::new(Box::new(text.as_bytes()));
        let mut boundaries = Boundaries::default();
        boundaries.push(boundary.as_bytes().to_vec());
        let mut body = PartBody::new(&mut input, &boundaries, transfer);
        let mut out = String::new();
        body.read_to_string(&mut out).unwrap();
        (out, body.end().unwrap())
    }

    #[test]
    fn a_body_ends_before_the_line_end_of_its_boundary() {
        assert_eq!(
            body("a\r\nb\r\n--x\r\nc", "x", Transfer::Plain),
            ("a\r\nb".into(), End::Part(0))
        );
        assert_eq!(body("a\n--x--\n", "x", Transfer::Plain), ("a".into(), End::Close(0)));
        assert_eq!(body("a\n--xy\n", "x", Transfer::Plain), ("a\n--xy\n".into(), End::Message));
    }

    #[test]
    fn quoted_printable_joins_soft_line_breaks() {
        let text = "4012 8888 8=\r\n888 1881 =C3=B1 =ZZ\r\n--x\r\n";
        let want = "4012 8888 8888 1881 ñ =ZZ".to_owned();
        assert_eq!(body(text, "x", Transfer::QuotedPrintable), (want, End::Part(0)));
    }

    #[test]
    fn base64_ends_at_the_boundary() {
        let text = "NDAxMjg4\r\nODg4ODg4MTg4MQ==\r\n--x--";
        assert_eq!(body(text, "x", Transfer::Base64), ("4012888888881881".into(), End::Close(0)));
    }
}

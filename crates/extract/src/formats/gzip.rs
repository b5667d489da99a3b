//! gzip: one or more compressed members, which together are one entry.
//!
//! The entry is named after the file without its ending, else by the name in the first member's
//! header, else like the file.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use magpie_model::Outcome;

use super::Reading;
use super::archive::{file_name, name_of};
use crate::source::Source;

const BUFFER_BYTES: usize = 64 * 1024;

/// Reads what the members expand to as one entry, named after the object without its `.gz`. The
/// outcome is the entry's, because there is nothing else in it.
pub(crate) fn read(source: Source<'_>, name: &str, reading: &mut Reading<'_>) -> Outcome {
    let inner = inner_name(name, source.head());
    let mut members = Members::new(source.into_reader());
    let outcome = reading.entry(&inner, &mut members);
    reading.halted().unwrap_or(outcome)
}

fn inner_name(name: &str, head: &[u8]) -> String {
    const ENDINGS: &[(&str, &str)] =
        &[(".gz", ""), (".tgz", ".tar"), (".taz", ".tar"), (".svgz", ".svg"), (".z", "")];
    let file = file_name(name);
    for (ending, instead) in ENDINGS {
        let Some(stem) = file.len().checked_sub(ending.len()).and_then(|at| file.get(..at)) else {
            continue;
        };
        if !stem.is_empty() && file[stem.len()..].eq_ignore_ascii_case(ending) {
            return format!("{stem}{instead}");
        }
    }
    match header_name(head).map(name_of) {
        Some(name) if !name.is_empty() => file_name(&name).to_owned(),
        _ => file.to_owned(),
    }
}

/// The original file's name in a member's header.
fn header_name(head: &[u8]) -> Option<&[u8]> {
    const HAS_EXTRA: u8 = 4;
    const HAS_NAME: u8 = 8;
    let flags = *head.get(3)?;
    let mut at = 10;
    if flags & HAS_EXTRA != 0 {
        let length = head.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    let rest = head.get(at..).filter(|_| flags & HAS_NAME != 0)?;
    memchr::memchr(0, rest).map(|end| &rest[..end])
}

/// The expanded bytes of every member, one after the other.
struct Members<'s> {
    state: Member<'s>,
}

enum Member<'s> {
    Open(Box<GzDecoder<BufReader<Box<dyn Read + 's>>>>),
    Ended,
}

impl<'s> Members<'s> {
    fn new(reader: Box<dyn Read + 's>) -> Self {
        let buffered = BufReader::with_capacity(BUFFER_BYTES, reader);
        Self { state: Member::Open(Box::new(GzDecoder::new(buffered))) }
    }
}

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let Member::Open(decoder) = &mut self.state else { return Ok(0) };
            let read = decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Member::Open(decoder) = std::mem::replace(&mut self.state, Member::Ended) else {
                return Ok(0);
            };
            let mut rest = decoder.into_inner();
            if begins_member(&mut rest)? {
                self.state = Member::Open(Box::new(GzDecoder::new(rest)));
            }
        }
    }
}

/// Whether another member follows. Zeros to the end are padding; anything else is not gzip.
fn begins_member(rest: &mut impl BufRead) -> io::Result<bool> {
    if rest.fill_buf()?.first() == Some(&0x1F) {
        return Ok(true);
    }
    loop {
        let padding = rest.fill_buf()?;
        if padding.is_empty() {
            return Ok(false);
        }
        if padding.iter().any(|byte| *byte != 0) {
            let detail = "what follows the compressed data is not gzip";
            return Err(io::Error::new(io::ErrorKind::InvalidData, detail));
        }
        let length = padding.len();
        rest.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_is_named_after_the_file_or_its_header() {
        assert_eq!(inner_name("2026/a.csv.GZ", b""), "a.csv");
        assert_eq!(inner_name("a.tgz", b""), "a.tar");
        assert_eq!(inner_name(".gz", b""), ".gz");
        assert_eq!(inner_name("é", b""), "é");
        let header = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03../b.json\0";
        assert_eq!(inner_name("dump", header), "b.json");
        assert_eq!(inner_name("dump.gz", header), "dump");
        assert_eq!(inner_name("dump", &header[..14]), "dump");
    }
}

//! The frames that a worker and the run exchange: a kind, a length, a payload.

use std::io::{self, Read, Write};

use magpie_model::{Outcome, Place, Reason, Status};

/// What a frame is for. The worker's own come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Offset and length of the file's bytes that are wanted; answered by `Data`.
    Read = 1,
    Begin,
    End,
    Label,
    Segment,
    Pass,
    Rows,
    /// Values to be looked at; answered by `Verdict`.
    Telling,
    /// A file inside begins; its bytes follow as `Chunk`, up to an empty one; answered by `Ended`.
    File,
    Chunk,
    /// In place of the last chunk: the bytes could not be read any further.
    Cut,
    Refuse,
    /// A byte and the name of a sheet that begins; empty when one ends.
    Sheet,
    Done,
    /// A file to be read: its length and its format.
    Job,
    Data,
    Verdict,
    Ended,
}

const KINDS: &[Kind] = &[
    Kind::Read,
    Kind::Begin,
    Kind::End,
    Kind::Label,
    Kind::Segment,
    Kind::Pass,
    Kind::Rows,
    Kind::Telling,
    Kind::File,
    Kind::Chunk,
    Kind::Cut,
    Kind::Refuse,
    Kind::Sheet,
    Kind::Done,
    Kind::Job,
    Kind::Data,
    Kind::Verdict,
    Kind::Ended,
];

/// No frame is longer: longer texts go in pieces.
pub(crate) const FRAME_BYTES_MAX: usize = 80 * 1024 * 1024;
/// Bytes before a payload.
pub(crate) const HEAD_BYTES: usize = 5;

/// Reads one frame into `payload`.
pub(crate) fn read(input: &mut dyn Read, payload: &mut Vec<u8>) -> io::Result<Kind> {
    let mut head = [0; HEAD_BYTES];
    input.read_exact(&mut head)?;
    let kind = KINDS.get(usize::from(head[0]).wrapping_sub(1)).copied().ok_or_else(broken)?;
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
    if length > FRAME_BYTES_MAX {
        return Err(broken());
    }
    payload.resize(length, 0);
    input.read_exact(payload)?;
    Ok(kind)
}

/// Writes one frame whose payload stands in pieces.
pub(crate) fn write(out: &mut dyn Write, kind: Kind, payload: &[&[u8]]) -> io::Result<()> {
    let length: usize = payload.iter().map(|piece| piece.len()).sum();
    let length = u32::try_from(length).map_err(|_| broken())?;
    out.write_all(&[kind as u8])?;
    out.write_all(&length.to_le_bytes())?;
    payload.iter().try_for_each(|piece| out.write_all(piece))
}

/// A frame that is none.
pub(crate) fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a frame is broken")
}

/// Takes a payload apart.
pub(crate) struct Fields<'p>(pub(crate) &'p [u8]);

impl<'p> Fields<'p> {
    pub(crate) fn bytes(&mut self, length: usize) -> io::Result<&'p [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(broken)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn byte(&mut self) -> io::Result<u8> {
        Ok(self.bytes(1)?[0])
    }

    pub(crate) fn u32(&mut self) -> io::Result<u32> {
        self.bytes(4)?.try_into().map(u32::from_le_bytes).map_err(|_| broken())
    }

    pub(crate) fn u64(&mut self) -> io::Result<u64> {
        self.bytes(8)?.try_into().map(u64::from_le_bytes).map_err(|_| broken())
    }

    /// Bytes behind their length.
    pub(crate) fn piece(&mut self) -> io::Result<&'p [u8]> {
        let length = self.u32()? as usize;
        self.bytes(length)
    }

    pub(crate) fn text(&mut self) -> io::Result<String> {
        self.piece().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    pub(crate) fn label(&mut self) -> io::Result<Option<u32>> {
        Ok(self.u32()?.checked_sub(1))
    }

    pub(crate) fn place(&mut self) -> io::Result<Place> {
        let (kind, number, column) = (self.byte()?, self.u64()?, self.u32()?);
        Ok(match kind {
            0 => Place::Text,
            1 => Place::Cell { row: number, column },
            2 => Place::Record { index: number },
            3 => Place::Page { number: column },
            4 => Place::Element,
            _ => return Err(broken()),
        })
    }

    pub(crate) fn outcome(&mut self) -> io::Result<Outcome> {
        let (status, reason) = (usize::from(self.byte()?), usize::from(self.byte()?));
        let detail = self.text()?;
        Ok(Outcome {
            status: *Status::ALL.get(status).ok_or_else(broken)?,
            reason: Reason::ALL.get(reason).copied(),
            detail: (!detail.is_empty()).then_some(detail),
        })
    }
}

pub(crate) fn put_piece(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(bytes);
}

pub(crate) fn put_label(out: &mut Vec<u8>, label: Option<u32>) {
    out.extend_from_slice(&label.map_or(0, |label| label + 1).to_le_bytes());
}

pub(crate) fn put_place(out: &mut Vec<u8>, place: Place) {
    let (kind, number, column) = match place {
        Place::Text => (0, 0, 0),
        Place::Cell { row, column } => (1, row, column),
        Place::Record { index } => (2, index, 0),
        Place::Page { number } => (3, 0, number),
        Place::Element => (4, 0, 0),
    };
    out.push(kind);
    out.extend_from_slice(&u64::to_le_bytes(number));
    out.extend_from_slice(&u32::to_le_bytes(column));
}

pub(crate) fn put_outcome(out: &mut Vec<u8>, outcome: &Outcome) {
    let index = |found: Option<usize>| found.map_or(u8::MAX, |index| index as u8);
    out.push(index(Status::ALL.iter().position(|status| *status == outcome.status)));
    let reason = outcome.reason;
    out.push(index(reason.and_then(|reason| Reason::ALL.iter().position(|r| *r == reason))));
    put_piece(out, outcome.detail.as_deref().unwrap_or("").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_taken() {
        for place in [
            Place::Text,
            Place::Cell { row: u64::MAX, column: 7 },
            Place::Record { index: 5 },
            Place::Page { number: 3 },
            Place::Element,
        ] {
            let mut out = Vec::new();
            put_place(&mut out, place);
            assert_eq!(Fields(&out).place().unwrap(), place);
        }
        for outcome in [Outcome::COMPLETE, Outcome::with_detail(Reason::MalformedFile, "cut")] {
            let mut out = Vec::new();
            put_outcome(&mut out, &outcome);
            assert_eq!(Fields(&out).outcome().unwrap(), outcome);
        }
    }

    #[test]
    fn frames_follow_each_other() {
        let mut stream = Vec::new();
        write(&mut stream, Kind::Rows, &[b"12", b"34"]).unwrap();
        write(&mut stream, Kind::Ended, &[]).unwrap();
        let (mut input, mut payload) = (&stream[..], Vec::new());
        assert_eq!(read(&mut input, &mut payload).unwrap(), Kind::Rows);
        assert_eq!(payload, b"1234");
        assert_eq!(read(&mut input, &mut payload).unwrap(), Kind::Ended);
        assert!(read(&mut input, &mut payload).is_err());
        assert!(read(&mut &[99, 0, 0, 0, 0][..], &mut payload).is_err());
        assert!(read(&mut &[1, 255, 255, 255, 255][..], &mut payload).is_err());
    }
}

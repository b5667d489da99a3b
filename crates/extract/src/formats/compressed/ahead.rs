//! Input that can be looked at before it is read, and frames in it that are to be passed over.

use std::io::{self, BufRead, Read};

use super::Input;

/// What frames begin with that decoders pass over, in zstd and lz4 alike.
const PASSED: std::ops::RangeInclusive<u32> = 0x184D_2A50..=0x184D_2A5F;
/// The label of what they hold.
const LABEL: &str = "skippable frame";
/// The mark and the length of such a frame.
const HEADER_BYTES: usize = 8;

pub(super) fn is_passed(mark: u32) -> bool {
    PASSED.contains(&mark)
}

/// What stands behind the frames to be passed over that a file begins with; `None` where they go on
/// beyond `head`, or end it.
pub(super) fn behind_passed(mut head: &[u8]) -> Option<&[u8]> {
    while let Some(mark) = number(head)
        && is_passed(mark)
    {
        let length = number(head.get(size_of::<u32>()..)?)?;
        head = head.get(HEADER_BYTES.checked_add(usize::try_from(length).ok()?)?..)?;
    }
    (!head.is_empty()).then_some(head)
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// Input that knows whether its end was met, and can be looked at.
pub(super) struct Ahead<'s> {
    pub(super) input: Input<'s>,
    /// What was looked at and is still to be read.
    pub(super) seen: Vec<u8>,
    pub(super) ended: bool,
}

impl<'s> Ahead<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        Self { input, seen: Vec::new(), ended: false }
    }

    /// The next bytes, which stay to be read; fewer at the end.
    pub(super) fn look(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.seen.len() < count {
            let mut byte = [0];
            match self.input.read(&mut byte) {
                Ok(0) => break,
                Ok(_) => self.seen.push(byte[0]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.seen[..self.seen.len().min(count)])
    }

    /// The number that comes next, which stays to be read; `None` at the end.
    pub(super) fn number(&mut self) -> io::Result<Option<u32>> {
        let bytes = self.look(size_of::<u32>())?;
        match number(bytes) {
            None if !bytes.is_empty() => Err(io::ErrorKind::UnexpectedEof.into()),
            number => Ok(number),
        }
    }

    /// Notes the frame that begins here and is to be passed over.
    pub(super) fn pass_frame(&mut self) -> io::Result<()> {
        let length = number(self.look(HEADER_BYTES)?.get(size_of::<u32>()..).unwrap_or_default());
        let length = length.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.seen.clear();
        let notes = self.input.notes.clone();
        notes.borrow_mut().stretch(LABEL, &mut self.input, u64::from(length))
    }

    /// The content cannot be had without a dictionary that is elsewhere.
    pub(super) fn refuse_dictionary(&self, id: u32) -> io::Error {
        self.input.refuse(format!("it takes the dictionary {id} to expand it, which is not here"))
    }
}

impl Read for Ahead<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.seen.is_empty() && !into.is_empty() {
            let count = self.seen.len().min(into.len());
            into[..count].copy_from_slice(&self.seen[..count]);
            self.seen.drain(..count);
            return Ok(count);
        }
        let read = self.input.read(into)?;
        self.ended |= read == 0 && !into.is_empty();
        Ok(read)
    }
}

impl BufRead for Ahead<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.seen.is_empty() {
            true => self.input.fill_buf(),
            false => Ok(&self.seen),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self.seen.is_empty() {
            true => self.input.consume(amount),
            false => drop(self.seen.drain(..amount)),
        }
    }
}

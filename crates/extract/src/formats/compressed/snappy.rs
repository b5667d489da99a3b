//! Snappy in frames: chunks that a decoder passes over are noted on its way.

use std::io::{self, Read};

use super::Input;

/// The kinds of chunks that decoders pass over; the last of them is padding.
const PASSED: std::ops::RangeInclusive<u8> = 0x80..=0xFE;
const HEADER_BYTES: usize = 4;
const LABEL: &str = "skippable chunk";

/// The input without the chunks to be passed over.
pub(super) struct Chunks<'s> {
    input: Input<'s>,
    /// What is left to be given of a chunk's header, and of the chunk.
    header: Vec<u8>,
    left: usize,
}

impl<'s> Chunks<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        Self { input, header: Vec::new(), left: 0 }
    }

    /// Reads the header of the next chunk that is given; as much of it as there is.
    fn next(&mut self) -> io::Result<()> {
        loop {
            let mut header = Vec::new();
            self.input.by_ref().take(HEADER_BYTES as u64).read_to_end(&mut header)?;
            let length = match header[..] {
                [_, a, b, c] => u32::from_le_bytes([a, b, c, 0]),
                _ => 0,
            };
            match header.first() {
                Some(kind) if header.len() == HEADER_BYTES && PASSED.contains(kind) => {
                    let notes = self.input.notes.clone();
                    notes.borrow_mut().stretch(LABEL, &mut self.input, u64::from(length))?;
                }
                _ => {
                    (self.header, self.left) = (header, length as usize);
                    return Ok(());
                }
            }
        }
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        if self.header.is_empty() && self.left == 0 {
            self.next()?;
        }
        if !self.header.is_empty() {
            let count = self.header.len().min(into.len());
            into[..count].copy_from_slice(&self.header[..count]);
            self.header.drain(..count);
            return Ok(count);
        }
        let most = into.len().min(self.left);
        let read = self.input.read(&mut into[..most])?;
        self.left -= read;
        Ok(read)
    }
}

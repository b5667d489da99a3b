//! lz4: frames one after the other, those of the first format, which end where the next begins, too.

use std::io::{self, Read};

use lz4_flex::frame::FrameDecoder;

use super::Input;

/// What the frames of the first format begin with, and what others do.
const UNMARKED: u32 = 0x184C_2102;
const MARKED: u32 = 0x184D_2204;
/// What frames begin with that are to be passed over.
const PASSED: std::ops::RangeInclusive<u32> = 0x184D_2A50..=0x184D_2A5F;
/// What a block of the first format expands to, and may take when it cannot be compressed.
const BLOCK_BYTES_MAX: usize = 8 * 1024 * 1024;
const STORED_BYTES_MAX: usize = BLOCK_BYTES_MAX + BLOCK_BYTES_MAX / 255 + 16;

/// The expanded bytes of all frames.
pub(super) struct Frames<'s> {
    decoder: FrameDecoder<Watched<'s>>,
    frame: Frame,
    /// What a block of the first format expanded to, and how much of it was given.
    block: Vec<u8>,
    given: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Frame {
    /// It ends with a mark of its own.
    Marked,
    Unmarked,
    None,
}

impl<'s> Frames<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        let watched = Watched { input, ahead: Vec::new(), ended: false };
        let decoder = FrameDecoder::new(watched);
        Self { decoder, frame: Frame::None, block: Vec::new(), given: 0 }
    }

    /// Which frame begins here.
    fn begins(&mut self) -> io::Result<Frame> {
        let input = self.decoder.get_mut();
        loop {
            match input.number()? {
                None => return Ok(Frame::None),
                Some(UNMARKED) => {
                    input.ahead.clear();
                    return Ok(Frame::Unmarked);
                }
                Some(passed) if PASSED.contains(&passed) => {
                    input.ahead.clear();
                    let length = input.number()?.ok_or(io::ErrorKind::UnexpectedEof)?;
                    input.ahead.clear();
                    let length = u64::from(length);
                    if io::copy(&mut input.take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                // Anything else is an error of the decoder's.
                Some(_) => return Ok(Frame::Marked),
            }
        }
    }

    /// Expands the next block of the first format; `false` where another frame begins, or nothing.
    fn next_block(&mut self) -> io::Result<bool> {
        let input = self.decoder.get_mut();
        let stored = match input.number()? {
            None | Some(UNMARKED | MARKED) => return Ok(false),
            Some(passed) if PASSED.contains(&passed) => return Ok(false),
            Some(stored) => stored as usize,
        };
        if stored > STORED_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        input.ahead.clear();
        let mut bytes = Vec::new();
        if input.take(stored as u64).read_to_end(&mut bytes)? < stored {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let block = lz4_flex::block::decompress(&bytes, BLOCK_BYTES_MAX);
        self.block = block.map_err(|_| io::ErrorKind::InvalidData)?;
        self.given = 0;
        Ok(true)
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match self.frame {
                Frame::Marked => match self.decoder.read(into)? {
                    0 if self.decoder.get_ref().ended => {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    0 => self.frame = Frame::None,
                    read => return Ok(read),
                },
                Frame::Unmarked if self.given < self.block.len() => {
                    let rest = &self.block[self.given..];
                    let count = rest.len().min(into.len());
                    into[..count].copy_from_slice(&rest[..count]);
                    self.given += count;
                    return Ok(count);
                }
                Frame::Unmarked => {
                    if !self.next_block()? {
                        self.frame = Frame::None;
                    }
                }
                Frame::None => {
                    self.frame = self.begins()?;
                    if self.frame == Frame::None {
                        return Ok(0);
                    }
                }
            }
        }
    }
}

/// Input that knows whether its end was met, and can be looked at.
struct Watched<'s> {
    input: Input<'s>,
    /// What was looked at and is still to be read.
    ahead: Vec<u8>,
    ended: bool,
}

impl Watched<'_> {
    /// The number that comes next, which stays to be read; `None` at the end.
    fn number(&mut self) -> io::Result<Option<u32>> {
        while self.ahead.len() < size_of::<u32>() {
            let mut byte = [0];
            match self.input.read(&mut byte) {
                Ok(0) if self.ahead.is_empty() => return Ok(None),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => self.ahead.push(byte[0]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.ahead.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)))
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.ahead.is_empty() && !into.is_empty() {
            let count = self.ahead.len().min(into.len());
            into[..count].copy_from_slice(&self.ahead[..count]);
            self.ahead.drain(..count);
            return Ok(count);
        }
        let read = self.input.read(into)?;
        self.ended |= read == 0 && !into.is_empty();
        Ok(read)
    }
}

//! lz4: frames one after the other, those of the first format, which end where the next begins, too.

use std::io::{self, Read};

use lz4_flex::frame::FrameDecoder;

use super::Input;
use super::ahead::{Ahead, is_passed};

/// What the frames of the first format begin with, and what others do.
const UNMARKED: u32 = 0x184C_2102;
const MARKED: u32 = 0x184D_2204;
/// The longest header of a frame, up to the dictionary it names.
const HEADER_BYTES_MAX: usize = 18;
/// What a block of the first format expands to, and may take when it cannot be compressed.
const BLOCK_BYTES_MAX: usize = 8 * 1024 * 1024;
const STORED_BYTES_MAX: usize = BLOCK_BYTES_MAX + BLOCK_BYTES_MAX / 255 + 16;

/// Whether bytes begin a frame of either format.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let mark = bytes.first_chunk().map(|mark| u32::from_le_bytes(*mark));
    matches!(mark, Some(UNMARKED | MARKED))
}

/// The dictionary that a frame's header names, if it names one.
fn dictionary(header: &[u8]) -> Option<u32> {
    const FLAGS_AT: usize = 4;
    const HAS_SIZE: u8 = 8;
    const HAS_DICTIONARY: u8 = 1;
    let flags = header.get(FLAGS_AT).filter(|flags| *flags & HAS_DICTIONARY != 0)?;
    let at = FLAGS_AT + 2 + if flags & HAS_SIZE == 0 { 0 } else { 8 };
    header.get(at..)?.first_chunk().map(|id| u32::from_le_bytes(*id))
}

/// The expanded bytes of all frames.
pub(super) struct Frames<'s> {
    decoder: FrameDecoder<Ahead<'s>>,
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
        let decoder = FrameDecoder::new(Ahead::new(input));
        Self { decoder, frame: Frame::None, block: Vec::new(), given: 0 }
    }

    /// Which frame begins here.
    fn begins(&mut self) -> io::Result<Frame> {
        let input = self.decoder.get_mut();
        loop {
            match input.number()? {
                None => return Ok(Frame::None),
                Some(UNMARKED) => {
                    input.seen.clear();
                    return Ok(Frame::Unmarked);
                }
                Some(mark) if is_passed(mark) => input.pass_frame()?,
                // Anything else is an error of the decoder's.
                Some(_) => {
                    return match dictionary(input.look(HEADER_BYTES_MAX)?) {
                        None => Ok(Frame::Marked),
                        Some(id) => Err(input.refuse_dictionary(id)),
                    };
                }
            }
        }
    }

    /// Expands the next block of the first format; `false` where another frame begins, or nothing.
    fn next_block(&mut self) -> io::Result<bool> {
        let input = self.decoder.get_mut();
        let stored = match input.number()? {
            None | Some(UNMARKED | MARKED) => return Ok(false),
            Some(mark) if is_passed(mark) => return Ok(false),
            Some(stored) => stored as usize,
        };
        if stored > STORED_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        input.seen.clear();
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

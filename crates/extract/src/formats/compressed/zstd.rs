//! zstd: frames one after the other, those included that hold nothing of the content.

use std::io::{self, BufRead, Read};

use zstd::stream::raw::{DParameter, Decoder, Operation};

use super::Input;
use super::ahead::{Ahead, is_passed};

/// The largest window that is accepted, as a power of two.
const WINDOW_LOG_MAX: u32 = 27;
/// The longest header of a frame.
const HEADER_BYTES_MAX: usize = 18;

/// The expanded bytes of all frames.
pub(super) struct Frames<'s> {
    input: Ahead<'s>,
    decoder: Decoder<'static>,
    in_frame: bool,
}

impl<'s> Frames<'s> {
    pub(super) fn new(input: Input<'s>) -> io::Result<Self> {
        let mut decoder = Decoder::new()?;
        decoder.set_parameter(DParameter::WindowLogMax(WINDOW_LOG_MAX))?;
        Ok(Self { input: Ahead::new(input), decoder, in_frame: false })
    }

    /// Goes to the next frame of content; `false` where there is none.
    fn begins(&mut self) -> io::Result<bool> {
        loop {
            match self.input.number()? {
                None => return Ok(false),
                Some(mark) if is_passed(mark) => self.input.pass_frame()?,
                // Anything else is an error of the decoder's.
                Some(_) => break,
            }
        }
        match dictionary(self.input.look(HEADER_BYTES_MAX)?) {
            0 => Ok(true),
            id => Err(self.input.refuse_dictionary(id)),
        }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame {
                if !self.begins()? {
                    return Ok(0);
                }
                self.decoder.reinit()?;
                self.in_frame = true;
            }
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let step = self.decoder.run_on_buffers(bytes, into)?;
            self.input.consume(step.bytes_read);
            self.in_frame = step.remaining > 0;
            if step.bytes_written > 0 {
                return Ok(step.bytes_written);
            }
            if is_end && self.in_frame {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The dictionary that a frame's header names; 0 where it names none.
fn dictionary(header: &[u8]) -> u32 {
    const FLAGS_AT: usize = 4;
    const SINGLE_SEGMENT: u8 = 0x20;
    let Some(flags) = header.get(FLAGS_AT) else { return 0 };
    // Otherwise a byte tells the window.
    let at = FLAGS_AT + if flags & SINGLE_SEGMENT == 0 { 2 } else { 1 };
    let bytes = [0, 1, 2, 4][usize::from(flags & 3)];
    let id = header.get(at..at + bytes).unwrap_or_default();
    id.iter().rev().fold(0, |id, byte| id << 8 | u32::from(*byte))
}

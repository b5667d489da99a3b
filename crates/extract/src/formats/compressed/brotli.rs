//! Brotli: one stream, behind which its input is left as it stands.

use std::io::{self, BufRead, Read};

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use super::Input;

type State = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

pub(super) struct Brotli<'s> {
    state: State,
    input: Input<'s>,
    ended: bool,
}

impl<'s> Brotli<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        let allocate = StandardAlloc::default;
        Self { state: State::new(allocate(), allocate(), allocate()), input, ended: false }
    }
}

impl Read for Brotli<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut given = 0;
        while given == 0 && !into.is_empty() && !self.ended {
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let (mut left, mut taken) = (bytes.len(), 0);
            let (mut room, mut total) = (into.len(), 0);
            let step = BrotliDecompressStream(
                &mut left,
                &mut taken,
                bytes,
                &mut room,
                &mut given,
                into,
                &mut total,
                &mut self.state,
            );
            self.input.consume(taken);
            match step {
                BrotliResult::ResultSuccess => self.ended = true,
                BrotliResult::NeedsMoreInput if is_end && given == 0 => {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                BrotliResult::ResultFailure if given == 0 => {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                _ => {}
            }
        }
        Ok(given)
    }
}

//! xz, expanded as far as its bytes go: where they end early, what the last of them make is given too.

use std::io::{self, BufRead, Read};

use lzma_rust2::{Action, Status, XzReader, XzStream};

use super::Input;

/// Where the first block of a file tells how many filters it has, less one, and by which bits.
const FLAGS_AT: usize = 13;
const FILTERS_MASK: u8 = 3;

/// The decoder of a whole file. The one that goes as far as the bytes do knows one filter beside the
/// compression itself; where there are more, the other is taken.
pub(super) fn decoder(mut input: Input<'_>, memory_kib_max: u32) -> io::Result<Box<dyn Read + '_>> {
    let flags = input.fill_buf()?.get(FLAGS_AT).copied().unwrap_or(0);
    Ok(match flags & FILTERS_MASK {
        0 | 1 => Box::new(Xz { stream: XzStream::new_mem_limit(true, memory_kib_max), input }),
        _ => Box::new(XzReader::new_mem_limit(input, true, memory_kib_max)),
    })
}

struct Xz<'s> {
    stream: XzStream,
    input: Input<'s>,
}

impl Read for Xz<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let action = if is_end { Action::Finish } else { Action::Run };
            let (taken, given) = (self.stream.total_in(), self.stream.total_out());
            let step = self.stream.process(bytes, into, action);
            // Counted here, because a step that fails does not tell what it made before.
            let taken = (self.stream.total_in() - taken) as usize;
            let given = (self.stream.total_out() - given) as usize;
            self.input.consume(taken);
            match step {
                _ if given > 0 => return Ok(given),
                Ok(step) if step.status == Status::StreamEnd => return Ok(0),
                Ok(_) if taken > 0 => {}
                Ok(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(error) => return Err(error),
            }
        }
    }
}

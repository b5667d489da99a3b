//! Brotli: one stream, behind which its input is left as it stands. Blocks of metadata, which decoders
//! pass over, are noted.

use std::io::{self, BufRead, Read};
use std::mem::discriminant;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use super::Input;

type State = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

/// The label of what a block of metadata holds.
const LABEL: &str = "metadata";

pub(super) struct Brotli<'s> {
    state: State,
    /// As it is before a stream, when no head of a block has been begun.
    idle: State,
    input: Input<'s>,
    /// Of the block of metadata that is being passed over.
    metadata: Vec<u8>,
    ended: bool,
}

impl<'s> Brotli<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        let allocate = StandardAlloc::default;
        let state = || State::new(allocate(), allocate(), allocate());
        Self { state: state(), idle: state(), input, metadata: Vec::new(), ended: false }
    }

    /// Bytes of metadata that come next. The decoder does not show them, only how many it passes over;
    /// so that none goes by unseen it is given a byte at a time.
    fn metadata_left(&self) -> usize {
        let head = |state: &State| discriminant(&state.substate_metablock_header);
        match self.state.is_metadata != 0 && head(&self.state) == head(&self.idle) {
            true => usize::try_from(self.state.meta_block_remaining_len).unwrap_or(0),
            false => 0,
        }
    }
}

impl Read for Brotli<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (mut given, mut room, mut total) = (0, into.len(), 0);
        while room > 0 && !self.ended {
            let passed = self.metadata_left();
            if passed == 0 && !self.metadata.is_empty() {
                let metadata = std::mem::take(&mut self.metadata);
                self.input.notes.borrow_mut().bytes(LABEL, &metadata);
            }
            let bytes = self.input.fill_buf()?;
            let bytes = &bytes[..bytes.len().min(passed.max(1))];
            let is_end = bytes.is_empty();
            self.metadata.extend_from_slice(&bytes[..bytes.len().min(passed)]);
            let (mut left, mut taken) = (bytes.len(), 0);
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
                // What was made before is given first; the next call meets the same again.
                BrotliResult::NeedsMoreInput if is_end => break,
                BrotliResult::ResultFailure => break,
                _ => {}
            }
        }
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::observed::observe;

    const CARD: &str = "4111111111111111";

    /// A stream of a text that is not compressed, behind a block of metadata and before another.
    fn stream(before: &[u8], text: &[u8], behind: &[u8]) -> Vec<u8> {
        let metadata = |bits: u32, bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).unwrap() - 1;
            // A block that is not the last, of no text; its own length takes one byte or two.
            let more = usize::from(length > 255);
            let head = (0b010_110 + ((more as u32) << 4) + (length << 6)) << bits;
            [&head.to_le_bytes()[..2 + more], bytes].concat()
        };
        let length = u32::try_from(text.len()).unwrap() - 1;
        let plain = (length << 3 | 1 << 19).to_le_bytes();
        // One bit tells the window at the beginning, two the end.
        [&metadata(1, before)[..], &plain[..3], text, &metadata(0, behind), &[3]].concat()
    }

    #[test]
    fn metadata_is_read() {
        let text = b"name,note\na,some text\n";
        let long = format!("{}for {CARD}", "words ".repeat(40));
        for (before, behind) in [(CARD, "x"), ("x", CARD), (&long, "x"), ("x", &long)] {
            let bytes = stream(before.as_bytes(), text, behind.as_bytes());
            let seen = observe("a.csv.br", &bytes, &[CARD, "some text"]);
            let mut found: Vec<_> =
                seen.found.iter().map(|f| (&f.needle[..], &f.label[..])).collect();
            found.sort_unstable();
            assert_eq!(found, [(CARD, "metadata"), ("some text", "note")]);
            assert_eq!(seen.ledger(), ["a.csv|csv|complete|", "|brotli|complete|"]);
        }
    }
}

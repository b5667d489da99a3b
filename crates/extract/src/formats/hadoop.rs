//! Snappy and lz4 as Hadoop frames them: blocks, each with its expanded size and its chunks, each of
//! these with its stored size. Nothing else tells that it is so.

use std::io::{self, Read};

use super::compressed::Codec;

/// What one block may expand to; Hadoop makes them of 256 KiB unless told otherwise.
const BLOCK_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What one of its chunks may expand to.
const CHUNK_BYTES_MAX: usize = 16 * 1024 * 1024;
/// A shorter block is told by its file's name only.
const BLOCK_BYTES_MIN: usize = 16;

/// What the blocks of a file are compressed by that begins so, if it is one of Hadoop's: the sizes fit
/// each other, and the first chunk expands to the size that they tell. Where the chunk is cut off, its
/// beginning has to be right.
pub(crate) fn codec(head: &[u8], name: &str) -> Option<Codec> {
    let (block, rest) = size(head)?;
    let (stored, rest) = size(rest)?;
    // Neither grows what cannot be compressed by more than a sixth.
    if block == 0 || stored == 0 || stored > block + block / 6 + 32 {
        return None;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let named = |by: &str| ending.as_deref() == Some(by);
    let told = |expanded: usize, by: &str| {
        (expanded == block && block >= BLOCK_BYTES_MIN)
            || (named(by) && 0 < expanded && expanded <= block)
    };
    let chunk = &rest[..rest.len().min(stored)];
    let whole = chunk.len() == stored;
    if let Ok(length) = snap::raw::decompress_len(chunk)
        && told(length, "snappy")
        && match whole {
            true => snap::raw::Decoder::new().decompress_vec(chunk).is_ok(),
            // The length, whose last byte has no highest bit, and a stretch that is copied from nowhere.
            false => {
                let begin = chunk.iter().position(|byte| *byte < 0x80).map_or(0, |last| last + 1);
                chunk.get(begin).is_some_and(|tag| tag & 3 == 0)
            }
        }
    {
        return Some(Codec::HadoopSnappy);
    }
    let is_lz4 = match whole {
        true => lz4_flex::block::decompress(chunk, block.min(CHUNK_BYTES_MAX))
            .is_ok_and(|text| told(text.len(), "lz4")),
        false => named("lz4") && chunk.first().is_some_and(|token| token >> 4 > 0),
    };
    is_lz4.then_some(Codec::HadoopLz4)
}

/// A size in front of what it counts, if it may be one.
fn size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (size, rest) = bytes.split_first_chunk()?;
    let size = u32::from_be_bytes(*size) as usize;
    (size <= BLOCK_BYTES_MAX).then_some((size, rest))
}

/// Expands all blocks.
pub(super) struct Blocks<R> {
    input: R,
    is_snappy: bool,
    stored: Vec<u8>,
    expanded: Vec<u8>,
    /// What of `expanded` is given.
    given: usize,
    /// What of the block is still to come.
    left: usize,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R, is_snappy: bool) -> Self {
        let (stored, expanded) = (Vec::new(), Vec::new());
        Self { input, is_snappy, stored, expanded, given: 0, left: 0 }
    }

    /// The next size; `None` where the file ends before it.
    fn size(&mut self) -> io::Result<Option<usize>> {
        let mut bytes = Vec::new();
        self.input.by_ref().take(4).read_to_end(&mut bytes)?;
        match bytes.first_chunk() {
            Some(size) => match u32::from_be_bytes(*size) as usize {
                size if size <= BLOCK_BYTES_MAX => Ok(Some(size)),
                _ => Err(io::ErrorKind::InvalidData.into()),
            },
            None if bytes.is_empty() => Ok(None),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Expands the next chunk; `false` at the end.
    fn chunk(&mut self) -> io::Result<bool> {
        while self.left == 0 {
            match self.size()? {
                Some(size) => self.left = size,
                None => return Ok(false),
            }
        }
        let stored = self.size()?.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.stored.clear();
        self.input.by_ref().take(stored as u64).read_to_end(&mut self.stored)?;
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let room = self.left.min(CHUNK_BYTES_MAX);
        self.expanded = match self.is_snappy {
            // What a chunk claims is not believed beyond its block.
            true if snap::raw::decompress_len(&self.stored).is_ok_and(|size| size <= room) => {
                snap::raw::Decoder::new().decompress_vec(&self.stored).map_err(|_| damaged())?
            }
            true => return Err(damaged()),
            false => lz4_flex::block::decompress(&self.stored, room).map_err(|_| damaged())?,
        };
        self.given = 0;
        if self.expanded.is_empty() || self.stored.len() < stored {
            return Err(damaged());
        }
        self.left = self.left.checked_sub(self.expanded.len()).ok_or_else(damaged)?;
        Ok(true)
    }
}

impl<R: Read> Read for Blocks<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || (self.given == self.expanded.len() && !self.chunk()?) {
            return Ok(0);
        }
        let rest = &self.expanded[self.given..];
        let given = rest.len().min(into.len());
        into[..given].copy_from_slice(&rest[..given]);
        self.given += given;
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::observed::observe;

    fn framed(blocks: &[&[&[u8]]], compress: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let mut out = Vec::new();
        for chunks in blocks {
            let size: usize = chunks.iter().map(|chunk| chunk.len()).sum();
            out.extend((size as u32).to_be_bytes());
            for chunk in *chunks {
                let stored = compress(chunk);
                out.extend((stored.len() as u32).to_be_bytes());
                out.extend(stored);
            }
        }
        out
    }

    fn snappy(text: &[u8]) -> Vec<u8> {
        snap::raw::Encoder::new().compress_vec(text).unwrap()
    }

    #[test]
    fn blocks_of_several_chunks_are_one_text() {
        let rows: Vec<String> = (0..30_000).map(|n| format!("row {n},{}\n", n * 7919)).collect();
        let text = ["id,card\n", &rows.concat()].concat();
        let (begin, rest) = text.as_bytes().split_at(300_000);
        let (left, right) = begin.split_at(100_000);
        let blocks: &[&[&[u8]]] = &[&[left, right], &[rest]];
        let needles = ["row 0,", "row 29999,"];
        for (name, bytes, format) in [
            ("a.csv.snappy", framed(blocks, snappy), "snappy"),
            ("a.csv.lz4", framed(blocks, lz4_flex::block::compress), "lz4"),
            ("a", framed(&[&[begin], &[rest]], snappy), "snappy"),
        ] {
            let seen = observe(name, &bytes, &needles);
            assert_eq!(seen.found.len(), 2, "{name}");
            let inner = if name == "a" { "a" } else { "a.csv" };
            let want = [format!("{inner}|csv|complete|"), format!("|{format}|complete|")];
            assert_eq!(seen.ledger(), want, "{name}");
        }
    }

    #[test]
    fn damage_keeps_what_was_read_before() {
        let row = b"some row, 12345\n".repeat(2_000);
        let whole = framed(&[&[&row], &[&row]], snappy);
        let flipped =
            [&whole[..whole.len() / 2], &[0xFF; 4], &whole[whole.len() / 2 + 4..]].concat();
        for bytes in [&whole[..whole.len() - 5], &flipped] {
            let seen = observe("a.snappy", bytes, &["12345"]);
            assert!(seen.found.len() >= 2_000, "{}", seen.found.len());
            assert_eq!(seen.ledger()[1], "|snappy|partial|MALFORMED_FILE");
        }
    }

    #[test]
    fn sizes_alone_tell_nothing() {
        for bytes in [
            &b"\0\0\0\x20\0\0\0\x08abcdefghijklmnop"[..],
            b"\0\0\0\x01\0\0\0\x02\x10A",
            b"\0\0\0\0\0\0\0\0\0\0\0\0",
            b"plain text of any kind",
            b"\0\0",
        ] {
            assert_eq!(codec(bytes, "a.bin"), None, "{bytes:?}");
        }
    }
}

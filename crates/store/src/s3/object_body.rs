//! The bytes of one object: small ones in memory, large ones in parts.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf as _, Bytes};
use magpie_model::{Body, BodyFault, ReadSeek};
use tokio::sync::OwnedSemaphorePermit;

use super::PART_BYTES;
use super::fetch::{Fetch, Part};
use crate::coverage::Coverage;
use crate::cursor::{Cursor, ReadAt};

/// Parts read ahead of the one in use.
const PARTS_AHEAD: usize = 3;
/// Reading ahead begins behind this offset: who looks at the first bytes only, to tell the
/// format, costs one part.
const READ_AHEAD_FROM: u64 = 1 << 20;
/// Reading at any place asks for at least this much, and for twice as much each time that it goes
/// on where it stopped, up to the larger size.
const BLOCK_BYTES_MIN: u64 = 256 * 1024;
const BLOCK_BYTES_MAX: u64 = 4 << 20;
/// Where blocks begin, so that reading a little backwards stays inside one.
const BLOCK_ALIGNMENT: u64 = 64 * 1024;
/// Blocks kept, so that going back and forth between a directory and its entries asks once.
const BLOCKS_KEPT: usize = 4;

/// A whole object in memory.
pub(super) struct MemoryBody {
    bytes: Bytes,
    content_encoding: Option<String>,
    coverage: Coverage,
}

impl MemoryBody {
    pub(super) fn new(bytes: Bytes, content_encoding: Option<String>) -> Self {
        Self { bytes, content_encoding, coverage: Coverage::default() }
    }
}

impl Body for MemoryBody {
    fn size(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(Cursor::new(&self.bytes[..], &self.coverage)))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Ok(Box::new(Cursor::new(&self.bytes[..], &self.coverage)))
    }

    fn mapped(&self) -> Option<&[u8]> {
        Some(&self.bytes)
    }

    fn content_encoding(&self) -> Option<&str> {
        self.content_encoding.as_deref()
    }

    fn release(&self, offset: u64) {
        self.coverage.add(0..offset.min(self.bytes.len() as u64));
    }

    /// Of bytes read by way of `mapped`, those that were released.
    fn bytes_read(&self) -> u64 {
        self.coverage.bytes()
    }
}

/// A large object, fetched in parts.
pub(super) struct RangedBody {
    fetch: Arc<Fetch>,
    size: u64,
    content_encoding: Option<String>,
    /// The part that opening the object has begun; the first reader takes it.
    first: Mutex<Option<Part>>,
    coverage: Coverage,
}

impl RangedBody {
    pub(super) fn new(
        fetch: Arc<Fetch>,
        size: u64,
        content_encoding: Option<String>,
        first: Part,
    ) -> Self {
        let (first, coverage) = (Mutex::new(Some(first)), Coverage::default());
        Self { fetch, size, content_encoding, first, coverage }
    }
}

impl Body for RangedBody {
    fn size(&self) -> Option<u64> {
        Some(self.size)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let requested = if first.is_some() { PART_BYTES as u64 } else { 0 };
        Ok(Box::new(PartReader {
            body: self,
            ahead: first.into_iter().collect(),
            requested,
            current: Bytes::new(),
            offset: 0,
            fault: None,
        }))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        let blocks = BlockReader { body: self, blocks: Mutex::default() };
        Ok(Box::new(Cursor::new(blocks, &self.coverage)))
    }

    fn content_encoding(&self) -> Option<&str> {
        self.content_encoding.as_deref()
    }

    fn bytes_read(&self) -> u64 {
        self.coverage.bytes()
    }
}

/// Reads once through, with the next parts on their way.
struct PartReader<'b> {
    body: &'b RangedBody,
    ahead: VecDeque<Part>,
    /// Where the next part to ask for begins.
    requested: u64,
    /// What is left of the part in use.
    current: Bytes,
    offset: u64,
    fault: Option<BodyFault>,
}

impl PartReader<'_> {
    /// Asks for further parts while the budget of all open objects together has room.
    fn read_ahead(&mut self) {
        let budget = self.body.fetch.connection().read_ahead();
        while self.ahead.len() < PARTS_AHEAD && self.requested < self.body.size {
            let Ok(permit) = budget.clone().try_acquire_owned() else { break };
            self.ask(Some(permit));
        }
    }

    fn ask(&mut self, permit: Option<OwnedSemaphorePermit>) {
        let end = self.body.size.min(self.requested + PART_BYTES as u64);
        let part = Part::spawn(&self.body.fetch, self.requested..end, None, permit);
        self.ahead.push_back(part);
        self.requested = end;
    }

    /// The next part. The one that is needed now never waits for the budget.
    fn next_part(&mut self) -> Result<Bytes, BodyFault> {
        if self.ahead.is_empty() {
            self.ask(None);
        }
        self.ahead.pop_front().map_or(Ok(Bytes::new()), Part::wait)
    }
}

impl Read for PartReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone().into_io());
        }
        if self.offset == self.body.size || buffer.is_empty() {
            return Ok(0);
        }
        if self.offset >= READ_AHEAD_FROM {
            self.read_ahead();
        }
        if self.current.is_empty() {
            self.current = self.next_part().map_err(|fault| {
                self.fault = Some(fault.clone());
                fault.into_io()
            })?;
        }
        let read = self.current.len().min(buffer.len());
        self.current.copy_to_slice(&mut buffer[..read]);
        self.body.coverage.add(self.offset..self.offset + read as u64);
        self.offset += read as u64;
        Ok(read)
    }
}

/// Reads at any place, in blocks.
struct BlockReader<'b> {
    body: &'b RangedBody,
    blocks: Mutex<Blocks>,
}

/// The blocks last used, the latest last.
#[derive(Default)]
struct Blocks {
    kept: VecDeque<(u64, Bytes)>,
    /// The size and the end of the block fetched last.
    step: u64,
    end: u64,
}

impl Blocks {
    fn find(&self, offset: u64) -> Option<Bytes> {
        let (start, bytes) = self
            .kept
            .iter()
            .find(|(start, b)| (*start..*start + b.len() as u64).contains(&offset))?;
        Some(bytes.slice(usize::try_from(offset - start).ok()?..))
    }

    /// The range to fetch so that the byte at `offset` is there.
    fn range(&mut self, offset: u64, size: u64) -> Range<u64> {
        let sequential = self.step > 0 && offset == self.end;
        self.step = if sequential { (self.step * 2).min(BLOCK_BYTES_MAX) } else { BLOCK_BYTES_MIN };
        // A format with a directory at its end is read backwards there.
        let tail = size.saturating_sub(BLOCK_BYTES_MIN);
        let aligned = (offset / BLOCK_ALIGNMENT * BLOCK_ALIGNMENT).min(tail);
        let start = if sequential { offset } else { aligned };
        self.end = size.min(start + self.step);
        start..self.end
    }

    fn keep(&mut self, start: u64, bytes: Bytes) {
        if self.kept.len() == BLOCKS_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((start, bytes));
    }
}

impl ReadAt for BlockReader<'_> {
    fn size(&self) -> u64 {
        self.body.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = match blocks.find(offset) {
            Some(bytes) => bytes,
            None => {
                let range = blocks.range(offset, self.body.size);
                let part = Part::spawn(&self.body.fetch, range.clone(), None, None);
                let fetched = part.wait().map_err(BodyFault::into_io)?;
                blocks.keep(range.start, fetched);
                blocks.find(offset).unwrap_or_default()
            }
        };
        let read = bytes.len().min(buffer.len());
        bytes.copy_to_slice(&mut buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: u64 = 100 << 20;

    #[test]
    fn a_block_holds_the_byte_that_was_asked_for() {
        for offset in [0, 1, 65_535, 65_536, SIZE / 2 + 77, SIZE - 300_000, SIZE - 22, SIZE - 1] {
            let mut blocks = Blocks::default();
            let range = blocks.range(offset, SIZE);
            assert!(range.contains(&offset), "{offset} is not in {range:?}");
            assert!(range.end <= SIZE);
            assert!(range.end - range.start <= BLOCK_BYTES_MIN);
        }
    }

    #[test]
    fn the_end_is_fetched_as_one_block() {
        let mut blocks = Blocks::default();
        assert_eq!(blocks.range(SIZE - 22, SIZE), SIZE - BLOCK_BYTES_MIN..SIZE);
    }

    #[test]
    fn going_on_asks_for_more_each_time_up_to_a_limit() {
        let mut blocks = Blocks::default();
        let mut at = 0;
        let mut lengths = Vec::new();
        for _ in 0..7 {
            let range = blocks.range(at, SIZE);
            assert_eq!(range.start, at);
            lengths.push(range.end - range.start);
            at = range.end;
        }
        assert!(lengths.is_sorted());
        assert_eq!((lengths[0], lengths[6]), (BLOCK_BYTES_MIN, BLOCK_BYTES_MAX));
        let jumped = blocks.range(50 << 20, SIZE);
        assert_eq!(jumped.end - jumped.start, BLOCK_BYTES_MIN);
    }

    #[test]
    fn few_blocks_are_kept() {
        let mut blocks = Blocks::default();
        for n in 0..10u64 {
            blocks.keep(n * 10, Bytes::from_static(b"0123456789"));
        }
        assert_eq!(blocks.kept.len(), BLOCKS_KEPT);
        assert!(blocks.find(59).is_none());
        assert_eq!(blocks.find(97).unwrap(), &b"789"[..]);
    }
}

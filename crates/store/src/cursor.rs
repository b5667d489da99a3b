//! One reader for everything that has bytes at offsets.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use crate::coverage::Coverage;

/// Bytes at offsets: a mapping, a file, cached blocks of an S3 object.
pub(crate) trait ReadAt {
    /// How many bytes there are.
    fn size(&self) -> u64;

    /// Reads some bytes at `offset`, which lies before the end, into a buffer that is not empty.
    /// Nothing read means that the bytes ended too early.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

impl ReadAt for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let from = usize::try_from(offset).ok();
        from.and_then(|from| self.get(from..)).unwrap_or_default().read(buffer)
    }
}

/// Reads and seeks in a [`ReadAt`], and notes what was read.
pub(crate) struct Cursor<'s, S> {
    source: S,
    coverage: &'s Coverage,
    offset: u64,
    /// Read and not noted yet, so that small reads in a row cost one note.
    unnoted: Range<u64>,
}

/// After so many bytes a sequential reader notes them, so that progress shows.
const NOTE_BYTES: u64 = 256 * 1024;

impl<'s, S: ReadAt> Cursor<'s, S> {
    pub(crate) fn new(source: S, coverage: &'s Coverage) -> Self {
        Self { source, coverage, offset: 0, unnoted: 0..0 }
    }

    fn note(&mut self, read: Range<u64>) {
        if self.unnoted.end == read.start {
            self.unnoted.end = read.end;
        } else {
            self.coverage.add(self.unnoted.clone());
            self.unnoted = read;
        }
        if self.unnoted.end - self.unnoted.start >= NOTE_BYTES {
            self.coverage.add(self.unnoted.clone());
            self.unnoted = self.offset..self.offset;
        }
    }
}

impl<S: ReadAt> Read for Cursor<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.source.size().saturating_sub(self.offset);
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if wanted == 0 {
            return Ok(0);
        }
        let read = self.source.read_at(self.offset, &mut buffer[..wanted])?;
        let start = self.offset;
        self.offset += read as u64;
        self.note(start..self.offset);
        Ok(read)
    }
}

impl<S: ReadAt> Seek for Cursor<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(by) => self.source.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.offset.checked_add_signed(by),
        };
        let before_start = || io::Error::new(io::ErrorKind::InvalidInput, "seek before the start");
        self.offset = target.ok_or_else(before_start)?;
        Ok(self.offset)
    }
}

impl<S> Drop for Cursor<'_, S> {
    fn drop(&mut self) {
        self.coverage.add(self.unnoted.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_and_seeks_as_a_file_does() {
        let coverage = Coverage::default();
        let mut cursor = Cursor::new(&b"0123456789"[..], &coverage);
        let mut two = [0; 2];
        cursor.seek(SeekFrom::End(-3)).unwrap();
        cursor.read_exact(&mut two).unwrap();
        assert_eq!(&two, b"78");
        cursor.seek(SeekFrom::Current(-6)).unwrap();
        cursor.read_exact(&mut two).unwrap();
        assert_eq!(&two, b"34");
        cursor.seek(SeekFrom::Start(99)).unwrap();
        assert_eq!(cursor.read(&mut two).unwrap(), 0);
        assert!(cursor.seek(SeekFrom::Current(-100)).is_err());
        drop(cursor);
        assert_eq!(coverage.bytes(), 4);
    }

    #[test]
    fn a_long_read_is_noted_before_it_ends() {
        let bytes = vec![7u8; 1 << 20];
        let coverage = Coverage::default();
        let mut cursor = Cursor::new(&bytes[..], &coverage);
        let mut buffer = [0; 4096];
        for _ in 0..100 {
            cursor.read_exact(&mut buffer).unwrap();
        }
        assert!(coverage.bytes() >= NOTE_BYTES);
        drop(cursor);
        assert_eq!(coverage.bytes(), 100 * 4096);
    }
}

//! An object that lies in memory: for whoever embeds the readers, for benches and for tests.

use std::io::{self, Cursor, Read};

use crate::{Body, ReadSeek};

/// A [`Body`] over bytes in memory.
pub struct BytesBody<B> {
    bytes: B,
    /// Bytes that one read gives at most, where it is a stream and no slice.
    read_bytes_max: Option<usize>,
}

impl<B: AsRef<[u8]>> BytesBody<B> {
    /// Bytes that readers see as one slice, as those of a mapped file.
    pub fn new(bytes: B) -> Self {
        Self { bytes, read_bytes_max: None }
    }

    /// Bytes that arrive as a stream, at most `read_bytes_max` (at least one) with each read.
    pub fn streamed(bytes: B, read_bytes_max: usize) -> Self {
        Self { bytes, read_bytes_max: Some(read_bytes_max.max(1)) }
    }
}

impl<B: AsRef<[u8]> + Send + Sync> Body for BytesBody<B> {
    fn size(&self) -> Option<u64> {
        Some(self.bytes_read())
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        let bytes = self.bytes.as_ref();
        Ok(Box::new(Pieces { bytes, most: self.read_bytes_max.unwrap_or(usize::MAX) }))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Ok(Box::new(Cursor::new(self.bytes.as_ref())))
    }

    fn mapped(&self) -> Option<&[u8]> {
        self.read_bytes_max.is_none().then(|| self.bytes.as_ref())
    }

    /// All of them: what lies in memory has been read.
    fn bytes_read(&self) -> u64 {
        self.bytes.as_ref().len() as u64
    }
}

struct Pieces<'b> {
    bytes: &'b [u8],
    most: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = into.len().min(self.most);
        self.bytes.read(&mut into[..wanted])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_no_slice_and_comes_in_pieces() {
        let body = BytesBody::streamed(b"abcde", 2);
        let mut buffer = [0; 5];
        assert_eq!(body.reader().and_then(|mut reader| reader.read(&mut buffer)).ok(), Some(2));
        assert!(body.mapped().is_none());
        assert_eq!(BytesBody::new(b"abcde").mapped(), Some(&b"abcde"[..]));
    }
}

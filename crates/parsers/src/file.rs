//! The file being read, shared by what reads at different places of it.

use std::io::{self, Read, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use magpie_model::ReadSeek;

/// A file of known length, read at any place. Clones read the same file.
#[derive(Clone)]
pub struct File {
    inner: Arc<Mutex<Box<dyn ReadSeek + Send>>>,
    length: u64,
}

impl File {
    /// Takes a file whose length is where it ends now.
    ///
    /// # Errors
    /// When its end cannot be found.
    pub fn new(mut inner: Box<dyn ReadSeek + Send>) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0))?;
        Ok(Self { inner: Arc::new(Mutex::new(inner)), length })
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads as much as is there, up to the length of `into`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.seek(SeekFrom::Start(offset))?;
        let mut filled = 0;
        while filled < into.len() {
            match inner.read(&mut into[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Exactly these bytes. What is asked for is compared with the file's length before memory is
    /// taken.
    ///
    /// # Errors
    /// When the file ends before, or cannot be read.
    pub fn bytes_at(&self, offset: u64, length: usize) -> io::Result<Bytes> {
        if offset.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; length];
        match self.read_at(offset, &mut bytes)? {
            read if read == length => Ok(bytes.into()),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Reads on from a place, with a buffer of its own.
    pub fn reader(&self, offset: u64) -> Reader {
        Reader { file: self.clone(), at: offset, buffer: Vec::new(), used: 0 }
    }
}

/// Reads a [`File`] in order, or at any place.
pub struct Reader {
    file: File,
    at: u64,
    buffer: Vec<u8>,
    used: usize,
}

/// Bytes that a reader takes ahead.
const AHEAD_BYTES: usize = 64 * 1024;

impl Reader {
    /// Offset of the next byte.
    pub fn position(&self) -> u64 {
        self.at - (self.buffer.len() - self.used) as u64
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.used == self.buffer.len() {
            if into.len() >= AHEAD_BYTES {
                let read = self.file.read_at(self.at, into)?;
                self.at += read as u64;
                return Ok(read);
            }
            self.buffer.resize(AHEAD_BYTES, 0);
            let read = self.file.read_at(self.at, &mut self.buffer)?;
            self.buffer.truncate(read);
            self.at += read as u64;
            self.used = 0;
        }
        let count = into.len().min(self.buffer.len() - self.used);
        into[..count].copy_from_slice(&self.buffer[self.used..self.used + count]);
        self.used += count;
        Ok(count)
    }
}

impl io::Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.file.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position().checked_add_signed(by),
        };
        let place = place.ok_or(io::ErrorKind::InvalidInput)?;
        self.buffer.clear();
        self.used = 0;
        self.at = place;
        Ok(place)
    }
}

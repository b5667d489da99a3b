//! A seekable file with one block in memory, so that small reads near each other cost one.

use std::io::{self, Read, SeekFrom};

use magpie_model::ReadSeek;

const BLOCK_BYTES: usize = 64 * 1024;

pub(super) struct Blocks<'f> {
    file: &'f mut (dyn ReadSeek + 'f),
    /// Where the file itself stands; `None` before the first read and after an error.
    file_at: Option<u64>,
    block: Vec<u8>,
    block_at: u64,
    at: u64,
}

impl<'f> Blocks<'f> {
    pub(super) fn new(file: &'f mut (dyn ReadSeek + 'f)) -> Self {
        Self { file, file_at: None, block: Vec::new(), block_at: 0, at: 0 }
    }

    pub(super) fn length(&mut self) -> io::Result<u64> {
        self.file_at = None;
        self.file.seek(SeekFrom::End(0))
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The next read begins at `at`.
    pub(super) fn go(&mut self, at: u64) {
        self.at = at;
    }

    /// Reads exactly `N` bytes; `None` when the file ends before.
    pub(super) fn array<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        match self.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read_file(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.file_at != Some(self.at) {
            self.file_at = None;
            self.file.seek(SeekFrom::Start(self.at))?;
        }
        self.file_at = None;
        let read = self.file.read(into)?;
        self.file_at = Some(self.at + read as u64);
        Ok(read)
    }
}

impl Read for Blocks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let held = self.at.checked_sub(self.block_at).and_then(|at| usize::try_from(at).ok());
        let mut rest = held.and_then(|at| self.block.get(at..)).unwrap_or_default();
        if rest.is_empty() {
            if into.len() >= BLOCK_BYTES {
                let read = self.read_file(into)?;
                self.at += read as u64;
                return Ok(read);
            }
            let mut block = std::mem::take(&mut self.block);
            block.resize(BLOCK_BYTES, 0);
            let read = self.read_file(&mut block)?;
            block.truncate(read);
            self.block = block;
            self.block_at = self.at;
            rest = &self.block;
        }
        let read = rest.len().min(into.len());
        into[..read].copy_from_slice(&rest[..read]);
        self.at += read as u64;
        Ok(read)
    }
}

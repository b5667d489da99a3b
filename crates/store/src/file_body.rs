//! The bytes of one file: mapped, or read where its file system cannot map it.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt as _;
use std::time::SystemTime;

use magpie_model::{Body, BodyFault, ReadSeek, Reason};

use crate::coverage::Coverage;
use crate::cursor::{Cursor, ReadAt};
use crate::sigbus::GuardedMap;

/// An open file, of which the first `size` bytes are the object.
pub(crate) struct FileBody {
    file: File,
    size: u64,
    map: Option<GuardedMap>,
    coverage: Coverage,
    opened: Stamp,
}

/// What tells that a file was written to: its length, and the time of its last change.
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl FileBody {
    /// Takes a file that has at least `size` bytes now.
    pub(crate) fn new(file: File, size: u64) -> Self {
        let length = usize::try_from(size).ok().filter(|length| *length > 0);
        let map = length.and_then(|length| GuardedMap::new(&file, length).ok());
        Self { map, ..Self::unmapped(file, size) }
    }

    fn unmapped(file: File, size: u64) -> Self {
        let opened = Stamp::of(&file).unwrap_or(Stamp { length: size, modified: None });
        Self { file, size, map: None, coverage: Coverage::default(), opened }
    }

    fn shrank(&self) -> Option<BodyFault> {
        let faulted = self.map.as_ref().is_some_and(GuardedMap::faulted);
        // Cut inside its last page, a mapped file reads as zeros without any signal.
        let length = self.file.metadata().map_or(0, |now| now.len());
        (faulted || length < self.size).then(|| BodyFault {
            reason: Reason::ReadError,
            detail: "the file shrank while it was read, or its disk failed".into(),
        })
    }

    /// A file that only grew is no other file: of a log that is appended to, the listed bytes
    /// stay what they were.
    fn rewritten(&self) -> Option<BodyFault> {
        let now = Stamp::of(&self.file).ok()?;
        let changed = now.modified != self.opened.modified && now.length <= self.opened.length;
        changed.then(|| BodyFault {
            reason: Reason::ObjectVersionMismatch,
            detail: "the file changed while it was read".into(),
        })
    }

    fn read_file(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self.file.read_at(buffer, offset) {
            Ok(0) => Err(self.shrank().map_or_else(early_end, BodyFault::into_io)),
            Ok(read) => Ok(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(read_fault(&error).into_io()),
        }
    }
}

fn early_end() -> io::Error {
    read_fault(&io::ErrorKind::UnexpectedEof.into()).into_io()
}

/// The fault of a read that the operating system refused.
pub(crate) fn read_fault(error: &io::Error) -> BodyFault {
    BodyFault { reason: Reason::ReadError, detail: format!("it could not be read: {error}") }
}

impl ReadAt for &FileBody {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(map) = &self.map else { return self.read_file(offset, buffer) };
        let at = usize::try_from(offset).map_err(|_| early_end())?;
        let bytes = map.bytes().get(at..).ok_or_else(early_end)?;
        let read = bytes.len().min(buffer.len());
        buffer[..read].copy_from_slice(&bytes[..read]);
        match map.faulted().then(|| self.shrank()).flatten() {
            Some(fault) => Err(fault.into_io()),
            None => Ok(read),
        }
    }
}

impl Body for FileBody {
    fn size(&self) -> Option<u64> {
        Some(self.size)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(Cursor::new(self, &self.coverage)))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Ok(Box::new(Cursor::new(self, &self.coverage)))
    }

    /// An empty file is memory too; nothing of it can be mapped.
    fn mapped(&self) -> Option<&[u8]> {
        match &self.map {
            Some(map) => Some(map.bytes()),
            None => (self.size == 0).then_some(&[]),
        }
    }

    fn release(&self, offset: u64) {
        // Zeros in the place of what was cut off were not read.
        let length = self.file.metadata().map_or(0, |now| now.len());
        let offset = offset.min(self.size).min(length);
        self.coverage.add(0..offset);
        if let (Some(map), Ok(offset)) = (&self.map, usize::try_from(offset)) {
            map.release(offset);
        }
    }

    fn fault(&self) -> Option<BodyFault> {
        self.shrank().or_else(|| self.rewritten())
    }

    /// Of bytes read by way of `mapped`, those that were released.
    fn bytes_read(&self) -> u64 {
        self.coverage.bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom, Write as _};

    use magpie_model::fault_of;

    use super::*;

    fn file(content: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        file
    }

    fn both(content: &[u8]) -> [FileBody; 2] {
        let size = content.len() as u64;
        [FileBody::new(file(content), size), FileBody::unmapped(file(content), size)]
    }

    #[test]
    fn mapped_and_unmapped_read_the_same() {
        let content: Vec<u8> = (0..100_000u32).map(|n| (n % 251) as u8).collect();
        for body in both(&content) {
            let mut all = Vec::new();
            body.reader().unwrap().read_to_end(&mut all).unwrap();
            assert!(all == content);
            assert_eq!(body.bytes_read(), 100_000);
            let mut seekable = body.seekable().unwrap();
            seekable.seek(SeekFrom::End(-4)).unwrap();
            all.clear();
            seekable.read_to_end(&mut all).unwrap();
            assert_eq!(all, content[99_996..]);
            assert!(body.fault().is_none());
        }
    }

    #[test]
    fn an_empty_file_is_an_empty_slice() {
        let body = FileBody::new(file(b""), 0);
        assert_eq!(body.mapped(), Some(&b""[..]));
        assert_eq!(body.reader().unwrap().read(&mut [0; 8]).unwrap(), 0);
        assert!(body.fault().is_none());
    }

    #[test]
    fn a_file_cut_while_it_is_read_ends_in_a_read_error() {
        for body in both(&vec![b'z'; 1 << 20]) {
            let mut reader = body.reader().unwrap();
            reader.read_exact(&mut [0; 100]).unwrap();
            body.file.set_len(64 * 1024).unwrap();
            let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(fault_of(&error).map(|f| f.reason), Some(Reason::ReadError));
            assert!(body.fault().unwrap().detail.contains("shrank while it was read"));
        }
    }

    #[test]
    fn a_cut_inside_the_last_page_is_noticed() {
        let body = FileBody::new(file(&[b'z'; 5_000]), 5_000);
        body.file.set_len(4_500).unwrap();
        assert_eq!(body.mapped().unwrap()[4_999], 0, "no signal tells of it");
        assert!(body.fault().is_some());
    }

    #[test]
    fn a_file_that_grew_is_read_to_the_listed_size() {
        let mut grown = file(b"0123456789");
        let body = FileBody::new(grown.try_clone().unwrap(), 10);
        grown.write_all(b"more").unwrap();
        let mut all = Vec::new();
        body.reader().unwrap().read_to_end(&mut all).unwrap();
        assert_eq!(all, b"0123456789");
        assert!(body.fault().is_none());
    }

    #[test]
    fn a_file_rewritten_in_place_is_another_version() {
        for body in both(b"0123456789") {
            assert!(body.fault().is_none());
            body.file.write_all_at(b"98765", 0).unwrap();
            // Two writes within one tick of the clock have the same time.
            let later = SystemTime::now() + std::time::Duration::from_nanos(1_000);
            body.file.set_modified(later).unwrap();
            let fault = body.fault().unwrap();
            assert_eq!(fault.reason, Reason::ObjectVersionMismatch);
            assert_eq!(fault.detail, "the file changed while it was read");
        }
    }

    #[test]
    fn what_was_cut_off_does_not_count_as_read() {
        let body = FileBody::new(file(&[b'z'; 5_000]), 5_000);
        body.file.set_len(3_000).unwrap();
        body.release(5_000);
        assert_eq!(body.bytes_read(), 3_000);
    }

    #[test]
    fn released_bytes_of_a_mapping_count_as_read() {
        let body = FileBody::new(file(&[b'z'; 5_000]), 5_000);
        assert_eq!(body.bytes_read(), 0);
        body.release(3_000);
        body.release(9_999);
        assert_eq!(body.bytes_read(), 5_000);
    }
}

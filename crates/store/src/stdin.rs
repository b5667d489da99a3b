//! Standard input as a store of one object. A thread of its own reads it, which may be left behind:
//! nothing ends a read that waits.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::FileExt as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use magpie_model::{Body, BodyFault, ObjectRef, OpenFailure, Outcome, ReadSeek, Reason, fault_of};

use crate::coverage::Coverage;
use crate::cursor::{Cursor, ReadAt};
use crate::file_body::read_fault;
use crate::stop::interrupted;
use crate::{Listed, ObjectHeaders, Opened, Stop, Store, StoreError};

type Source = Box<dyn Read + Send>;

/// The bucket and the key of what came by standard input.
const NAME: &str = "-";
const SPOOL_STEP_BYTES: usize = 256 * 1024;

/// One object, bucket `-`, key `-`, that can be opened once.
pub struct StandardInput {
    source: Mutex<Option<Source>>,
    spool_bytes_max: u64,
}

impl StandardInput {
    /// The process's standard input. Nothing is read yet.
    ///
    /// What needs seeking is spooled to an unlinked temporary file of at most `spool_bytes_max`.
    /// Waiting for more of it ends with `stop`.
    pub fn new(spool_bytes_max: u64, stop: Stop) -> Self {
        let source = Waited::new(Box::new(io::stdin()), stop);
        Self::from_reader(Box::new(source), spool_bytes_max)
    }

    /// Any stream in its place.
    pub fn from_reader(source: Box<dyn Read + Send>, spool_bytes_max: u64) -> Self {
        Self { source: Mutex::new(Some(source)), spool_bytes_max }
    }
}

impl Store for StandardInput {
    fn bucket(&self) -> &str {
        NAME
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        let object = ObjectRef {
            bucket: Arc::from(NAME),
            key: NAME.into(),
            raw_key: None,
            version_id: None,
            size: None,
            etag: None,
            last_modified: None,
            storage_class: None,
        };
        let _ = sink(Listed { object, preset: None, encryption: None });
        Ok(())
    }

    fn open(&self, _object: &ObjectRef) -> Result<Opened, OpenFailure> {
        let source = take(&self.source)
            .map_err(|fault| OpenFailure::of(Outcome::with_detail(fault.reason, fault.detail)))?;
        let body = StreamBody {
            source: Mutex::new(Some(source)),
            spool: OnceLock::new(),
            spool_bytes_max: self.spool_bytes_max,
            coverage: Coverage::default(),
        };
        Ok(Opened { body: Box::new(body), told: ObjectHeaders::UNKNOWN, replaced: None })
    }
}

fn take(source: &Mutex<Option<Source>>) -> Result<Source, BodyFault> {
    let source = source.lock().unwrap_or_else(PoisonError::into_inner).take();
    source.ok_or_else(|| BodyFault {
        reason: Reason::ReadError,
        detail: "standard input can be read once only, and was read already".into(),
    })
}

/// A stream that can be read once, or seeked in once it is spooled.
struct StreamBody {
    source: Mutex<Option<Source>>,
    spool: OnceLock<Spool>,
    spool_bytes_max: u64,
    coverage: Coverage,
}

impl StreamBody {
    fn spool(&self) -> Result<&Spool, BodyFault> {
        if let Some(spool) = self.spool.get() {
            return Ok(spool);
        }
        let mut source = take(&self.source)?;
        let mut file = tempfile::tempfile().map_err(|e| read_fault(&e))?;
        let mut size = 0u64;
        let mut buffer = vec![0; SPOOL_STEP_BYTES];
        loop {
            let read = read_some(&mut source, &mut buffer)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            if size > self.spool_bytes_max {
                return Err(BodyFault {
                    reason: Reason::FileExceedsSizeLimit,
                    detail: "its format needs seeking, and it is too long to be spooled".into(),
                });
            }
            file.write_all(&buffer[..read]).map_err(|e| read_fault(&e))?;
        }
        Ok(self.spool.get_or_init(|| Spool { file, size }))
    }
}

impl Body for StreamBody {
    fn size(&self) -> Option<u64> {
        self.spool.get().map(|spool| spool.size)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        if self.spool.get().is_some() {
            return Ok(Box::new(self.seekable()?));
        }
        let source = take(&self.source).map_err(BodyFault::into_io)?;
        Ok(Box::new(Counted { source, offset: 0, coverage: &self.coverage }))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        let spool = self.spool().map_err(BodyFault::into_io)?;
        Ok(Box::new(Cursor::new(spool, &self.coverage)))
    }

    fn bytes_read(&self) -> u64 {
        self.coverage.bytes()
    }
}

/// A stream's bytes in an unlinked temporary file.
struct Spool {
    file: File,
    size: u64,
}

impl ReadAt for &Spool {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self.file.read_at(buffer, offset) {
            Ok(0) => Err(read_fault(&io::ErrorKind::UnexpectedEof.into()).into_io()),
            other => other,
        }
    }
}

/// A stream that notes how far it was read.
struct Counted<'b> {
    source: Source,
    offset: u64,
    coverage: &'b Coverage,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_some(&mut self.source, buffer).map_err(BodyFault::into_io)?;
        self.coverage.add(self.offset..self.offset + read as u64);
        self.offset += read as u64;
        Ok(read)
    }
}

fn read_some(source: &mut Source, buffer: &mut [u8]) -> Result<usize, BodyFault> {
    loop {
        match source.read(buffer) {
            Ok(read) => return Ok(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(fault_of(&error).cloned().unwrap_or_else(|| read_fault(&error)));
            }
        }
    }
}

/// Bytes that the thread hands over at once; more than a pipe holds.
const PIECE_BYTES: usize = 128 * 1024;
/// Pieces that wait to be taken.
const PIECES_AHEAD: usize = 2;

/// A stream that another thread reads, so that whoever takes its bytes can stop waiting.
struct Waited {
    source: Option<Source>,
    pieces: Option<Receiver<io::Result<Vec<u8>>>>,
    piece: Vec<u8>,
    taken: usize,
    stop: Stop,
}

impl Waited {
    /// The thread begins with the first read.
    fn new(source: Source, stop: Stop) -> Self {
        Self { source: Some(source), pieces: None, piece: Vec::new(), taken: 0, stop }
    }

    fn begin(&mut self) -> io::Result<()> {
        let Some(mut source) = self.source.take() else { return Ok(()) };
        let (sender, pieces) = sync_channel(PIECES_AHEAD);
        let read = move || loop {
            let mut piece = vec![0; PIECE_BYTES];
            let read = source.read(&mut piece).map(|read| {
                piece.truncate(read);
                piece
            });
            let ends = read.as_ref().is_ok_and(Vec::is_empty);
            if sender.send(read).is_err() || ends {
                return;
            }
        };
        std::thread::Builder::new().name("stdin".into()).spawn(read)?;
        self.pieces = Some(pieces);
        Ok(())
    }

    /// The next bytes; none at the end.
    fn next(&self) -> io::Result<Vec<u8>> {
        let Some(pieces) = &self.pieces else { return Ok(Vec::new()) };
        loop {
            match pieces.recv_timeout(Stop::look_every()) {
                Ok(piece) => return piece,
                Err(RecvTimeoutError::Timeout) if self.stop.is_set() => {
                    return Err(interrupted().into_io());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
            }
        }
    }
}

impl Read for Waited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.begin()?;
        if self.taken == self.piece.len() {
            self.piece = self.next()?;
            self.taken = 0;
        }
        let read = buffer.len().min(self.piece.len() - self.taken);
        buffer[..read].copy_from_slice(&self.piece[self.taken..self.taken + read]);
        self.taken += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom};

    use magpie_model::fault_of;

    use super::*;

    fn opened(content: &'static [u8], spool_bytes_max: u64) -> (StandardInput, Opened, ObjectRef) {
        let store = StandardInput::from_reader(Box::new(content), spool_bytes_max);
        let mut objects = Vec::new();
        store
            .list(&mut |listed| {
                objects.push(listed.object);
                ControlFlow::Continue(())
            })
            .unwrap();
        let object = objects.remove(0);
        let opened = store.open(&object).ok().unwrap();
        (store, opened, object)
    }

    #[test]
    fn it_is_read_once() {
        let (store, opened, object) = opened(b"hello", 100);
        assert_eq!(opened.body.size(), None);
        let mut text = String::new();
        opened.body.reader().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "hello");
        assert_eq!(opened.body.bytes_read(), 5);
        assert!(opened.body.reader().is_err());
        assert!(store.open(&object).is_err());
    }

    #[test]
    fn spooled_it_can_be_sought_in_and_knows_its_size() {
        let (_, opened, _) = opened(b"0123456789", 10);
        let mut seekable = opened.body.seekable().unwrap();
        seekable.seek(SeekFrom::End(-2)).unwrap();
        let mut text = String::new();
        seekable.read_to_string(&mut text).unwrap();
        assert_eq!(text, "89");
        assert_eq!(opened.body.size(), Some(10));
        drop(seekable);
        assert_eq!(opened.body.bytes_read(), 2);
        text.clear();
        opened.body.reader().unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "0123456789");
    }

    /// Says nothing, ever.
    struct Silent;

    impl Read for Silent {
        fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
            loop {
                std::thread::park();
            }
        }
    }

    #[test]
    fn waiting_for_a_silent_stream_ends_with_the_wish_to_stop() {
        let wish = Arc::new(std::sync::atomic::AtomicBool::new(true));
        let mut waited = Waited::new(Box::new(Silent), Stop::when(&wish));
        let error = waited.read(&mut [0; 8]).unwrap_err();
        assert_eq!(fault_of(&error).map(|fault| fault.reason), Some(Reason::Interrupted));
    }

    #[test]
    fn what_another_thread_reads_arrives_whole() {
        let content: Vec<u8> = (0..700_000u32).map(|n| (n % 251) as u8).collect();
        let source = Box::new(io::Cursor::new(content.clone()));
        let mut all = Vec::new();
        Waited::new(source, Stop::default()).read_to_end(&mut all).unwrap();
        assert!(all == content);
    }

    #[test]
    fn a_spool_has_a_limit() {
        let (_, opened, _) = opened(b"0123456789", 9);
        let error = opened.body.seekable().err().unwrap();
        assert_eq!(fault_of(&error).unwrap().reason, Reason::FileExceedsSizeLimit);
    }
}

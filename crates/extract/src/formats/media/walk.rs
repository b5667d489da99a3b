//! What a walk over a file has at hand: its bytes at any place, and the notes that it takes.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use magpie_model::ReadSeek;

use crate::formats::runs;

/// Bytes of one note, and of all notes of one file.
const NOTE_BYTES_MAX: usize = 4 * 1024 * 1024;
const NOTES_BYTES_MAX: usize = 16 * 1024 * 1024;
const NOTES_MAX: usize = 65_536;
/// Fewer bytes behind the end of a file say nothing.
const BEHIND_BYTES_MIN: u64 = 8;
const BUFFER_BYTES: usize = 256 * 1024;

/// A file, read from where it stands.
pub(super) struct Input<'f> {
    reader: BufReader<&'f mut (dyn ReadSeek + 'f)>,
    at: u64,
    length: u64,
}

impl<'f> Input<'f> {
    pub(super) fn new(file: &'f mut (dyn ReadSeek + 'f)) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        Ok(Self { reader: BufReader::with_capacity(BUFFER_BYTES, file), at: 0, length })
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The next read begins at `at`, or at the end of a shorter file.
    pub(super) fn go(&mut self, at: u64) -> io::Result<()> {
        let at = at.min(self.length);
        let step = i128::from(at) - i128::from(self.at);
        match i64::try_from(step) {
            Ok(step) => self.reader.seek_relative(step)?,
            Err(_) => drop(self.reader.seek(SeekFrom::Start(at))?),
        }
        self.at = at;
        Ok(())
    }

    pub(super) fn skip(&mut self, bytes: u64) -> io::Result<()> {
        self.go(self.at.saturating_add(bytes))
    }

    /// Exactly `N` bytes; `None` when the file ends before.
    pub(super) fn array<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        match self.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The next bytes, as many as a note may have; passes over the rest of them.
    pub(super) fn bytes(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let end = self.at.saturating_add(length);
        let mut bytes = Vec::new();
        self.by_ref().take(length.min(NOTE_BYTES_MAX as u64)).read_to_end(&mut bytes)?;
        self.go(end)?;
        Ok(bytes)
    }

    /// Where something begins behind `end`, zeros and white space aside.
    pub(super) fn filled_from(&mut self, end: u64) -> io::Result<Option<u64>> {
        self.go(end)?;
        let mut chunk = [0; 4096];
        loop {
            let from = self.at;
            let read = self.read(&mut chunk)?;
            let is_blank = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
            if let Some(first) = chunk[..read].iter().position(|byte| !is_blank(byte)) {
                let begins = from + first as u64;
                return Ok((self.length - begins >= BEHIND_BYTES_MIN).then_some(begins));
            }
            if read == 0 {
                return Ok(None);
            }
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Something that is told beside what a file shows.
pub(super) enum Note {
    /// A text under a label.
    Text(String, String),
    /// Bytes whose printable runs are read.
    Runs(Vec<u8>),
    /// A file of its own.
    File(&'static str, Vec<u8>),
}

/// What a walk has noted.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) all: Vec<Note>,
    bytes: usize,
}

impl Notes {
    pub(super) fn text(&mut self, label: &str, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if !text.is_empty() {
            self.put(text.len(), || Note::Text(label.to_owned(), text.to_owned()));
        }
    }

    pub(super) fn runs(&mut self, bytes: &[u8]) {
        if runs::has_run(bytes) {
            self.put(bytes.len(), || Note::Runs(bytes.to_vec()));
        }
    }

    pub(super) fn file(&mut self, name: &'static str, bytes: &[u8]) {
        self.put(bytes.len(), || Note::File(name, bytes.to_vec()));
    }

    fn put(&mut self, bytes: usize, note: impl FnOnce() -> Note) {
        if bytes > 0 && self.bytes + bytes <= NOTES_BYTES_MAX && self.all.len() < NOTES_MAX {
            self.bytes += bytes;
            self.all.push(note());
        }
    }
}

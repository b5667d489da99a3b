//! What the line files hold when a run ends, and whether they still do: what is written on the
//! strength of a run shall not rest on files that were cut off or edited since.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ReadError;
use crate::writer::{BUCKETS, FINDINGS, OBJECTS};

/// One file of lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFile {
    /// How many.
    pub lines: u64,
    /// All of them together.
    pub bytes: u64,
    /// `sha256:` and the hash of the bytes.
    pub digest: String,
}

/// The files of lines as a run left them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFiles {
    /// `objects.jsonl`.
    pub objects: LineFile,
    /// `findings.jsonl`.
    pub findings: LineFile,
    /// `buckets.jsonl`.
    pub buckets: LineFile,
}

impl LineFiles {
    /// Compares them with what lies in a directory.
    pub(crate) fn check(&self, directory: &Path) -> Result<(), ReadError> {
        for (name, left) in
            [(OBJECTS, &self.objects), (FINDINGS, &self.findings), (BUCKETS, &self.buckets)]
        {
            let path = directory.join(name);
            let found = match LineSum::of_file(&path) {
                Ok(sum) => sum.file(),
                Err(source) => return Err(ReadError::Io { path, source }),
            };
            if found != *left {
                let difference = difference(left, &found);
                return Err(ReadError::Changed { path, difference });
            }
        }
        Ok(())
    }
}

fn difference(left: &LineFile, found: &LineFile) -> String {
    let LineFile { lines, bytes, .. } = left;
    if found.bytes == *bytes {
        return "its digest is another".into();
    }
    format!("{lines} lines, {bytes} bytes then; {} lines, {} bytes now", found.lines, found.bytes)
}

/// Adds up what is written to a file, or read from it.
#[derive(Debug, Default)]
pub(crate) struct LineSum {
    lines: u64,
    bytes: u64,
    hash: Sha256,
}

impl LineSum {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.bytes += piece.len() as u64;
        self.hash.update(piece);
    }

    /// What is to be said of a ledger to which not everything could be written, when so many
    /// objects were counted.
    pub(crate) fn missing(&self, counted: u64) -> String {
        let lines = self.lines;
        format!(
            "results could not be written to their end: objects counted: {counted}, but lines known to be whole in {OBJECTS}: {lines}"
        )
    }

    pub(crate) fn file(&self) -> LineFile {
        let hash = self.hash.clone().finalize();
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        LineFile { lines: self.lines, bytes: self.bytes, digest: format!("sha256:{hex}") }
    }

    fn of_file(path: &Path) -> io::Result<Self> {
        let mut input = BufReader::with_capacity(1 << 16, regular(path)?);
        let mut sum = Self::default();
        loop {
            let piece = input.fill_buf()?;
            if piece.is_empty() {
                return Ok(sum);
            }
            sum.add(piece);
            let read = piece.len();
            input.consume(read);
        }
    }
}

/// Opens a file of a run. A run holds nothing else, and a pipe in its place would be waited for.
pub(crate) fn regular(path: &Path) -> io::Result<File> {
    match std::fs::metadata(path)?.is_file() {
        true => File::open(path),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file")),
    }
}

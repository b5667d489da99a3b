//! Reads a run directory, one that was cut short included.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::line_files::regular;
use crate::writer::{BUCKETS, FINDINGS, OBJECTS, RUN};
use crate::{
    BucketKind, BucketLine, FindingLine, FindingTotals, ObjectLine, RunFile, RunState, SCHEMA_RUN,
};

/// Bytes of a `run.json`: what runs write is shorter by far.
const RUN_BYTES_MAX: u64 = 64 << 20;

/// Why a run directory could not be read. Each names the path and the mend.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no `run.json`.
    #[error("{} is not a run directory: it holds no run.json; name the directory that `magpie scan --out` wrote", path.display())]
    NotARun {
        /// The path.
        path: PathBuf,
    },
    /// `run.json` is of a version that this program does not know.
    #[error("{} was written with schema {found:?}, and this version reads {SCHEMA_RUN:?}; use the version that wrote it, or a newer one", path.display())]
    OtherSchema {
        /// The run directory.
        path: PathBuf,
        /// What it says.
        found: String,
    },
    /// `run.json` is longer than any that a run writes.
    #[error("{} has more than {RUN_BYTES_MAX} bytes, which no run writes; restore the file, or scan again", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A line, or all of `run.json`, is not what the schema says.
    #[error("{} line {line} is damaged ({source}); restore the file, or scan again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// What the JSON reader said.
        source: serde_json::Error,
    },
    /// A file is not what the run wrote.
    #[error("{} was changed after the run ({difference}); restore the file, or scan again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// In what.
        difference: String,
    },
}

/// An opened run directory.
#[derive(Debug)]
pub struct RunReader {
    directory: PathBuf,
    run: RunFile,
}

impl RunReader {
    /// Opens a run directory.
    ///
    /// # Errors
    /// When it is none, or of another schema.
    pub fn open(directory: &Path) -> Result<Self, ReadError> {
        let path = directory.join(RUN);
        let mut text = Vec::new();
        let read =
            regular(&path).and_then(|file| file.take(RUN_BYTES_MAX + 1).read_to_end(&mut text));
        read.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                ReadError::NotARun { path: directory.to_owned() }
            }
            _ => ReadError::Io { path: path.clone(), source },
        })?;
        if text.len() as u64 > RUN_BYTES_MAX {
            return Err(ReadError::TooLong { path });
        }
        let damaged = |source: serde_json::Error| ReadError::Damaged {
            path: path.clone(),
            line: source.line() as u64,
            source,
        };
        let value: serde_json::Value = serde_json::from_slice(&text).map_err(damaged)?;
        let schema = value.get("schema").and_then(|schema| schema.as_str());
        match schema {
            Some(SCHEMA_RUN) => {}
            Some(found) => {
                let found = found.to_owned();
                return Err(ReadError::OtherSchema { path: directory.to_owned(), found });
            }
            None => return Err(ReadError::NotARun { path: directory.to_owned() }),
        }
        let run = serde_json::from_slice(&text).map_err(damaged)?;
        Ok(Self { directory: directory.to_owned(), run })
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The content of `run.json`.
    pub fn run(&self) -> &RunFile {
        &self.run
    }

    /// The ledger.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn objects(&self) -> Result<Lines<ObjectLine>, ReadError> {
        Lines::open(self.directory.join(OBJECTS))
    }

    /// The findings. After a kill the last ones can be of an object that the ledger lacks.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn findings(&self) -> Result<Lines<FindingLine>, ReadError> {
        Lines::open(self.directory.join(FINDINGS))
    }

    /// The buckets.
    ///
    /// # Errors
    /// When the file cannot be opened or read.
    pub fn buckets(&self) -> Result<Vec<BucketLine>, ReadError> {
        Lines::open(self.directory.join(BUCKETS))?.collect()
    }

    /// Checks that the other files are as the run left them, and of its targets' buckets only.
    /// Files that could not be written are not compared: the run says that it is broken.
    ///
    /// # Errors
    /// [`ReadError::Changed`] with the file that was changed since the run ended.
    pub fn check_files(&self) -> Result<(), ReadError> {
        let changed = |name: &str, difference: String| {
            Err(ReadError::Changed { path: self.directory.join(name), difference })
        };
        match (&self.run.files, self.run.state) {
            (Some(files), _) => files.check(&self.directory)?,
            (None, RunState::Broken) => {}
            (None, _) => return changed(RUN, "the digests of the other files are missing".into()),
        }
        let targets = || self.run.targets.iter().filter_map(|target| target.strip_prefix("s3://"));
        for line in self.buckets()?.iter().filter(|line| line.kind == BucketKind::Bucket) {
            let bucket_of = |rest: &str| rest.split('/').next().unwrap_or("").to_owned();
            let listed = self.run.inventories.iter().any(|listed| listed.bucket == line.bucket);
            let named = targets().any(|rest| rest.is_empty() || bucket_of(rest) == line.bucket);
            if !listed && !named {
                let bucket = crate::escaped(&line.bucket);
                return changed(BUCKETS, format!("{bucket} is of none of the targets in {RUN}"));
            }
        }
        Ok(())
    }

    /// What each detector found, from the findings.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn finding_totals(&self) -> Result<FindingTotals, ReadError> {
        let mut totals = FindingTotals::default();
        let mut of_object: Vec<FindingLine> = Vec::new();
        for finding in self.findings()? {
            let finding = finding?;
            let same = of_object.last().is_none_or(|last| {
                (&last.bucket, &last.key, &last.key_fingerprint, &last.version_id)
                    == (
                        &finding.bucket,
                        &finding.key,
                        &finding.key_fingerprint,
                        &finding.version_id,
                    )
            });
            if !same {
                totals.add(&of_object);
                of_object.clear();
            }
            of_object.push(finding);
        }
        totals.add(&of_object);
        Ok(totals)
    }
}

/// The lines of a file. A last line without its end was being written when the run was killed,
/// and is left out.
#[derive(Debug)]
pub struct Lines<T> {
    path: PathBuf,
    input: BufReader<File>,
    line: u64,
    text: Vec<u8>,
    torn: bool,
    kind: PhantomData<T>,
}

impl<T> Lines<T> {
    pub(crate) fn open(path: PathBuf) -> Result<Self, ReadError> {
        match regular(&path) {
            Ok(file) => Ok(Self {
                path,
                input: BufReader::new(file),
                line: 0,
                text: Vec::new(),
                torn: false,
                kind: PhantomData,
            }),
            Err(source) => Err(ReadError::Io { path, source }),
        }
    }

    /// Whether a torn last line was met and left out.
    pub fn is_torn(&self) -> bool {
        self.torn
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.torn {
            return None;
        }
        self.text.clear();
        match self.input.read_until(b'\n', &mut self.text) {
            Ok(0) => None,
            Ok(_) if self.text.last() != Some(&b'\n') => {
                self.torn = true;
                None
            }
            Ok(_) => {
                self.line += 1;
                Some(serde_json::from_slice(&self.text).map_err(|source| ReadError::Damaged {
                    path: self.path.clone(),
                    line: self.line,
                    source,
                }))
            }
            Err(source) => {
                self.torn = true;
                Some(Err(ReadError::Io { path: self.path.clone(), source }))
            }
        }
    }
}

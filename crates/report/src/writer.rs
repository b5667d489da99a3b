//! Writes a run directory so that a kill at any moment leaves a readable prefix.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::line_files::LineSum;
use crate::{
    AccountLine, BucketLine, FindingLine, FindingTotals, InventoryLine, LineFiles, ObjectLine,
    RunFile, RunStart, RunState, Sum,
};

pub(crate) const RUN: &str = "run.json";
pub(crate) const OBJECTS: &str = "objects.jsonl";
pub(crate) const FINDINGS: &str = "findings.jsonl";
pub(crate) const BUCKETS: &str = "buckets.jsonl";

/// Bytes of lines that wait in memory. A flush to the disk costs milliseconds, so lines of many
/// objects share one; a kill loses at most these.
const PENDING_BYTES_MAX: usize = 1 << 20;

/// Why results could not be written. Each names the path and the mend.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something else lies there.
    #[error("{} is not empty: a run is never mixed with other files; name a new directory with --out", path.display())]
    NotEmpty {
        /// The directory.
        path: PathBuf,
    },
    /// A file or a link stands where the directory should be.
    #[error("{} is not a directory (links are not followed); name another place with --out", path.display())]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}: {source}; {}", path.display(), mend(source))]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The record of what is done to tags cannot be written.
    #[error("cannot write {}: {source}; what is done to tags is recorded there, and nothing is done without: make it writable", path.display())]
    TagRecord {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What lies there is no record of what is done to tags.
    #[error("{} cannot be the record of what is done to tags: {problem}; nothing is done without it: move it elsewhere", path.display())]
    TagRecordUnfit {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        problem: String,
    },
    /// Another process writes the record.
    #[error("{} is being written by another `magpie tag`: wait until that has ended, then try again", path.display())]
    TagRecordBusy {
        /// The file.
        path: PathBuf,
    },
    /// An earlier write failed, so that a later one would leave a gap.
    #[error("{} is left as it was when writing to it failed; scan again with another --out", path.display())]
    GaveUp {
        /// The run directory.
        path: PathBuf,
    },
}

fn mend(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free space there, or name another disk with --out"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "name a directory that you may write with --out"
        }
        _ => "name another directory with --out",
    }
}

/// How a run ends.
#[derive(Clone, Debug)]
pub struct Finish {
    /// `Done`, `Interrupted` or `Broken`; totals that contradict one another make it `Broken`.
    pub state: RunState,
    /// RFC 3339, UTC.
    pub finished_at: String,
    /// What the listing counted, independently of the ledger.
    pub listed: Sum,
    /// The accounts of the buckets.
    pub accounts: Vec<AccountLine>,
    /// What a reader has to know beside the lines.
    pub notes: Vec<String>,
}

/// What was written, for the summary.
#[derive(Clone, Debug)]
pub struct Written {
    /// The directory.
    pub directory: PathBuf,
    /// The content of `run.json`.
    pub run: RunFile,
    /// The lines of `buckets.jsonl`.
    pub buckets: Vec<BucketLine>,
    /// What each detector found.
    pub findings: FindingTotals,
}

/// Writes one run directory. One writer, one thread: callers send it lines.
#[derive(Debug)]
pub struct RunWriter {
    directory: PathBuf,
    run: RunFile,
    objects: Appender,
    findings: Appender,
    buckets: Appender,
    bucket_lines: Vec<BucketLine>,
    finding_totals: FindingTotals,
    gave_up: bool,
    /// Room for the last `run.json` where the disk is full by then. Without a name, so that it goes
    /// with the process.
    reserve: Option<File>,
}

/// Bytes kept for the last `run.json`: more than its detectors, options and a few notes take.
const RESERVE_BYTES: usize = 256 * 1024;
/// Notes that are still told where all of them find no room.
const NOTES_ON_FULL_DISK: usize = 20;

impl RunWriter {
    /// Creates the directory (or takes an empty one) with its four files, `run.json` saying that
    /// the run is running.
    ///
    /// # Errors
    /// When the directory holds anything, or cannot be created or written.
    pub fn create(directory: &Path, start: RunStart) -> Result<Self, WriteError> {
        make_directory(directory)?;
        // Before anything is said: a disk that has no room for the last word gets no first one.
        let reserve = Some(reserve(directory)?);
        let writer = Self {
            objects: Appender::create(directory.join(OBJECTS))?,
            findings: Appender::create(directory.join(FINDINGS))?,
            buckets: Appender::create(directory.join(BUCKETS))?,
            directory: directory.to_owned(),
            run: RunFile::new(start),
            bucket_lines: Vec::new(),
            finding_totals: FindingTotals::default(),
            gave_up: false,
            reserve,
        };
        writer.replace_run()?;
        Ok(writer)
    }

    /// Takes the inventories that buckets were listed by.
    pub fn inventories(&mut self, inventories: Vec<InventoryLine>) {
        self.run.inventories = inventories;
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Adds an object with its findings. Lines wait in memory until [`Self::commit`], or until
    /// there are many.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn object(
        &mut self,
        line: &ObjectLine,
        findings: &[FindingLine],
    ) -> Result<(), WriteError> {
        self.check()?;
        for finding in findings {
            self.findings.push(finding)?;
        }
        self.objects.push(line)?;
        self.run.totals.add(line, findings);
        self.finding_totals.add(findings);
        if self.objects.pending.len() + self.findings.pending.len() >= PENDING_BYTES_MAX {
            self.commit()?;
        }
        Ok(())
    }

    /// Adds a bucket.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn bucket(&mut self, line: BucketLine) -> Result<(), WriteError> {
        self.check()?;
        self.buckets.push(&line)?;
        self.bucket_lines.push(line);
        Ok(())
    }

    /// The buckets that were added.
    pub fn buckets(&self) -> &[BucketLine] {
        &self.bucket_lines
    }

    /// Makes durable what was added: the findings first, then the ledger that speaks of them.
    /// Cheap when nothing waits.
    ///
    /// # Errors
    /// When a file cannot be written; the writer then refuses everything but [`Self::finish`].
    pub fn commit(&mut self) -> Result<(), WriteError> {
        self.check()?;
        let written = self
            .findings
            .flush()
            .and_then(|()| self.objects.flush())
            .and_then(|()| self.buckets.flush());
        self.gave_up = written.is_err();
        written
    }

    /// Commits, and brings the totals in `run.json` up to date.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn checkpoint(&mut self) -> Result<(), WriteError> {
        self.commit()?;
        self.run.totals.listed = self.run.totals.ledger();
        self.replace_run()
    }

    /// Commits, reconciles and says in `run.json` how the run ended. After an earlier failure it
    /// still tries to write `run.json`, as broken.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self, finish: Finish) -> Result<Written, WriteError> {
        let committed = self.commit();
        let totals = &mut self.run.totals;
        totals.listed = finish.listed;
        self.run.discrepancies = totals.discrepancies();
        if committed.is_err() || finish.state == RunState::Broken {
            let counted = totals.ledger().objects;
            self.run.discrepancies.push(self.objects.sum.missing(counted));
        }
        let reconciles = self.run.discrepancies.is_empty();
        self.run.reconciles = Some(reconciles);
        self.run.state =
            if reconciles && committed.is_ok() { finish.state } else { RunState::Broken };
        self.run.finished_at = Some(finish.finished_at);
        self.run.files = committed.is_ok().then(|| LineFiles {
            objects: self.objects.sum.file(),
            findings: self.findings.sum.file(),
            buckets: self.buckets.sum.file(),
        });
        self.run.accounts = finish.accounts;
        self.run.notes = finish.notes;
        self.reserve = None;
        let replaced = self.replace_run().or_else(|_| {
            // Where the disk is full, the end matters more than what went wrong a thousand times.
            self.run.notes.truncate(NOTES_ON_FULL_DISK);
            self.replace_run()
        });
        committed.and(replaced)?;
        Ok(Written {
            directory: self.directory,
            run: self.run,
            buckets: self.bucket_lines,
            findings: self.finding_totals,
        })
    }

    fn check(&self) -> Result<(), WriteError> {
        if self.gave_up {
            return Err(WriteError::GaveUp { path: self.directory.clone() });
        }
        Ok(())
    }

    /// A reader sees the old `run.json` or the new one, whatever happens in between.
    fn replace_run(&self) -> Result<(), WriteError> {
        let path = self.directory.join(RUN);
        let replace = || -> io::Result<()> {
            let mut text = serde_json::to_vec_pretty(&self.run)?;
            text.push(b'\n');
            // Created 0600 and under a name that nobody can have put there before.
            let mut fresh =
                tempfile::Builder::new().prefix(".run.").tempfile_in(&self.directory)?;
            fresh.write_all(&text)?;
            fresh.as_file().sync_all()?;
            fresh.persist(&path).map_err(|error| error.error)?;
            sync_directory(&self.directory)
        };
        replace().map_err(|source| WriteError::Io { path: path.clone(), source })
    }
}

/// One file that only grows.
#[derive(Debug)]
struct Appender {
    path: PathBuf,
    file: File,
    pending: Vec<u8>,
    sum: LineSum,
}

/// Writes `buckets.jsonl` alone, for what is no run: no object was read. Returns its path.
///
/// # Errors
/// When the directory holds anything, or cannot be created or written.
pub fn write_bucket_lines(directory: &Path, lines: &[BucketLine]) -> Result<PathBuf, WriteError> {
    make_directory(directory)?;
    let mut file = Appender::create(directory.join("buckets.jsonl"))?;
    for line in lines {
        file.push(line)?;
    }
    file.flush()?;
    Ok(file.path)
}

impl Appender {
    fn create(path: PathBuf) -> Result<Self, WriteError> {
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        private(&mut options);
        match options.open(&path) {
            Ok(file) => Ok(Self { path, file, pending: Vec::new(), sum: LineSum::default() }),
            Err(source) => Err(WriteError::Io { path, source }),
        }
    }

    fn push(&mut self, line: &impl Serialize) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.pending, line)
            .map_err(|error| WriteError::Io { path: self.path.clone(), source: error.into() })?;
        self.pending.push(b'\n');
        Ok(())
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(&self.pending).and_then(|()| self.file.sync_data());
        if written.is_ok() {
            self.sum.add(&self.pending);
        }
        self.pending.clear();
        written.map_err(|source| WriteError::Io { path: self.path.clone(), source })
    }
}

/// A file without a name that takes [`RESERVE_BYTES`] of the disk. Noise, as some file systems
/// write nothing for zeros.
fn reserve(directory: &Path) -> Result<File, WriteError> {
    let mut state = 1u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    })
    .take(RESERVE_BYTES)
    .collect();
    let write = || -> io::Result<File> {
        let mut file = tempfile::tempfile_in(directory)?;
        file.write_all(&noise)?;
        file.sync_data()?;
        Ok(file)
    };
    write().map_err(|source| WriteError::Io { path: directory.to_owned(), source })
}

/// Refuses what is no place for results: something else than a directory, or one that holds
/// anything. True when there is nothing yet.
///
/// # Errors
/// What stands there, or why it cannot be looked at.
pub fn refuse_occupied(directory: &Path) -> Result<bool, WriteError> {
    let error = |source| WriteError::Io { path: directory.to_owned(), source };
    match fs::symlink_metadata(directory) {
        Ok(found) if !found.is_dir() => {
            Err(WriteError::NotADirectory { path: directory.to_owned() })
        }
        Ok(_) => match fs::read_dir(directory).map_err(error)?.next() {
            Some(_) => Err(WriteError::NotEmpty { path: directory.to_owned() }),
            None => Ok(false),
        },
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(other) => Err(error(other)),
    }
}

fn make_directory(directory: &Path) -> Result<(), WriteError> {
    if !refuse_occupied(directory)? {
        return Ok(());
    }
    let error = |source| WriteError::Io { path: directory.to_owned(), source };
    if let Some(parent) = directory.parent() {
        fs::create_dir_all(parent).map_err(error)?;
    }
    let mut builder = DirBuilder::new();
    private_directory(&mut builder);
    builder.create(directory).map_err(error)
}

#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600).custom_flags(libc::O_NOFOLLOW);
}

#[cfg(not(unix))]
pub(crate) fn private(_: &mut OpenOptions) {}

#[cfg(unix)]
fn private_directory(builder: &mut DirBuilder) {
    use std::os::unix::fs::DirBuilderExt;
    builder.mode(0o700);
}

#[cfg(not(unix))]
fn private_directory(_: &mut DirBuilder) {}

/// A rename is durable only when the directory is.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::{DetectorsLine, FingerprintKeyLine, RunReader, WeightsLine};

    fn start() -> RunStart {
        RunStart {
            magpie_version: "0".into(),
            started_at: String::new(),
            targets: Vec::new(),
            options: Map::new(),
            limits: Map::new(),
            detectors: DetectorsLine {
                digest: String::new(),
                selectors: Vec::new(),
                selected: Vec::new(),
            },
            weights: WeightsLine::default(),
            fingerprint_key: FingerprintKeyLine { id: String::new(), origin: "random".into() },
            sampled: false,
        }
    }

    fn object() -> ObjectLine {
        serde_json::from_value(json!({
            "bucket": "b", "key": "k", "version_id": null, "size": 1, "etag": null,
            "last_modified": null, "storage_class": null,
            "encryption": {"class": "unknown", "key_id": null},
            "outcome": "complete", "reason": null, "bytes_read": 1, "bytes_unread": 0,
            "bytes_scanned": 1, "format": "text", "parts": [],
        }))
        .expect("a line of the ledger")
    }

    #[test]
    fn a_full_disk_stops_the_ledger_and_breaks_the_run() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("run");
        let mut writer = RunWriter::create(&directory, start()).unwrap();
        writer.findings.file = OpenOptions::new().write(true).open("/dev/full").unwrap();
        writer.findings.pending.push(b'x');
        writer.object(&object(), &[]).unwrap();
        let error = writer.commit().unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "cannot write {}: No space left on device (os error 28); free space there, or \
                 name another disk with --out",
                directory.join(FINDINGS).display()
            )
        );
        assert!(matches!(writer.object(&object(), &[]), Err(WriteError::GaveUp { .. })));
        let finish = Finish {
            state: RunState::Done,
            finished_at: String::new(),
            listed: Sum { objects: 1, bytes: 1 },
            accounts: Vec::new(),
            notes: Vec::new(),
        };
        assert!(writer.finish(finish).is_err());
        let reader = RunReader::open(&directory).unwrap();
        assert_eq!(reader.run().state, RunState::Broken);
        assert_eq!(reader.run().reconciles, Some(false));
        let said = reader.run().discrepancies.concat();
        assert!(said.contains("objects counted: 1, but lines known to be whole"), "{said}");
        assert_eq!(reader.objects().unwrap().count(), 0);
    }
}

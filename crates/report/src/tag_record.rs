//! `tags.jsonl`: what was done to tags on the strength of a run, and what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::writer::private;
use crate::{Lines, ReadError, TagsLine, WriteError};

/// The schema of a line of `tags.jsonl`; each line names it, as the run has long ended.
pub const SCHEMA_TAG: &str = "magpie.tag/1";

const TAGS: &str = "tags.jsonl";

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TagTask {
    /// Magpie's tags shall say what the run says.
    Apply,
    /// Magpie's tags shall go.
    Remove,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TagOutcome {
    /// Calls that write are about to be made. The last line of its bucket when it was killed.
    Started,
    /// The tags are as they should be.
    Written,
    /// They were already, and no call that writes was made.
    Unchanged,
    /// It was not tried.
    Refused,
    /// It was tried and did not end well, or could not be tried.
    Failed,
}

/// Tags at one moment. Other people's are counted only: their values can hold personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagsMoment {
    /// Tags whose key ends like one of Magpie's.
    pub own: BTreeMap<String, String>,
    /// How many others there are, those of AWS left out.
    pub others: u64,
}

impl TagsMoment {
    /// All tags in short.
    pub fn of(tags: &BTreeMap<String, String>) -> Self {
        let TagsLine { own, others, .. } = TagsLine::of(tags);
        Self { own, others }
    }
}

/// One call that was meant to change tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagCallLine {
    /// Its name.
    pub call: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// `done`, or the error's code.
    pub result: String,
    /// By which AWS finds it in its own logs.
    pub request_id: Option<String>,
}

/// One line of `tags.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRecordLine {
    /// [`SCHEMA_TAG`].
    pub schema: String,
    /// Version of the program.
    pub magpie_version: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// What was asked for.
    pub task: TagTask,
    /// The bucket.
    pub bucket: String,
    /// The object's key; null where the bucket itself is meant.
    pub key: Option<String>,
    /// The object's version.
    pub version_id: Option<String>,
    /// What became of it.
    pub outcome: TagOutcome,
    /// Why it was refused, or failed.
    pub reason: Option<String>,
    /// The tags before; null when they could not be read.
    pub before: Option<TagsMoment>,
    /// The tags after the last call; null when they could not be read.
    pub after: Option<TagsMoment>,
    /// What was to be written.
    pub set: BTreeMap<String, String>,
    /// The keys that were to go.
    pub remove: Vec<String>,
    /// The calls that were made for it.
    pub calls: Vec<TagCallLine>,
}

/// The file, open for lines.
#[derive(Debug)]
pub struct TagRecord {
    path: PathBuf,
    file: File,
}

impl TagRecord {
    /// Opens the record of a run directory, making it where there is none; waits while another
    /// process has it open. A last line that a kill cut short is cut off.
    ///
    /// # Errors
    /// When it cannot be written: then nothing should be done that belongs into it.
    pub fn open(directory: &Path) -> Result<Self, WriteError> {
        let path = directory.join(TAGS);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        private(&mut options);
        let open = || -> io::Result<File> {
            let mut file = options.open(&path)?;
            // One writer at a time: another one's line may be half written.
            file.lock()?;
            let whole = whole_lines(&mut file)?;
            file.set_len(whole)?;
            Ok(file)
        };
        match open() {
            Ok(file) => Ok(Self { path, file }),
            Err(source) => Err(WriteError::TagRecord { path, source }),
        }
    }

    /// Adds a line and makes it durable.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, line: &TagRecordLine) -> Result<(), WriteError> {
        let write = |file: &mut File| -> io::Result<()> {
            let mut text = serde_json::to_vec(line)?;
            text.push(b'\n');
            file.write_all(&text)?;
            file.sync_data()
        };
        write(&mut self.file)
            .map_err(|source| WriteError::TagRecord { path: self.path.clone(), source })
    }
}

/// Objects of a run directory that its record says were tagged and not rid of their tags since.
///
/// # Errors
/// When there is a record and it cannot be read.
pub fn objects_left_tagged(directory: &Path) -> Result<usize, ReadError> {
    let path = directory.join(TAGS);
    if !path.exists() {
        return Ok(0);
    }
    let mut left = BTreeSet::new();
    for line in Lines::<TagRecordLine>::open(path)? {
        let line = line?;
        let Some(key) = line.key else { continue };
        // What was started may have been done, however it ended.
        match (line.task, line.outcome) {
            (TagTask::Apply, TagOutcome::Started | TagOutcome::Written) => {
                left.insert((line.bucket, key));
            }
            (TagTask::Remove, TagOutcome::Written) => {
                left.remove(&(line.bucket, key));
            }
            _ => {}
        }
    }
    Ok(left.len())
}

/// Bytes up to the end of the last line that has one.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut piece = [0_u8; 4096];
    while end > 0 {
        let from = end.saturating_sub(piece.len() as u64);
        let part = &mut piece[..usize::try_from(end - from).unwrap_or(0)];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(part)?;
        if let Some(at) = part.iter().rposition(|byte| *byte == b'\n') {
            return Ok(from + at as u64 + 1);
        }
        end = from;
    }
    Ok(0)
}

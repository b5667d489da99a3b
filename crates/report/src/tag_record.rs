//! `tags.jsonl`: what was done to tags on the strength of a run, and what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Write};
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
    /// Opens the record of a run directory, making it where there is none. A last line that a kill
    /// cut short is cut off: what it would have told of stands in the line before it.
    ///
    /// # Errors
    /// When it cannot be written, is no such record, or another process has it open: then nothing
    /// should be done that belongs into it.
    pub fn open(directory: &Path) -> Result<Self, WriteError> {
        let path = directory.join(TAGS);
        let unfit = |problem: &str| WriteError::TagRecordUnfit {
            path: path.clone(),
            problem: problem.to_owned(),
        };
        if path.is_symlink() {
            return Err(unfit("it is a link, and links are not followed"));
        }
        let io = |source| WriteError::TagRecord { path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        private(&mut options);
        let file = options.open(&path).map_err(io)?;
        if !file.metadata().map_err(io)?.is_file() {
            return Err(unfit("it is no file"));
        }
        // One writer at a time: another one's line may be half written.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(WriteError::TagRecordBusy { path }),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let whole = whole_lines(&file).map_err(io)?.map_err(|problem| unfit(&problem))?;
        file.set_len(whole).map_err(io)?;
        Ok(Self { path, file })
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

/// Something that was tagged and, by the record, still is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftTagged {
    /// The bucket.
    pub bucket: String,
    /// The object's key; `None` for the bucket itself.
    pub key: Option<String>,
    /// The object's version, where it was named.
    pub version_id: Option<String>,
}

/// What the records of some run directories say was tagged and not rid of its tags since, each with
/// the keys of those tags. Times are told to the second: lines of one second count in the order of the
/// directories, the earlier run's first.
///
/// # Errors
/// When there is a record and it cannot be read.
pub fn left_tagged(
    directories: &[&Path],
) -> Result<BTreeMap<LeftTagged, BTreeSet<String>>, ReadError> {
    let mut told = Vec::new();
    for directory in directories {
        let path = directory.join(TAGS);
        if path.exists() {
            for line in Lines::<TagRecordLine>::open(path)? {
                let TagRecordLine { at, task, outcome, bucket, key, version_id, set, .. } = line?;
                let place = LeftTagged { bucket, key, version_id };
                told.push((at, task, outcome, place, set));
            }
        }
    }
    // Lines of one second keep their order.
    told.sort_by(|one, other| one.0.cmp(&other.0));
    let mut left: BTreeMap<LeftTagged, BTreeSet<String>> = BTreeMap::new();
    for (_, task, outcome, place, set) in told {
        match (task, outcome) {
            // What was started may have been done, however it ended.
            (TagTask::Apply, TagOutcome::Started | TagOutcome::Written) => {
                left.entry(place).or_default().extend(set.into_keys());
            }
            (TagTask::Remove, TagOutcome::Written | TagOutcome::Unchanged) => {
                left.remove(&place);
            }
            _ => {}
        }
    }
    Ok(left)
}

/// Bytes of the longest line that is read; ours are some thousand.
const LINE_BYTES_MAX: u64 = 1 << 20;
/// What every line begins with.
const LINE_START: &[u8] = b"{\"schema\":\"magpie.tag/1\",";

/// Bytes up to the end of the last line that has one, or what else stands in the file.
fn whole_lines(file: &File) -> io::Result<Result<u64, String>> {
    let mut input = BufReader::new(file);
    let (mut whole, mut text) = (0, Vec::new());
    for line in 1_u64.. {
        text.clear();
        input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut text)?;
        if text.last() == Some(&b'\n') {
            if let Err(error) = serde_json::from_slice::<TagRecordLine>(&text) {
                return Ok(Err(format!("line {line} is none of its lines ({error})")));
            }
            whole += text.len() as u64;
        } else if text.starts_with(LINE_START) || LINE_START.starts_with(&text) {
            // Nothing more, or a line that was being written.
            break;
        } else {
            return Ok(Err(format!("line {line} is none of its lines")));
        }
    }
    Ok(Ok(whole))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn line(task: TagTask, outcome: TagOutcome, at: &str, key: &str) -> TagRecordLine {
        TagRecordLine {
            schema: SCHEMA_TAG.into(),
            magpie_version: "0".into(),
            at: at.into(),
            task,
            bucket: "box".into(),
            key: Some(key.into()),
            version_id: None,
            outcome,
            reason: None,
            before: None,
            after: None,
            set: BTreeMap::from([("magpie:data".into(), "personal".into())]),
            remove: Vec::new(),
            calls: Vec::new(),
        }
    }

    #[test]
    fn a_line_that_a_kill_cut_short_is_cut_off_and_nothing_else_ever_is() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(TAGS);
        let mut record = TagRecord::open(place.path()).unwrap();
        record.push(&line(TagTask::Apply, TagOutcome::Started, "1", "a")).unwrap();
        drop(record);
        let whole = std::fs::read_to_string(&path).unwrap();
        for torn in ["{\"sch", &whole[..whole.len() - 9]] {
            std::fs::write(&path, format!("{whole}{torn}")).unwrap();
            drop(TagRecord::open(place.path()).unwrap());
            assert_eq!(std::fs::read_to_string(&path).unwrap(), whole);
        }
        for other in ["my notes", "my notes\n", &format!("{{}}\n{whole}"), &format!("{whole}x")] {
            std::fs::write(&path, other).unwrap();
            let refused = TagRecord::open(place.path()).unwrap_err().to_string();
            assert!(refused.contains("none of its lines"), "{refused}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
        }
    }

    #[test]
    fn a_record_that_another_has_open_or_that_is_a_link_is_refused_at_once() {
        let place = tempfile::tempdir().unwrap();
        let held = TagRecord::open(place.path()).unwrap();
        let refused = TagRecord::open(place.path()).unwrap_err();
        assert!(matches!(refused, WriteError::TagRecordBusy { .. }), "{refused}");
        drop(held);
        let path = place.path().join(TAGS);
        std::fs::rename(&path, place.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink("elsewhere", &path).unwrap();
        let refused = TagRecord::open(place.path()).unwrap_err().to_string();
        assert!(refused.contains("is a link"), "{refused}");
    }

    #[test]
    fn what_is_left_is_what_was_begun_and_not_undone_whichever_record_says_so() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut earlier = TagRecord::open(old.path()).unwrap();
        for key in ["a", "b", "c"] {
            earlier.push(&line(TagTask::Apply, TagOutcome::Started, "1", key)).unwrap();
        }
        earlier.push(&line(TagTask::Remove, TagOutcome::Failed, "2", "a")).unwrap();
        earlier.push(&line(TagTask::Apply, TagOutcome::Written, "5", "d")).unwrap();
        let mut record = TagRecord::open(new.path()).unwrap();
        record.push(&line(TagTask::Remove, TagOutcome::Written, "3", "b")).unwrap();
        record.push(&line(TagTask::Remove, TagOutcome::Unchanged, "3", "c")).unwrap();
        record.push(&line(TagTask::Apply, TagOutcome::Written, "4", "c")).unwrap();
        record.push(&line(TagTask::Remove, TagOutcome::Written, "5", "d")).unwrap();
        let left = left_tagged(&[old.path(), new.path()]).unwrap();
        let keys: Vec<_> = left.keys().map(|place| place.key.as_deref().unwrap()).collect();
        assert_eq!(keys, ["a", "c"]);
        assert!(left.values().all(|tags| tags.contains("magpie:data")));
    }
}

//! Walks a directory in the order of the keys' bytes, as S3 lists.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use magpie_model::{ObjectRef, Outcome, Reason};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::refused;
use crate::Listed;

/// How far into a `run.json` its schema is looked for.
const RUN_HEAD_BYTES: u64 = 64 * 1024;

/// The files that Magpie writes into a run directory. Only they are left out there: whoever may
/// write a `run.json` could hide anything beside it otherwise.
const RUN_FILES: [&[u8]; 5] =
    [b"run.json", b"objects.jsonl", b"findings.jsonl", b"buckets.jsonl", b"tags.jsonl"];

/// One level of the walk: what is still to come in one directory. Only names are held, and only
/// of the directories on the way down.
struct Level {
    /// The directory's key without its closing `/`; empty for the root.
    key: Vec<u8>,
    entries: std::vec::IntoIter<Entry>,
    /// Whether it is the directory of a run.
    is_run: bool,
}

/// A name in a directory. Directories end with `/`, which puts them where their keys belong.
struct Entry {
    name: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Directory,
    File,
    Link,
    Special,
    /// Its kind could not be asked.
    Unknown,
}

/// Hands over everything below `root`. Only the root itself can fail; what lies below and cannot
/// be listed is handed over as failed.
pub(super) fn walk(
    bucket: &Arc<str>,
    root: &Path,
    sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
) -> io::Result<()> {
    let top = Level { key: Vec::new(), entries: entries(root)?.into_iter(), is_run: false };
    let mut levels = vec![top];
    while let Some(level) = levels.last_mut() {
        let Some(entry) = level.entries.next() else {
            levels.pop();
            continue;
        };
        let mut key = level.key.clone();
        if !key.is_empty() {
            key.push(b'/');
        }
        key.extend_from_slice(&entry.name);
        let listed = if entry.kind == Kind::Directory {
            match descend(bucket, root, &key) {
                Ok(below) => {
                    levels.push(below);
                    continue;
                }
                Err(listed) => *listed,
            }
        } else {
            let of_run = level.is_run && RUN_FILES.contains(&entry.name.as_slice());
            let listed = list_entry(bucket, root, &key, entry.kind);
            if of_run { left_out(listed) } else { listed }
        };
        if sink(listed).is_break() {
            break;
        }
    }
    Ok(())
}

/// Hands over the files in one folder, whose key ends with `/`. What is no folder has none.
pub(super) fn folder(
    bucket: &Arc<str>,
    root: &Path,
    key: &str,
    sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
) {
    let path = path_of(root, key.trim_end_matches('/').as_bytes());
    let is_folder = std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir());
    let entries = if is_folder { entries(&path).unwrap_or_default() } else { Vec::new() };
    for entry in entries.into_iter().filter(|entry| entry.kind == Kind::File) {
        let key = [key.as_bytes(), &entry.name].concat();
        if sink(list_entry(bucket, root, &key, entry.kind)).is_break() {
            return;
        }
    }
}

/// The level below, or the one entry that stands for a directory that cannot be listed.
fn descend(bucket: &Arc<str>, root: &Path, key: &[u8]) -> Result<Level, Box<Listed>> {
    let path = path_of(root, key);
    let instead = |outcome| Box::new(listed_without_body(bucket, key, outcome));
    let entries = entries(&path).map_err(|error| instead(refused(&error)))?;
    let is_run =
        entries.iter().any(|entry| entry.name == b"run.json") && is_run(&path.join("run.json"));
    let key = key.strip_suffix(b"/").unwrap_or(key).to_vec();
    Ok(Level { key, entries: entries.into_iter(), is_run })
}

/// A file of a run, which keeps its size in the ledger; what is no regular file says so instead.
fn left_out(listed: Listed) -> Listed {
    let preset = listed.preset.or_else(|| Some(Outcome::of(Reason::RunDirectory)));
    Listed { preset, ..listed }
}

fn list_entry(bucket: &Arc<str>, root: &Path, key: &[u8], kind: Kind) -> Listed {
    let outcome = match kind {
        Kind::Link => Outcome::of(Reason::SymbolicLink),
        Kind::Special => Outcome::of(Reason::SpecialFile),
        Kind::Directory | Kind::File | Kind::Unknown => {
            match std::fs::symlink_metadata(path_of(root, key)) {
                Ok(metadata) => return listed_file(bucket, key, &metadata),
                Err(error) => refused(&error),
            }
        }
    };
    listed_without_body(bucket, key, outcome)
}

/// A file, or what took its place since its directory was read.
pub(super) fn listed_file(bucket: &Arc<str>, key: &[u8], metadata: &Metadata) -> Listed {
    let kind = metadata.file_type();
    if kind.is_symlink() {
        return listed_without_body(bucket, key, Outcome::of(Reason::SymbolicLink));
    }
    if !kind.is_file() {
        let detail = "no regular file; to scan a stream, pipe it into the target -";
        let outcome = Outcome::with_detail(Reason::SpecialFile, detail);
        return listed_without_body(bucket, key, outcome);
    }
    let mut object = object(bucket, key);
    object.size = Some(metadata.len());
    object.last_modified = last_modified(metadata);
    Listed { object, preset: None, encryption: None }
}

fn listed_without_body(bucket: &Arc<str>, key: &[u8], outcome: Outcome) -> Listed {
    Listed { object: object(bucket, key), preset: Some(outcome), encryption: None }
}

fn object(bucket: &Arc<str>, raw: &[u8]) -> ObjectRef {
    let (key, raw_key) = key_of(raw);
    ObjectRef {
        bucket: bucket.clone(),
        key,
        raw_key,
        version_id: None,
        size: Some(0),
        etag: None,
        last_modified: None,
        storage_class: None,
    }
}

/// A path's bytes as a key; the bytes themselves come along where some had to be escaped.
pub(super) fn key_of(raw: &[u8]) -> (String, Option<Box<[u8]>>) {
    if let Ok(key) = str::from_utf8(raw) {
        return (key.into(), None);
    }
    let mut key = String::new();
    for chunk in raw.utf8_chunks() {
        key.push_str(chunk.valid());
        for byte in chunk.invalid() {
            key.push_str(&format!("%{byte:02X}"));
        }
    }
    (key, Some(raw.into()))
}

/// The modification time in RFC 3339; `None` where the file system has none or an absurd one.
pub(super) fn last_modified(metadata: &Metadata) -> Option<String> {
    let since = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    OffsetDateTime::from_unix_timestamp(seconds).ok()?.format(&Rfc3339).ok()
}

fn path_of(root: &Path, key: &[u8]) -> PathBuf {
    root.join(OsStr::from_bytes(key))
}

fn entries(path: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type().map_or(Kind::Unknown, kind_of);
        let mut name = OsString::into_vec(entry.file_name());
        if kind == Kind::Directory {
            name.push(b'/');
        }
        entries.push(Entry { name, kind });
    }
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn kind_of(kind: std::fs::FileType) -> Kind {
    if kind.is_dir() {
        Kind::Directory
    } else if kind.is_file() {
        Kind::File
    } else if kind.is_symlink() {
        Kind::Link
    } else {
        Kind::Special
    }
}

/// Whether a `run.json` is Magpie's own. Anything that is not a regular file is not.
fn is_run(path: &Path) -> bool {
    let read = || -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        if std::fs::symlink_metadata(path)?.is_file() {
            File::open(path)?.take(RUN_HEAD_BYTES).read_to_end(&mut head)?;
        }
        Ok(head)
    };
    read().is_ok_and(|head| names_run_schema(&head))
}

fn names_run_schema(json: &[u8]) -> bool {
    const FIELD: &[u8] = b"\"schema\"";
    let places = json.windows(FIELD.len()).enumerate().filter(|(_, bytes)| *bytes == FIELD);
    places.into_iter().any(|(at, _)| {
        let rest = json[at + FIELD.len()..].trim_ascii_start();
        let value = rest.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
        value.is_some_and(|value| value.starts_with(b"\"magpie.run/"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_are_escaped_and_kept() {
        assert_eq!(key_of("a b/ü%".as_bytes()), ("a b/ü%".into(), None));
        let raw = b"a\xFF/\xC3x";
        assert_eq!(key_of(raw), ("a%FF/%C3x".into(), Some(raw[..].into())));
    }

    #[test]
    fn only_magpies_own_schema_marks_a_run() {
        assert!(names_run_schema(br#"{"schema":"magpie.run/1","state":"done"}"#));
        assert!(names_run_schema(b"{\n  \"state\": 1,\n  \"schema\" : \"magpie.run/2\"\n}"));
        assert!(!names_run_schema(br#"{"schema":"other.run/1"}"#));
        assert!(!names_run_schema(br#"{"title":"magpie.run/1"}"#));
    }
}

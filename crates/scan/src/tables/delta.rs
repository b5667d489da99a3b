//! The log of a Delta Lake table: commits of JSON lines, and checkpoints that sum them up.

use std::collections::BTreeMap;

use magpie_model::ObjectRef;
use serde::Deserialize;

use super::paths::{mark, unescaped};
use super::{Log, Table, file_name};

/// Digits of a version in a file's name.
const VERSION_DIGITS: usize = 20;
/// The columns of a checkpoint that matter, in the order of [`Column`].
const COLUMNS: [&str; 4] = ["$.add.path", "$.remove.path", "$.sidecar.path", "$.metaData.name"];

/// A line of a commit.
#[derive(Deserialize)]
struct Action {
    add: Option<File>,
    remove: Option<File>,
    cdc: Option<File>,
    sidecar: Option<File>,
    #[serde(rename = "metaData")]
    meta_data: Option<MetaData>,
}

#[derive(Deserialize)]
struct File {
    path: String,
}

#[derive(Deserialize)]
struct MetaData {
    name: Option<String>,
}

/// What the names of the files in the log tell.
#[derive(Default)]
struct Files {
    commits: BTreeMap<u64, ObjectRef>,
    /// By version, the parts of a checkpoint and of how many parts it consists.
    checkpoints: BTreeMap<u64, (Vec<ObjectRef>, usize)>,
}

/// Reads the log of a table; `None` when there is none.
pub(super) fn read(mut log: Log<'_>) -> Option<Table> {
    let files = sorted(log.list("_delta_log/")?);
    if files.commits.is_empty() && files.checkpoints.is_empty() {
        return None;
    }
    let mut table = Table::default();
    if replay(&files, &mut log, &mut table).is_none() {
        table = Table { name: table.name, broken: true, ..Table::default() };
    }
    Some(table)
}

fn sorted(objects: Vec<ObjectRef>) -> Files {
    let mut files = Files::default();
    for object in objects {
        let name = file_name(&object.key);
        let Some((version, rest)) = name.split_at_checked(VERSION_DIGITS) else { continue };
        let Ok(version) = version.parse::<u64>() else { continue };
        if rest == ".json" {
            files.commits.insert(version, object);
        } else if let Some(rest) = rest.strip_prefix(".checkpoint.") {
            // `0000000001.0000000003.parquet` is the first of three parts.
            let parts = rest.split('.').nth(1).and_then(|parts| parts.parse().ok()).unwrap_or(1);
            let checkpoint = files.checkpoints.entry(version).or_insert((Vec::new(), parts));
            checkpoint.0.push(object);
        }
    }
    files.checkpoints.retain(|_, (objects, parts)| objects.len() >= *parts);
    files
}

/// Follows the log from its first commit that is still there; `None` where it cannot be read.
fn replay(files: &Files, log: &mut Log<'_>, table: &mut Table) -> Option<()> {
    let checkpoint = files.checkpoints.last_key_value();
    let summed_up = checkpoint.map(|(version, _)| *version);
    let mut next = summed_up.map_or(0, |version| version + 1);
    // Older commits tell what was removed that a checkpoint no longer tells.
    for (_, commit) in files.commits.iter().filter(|(version, _)| summed_up >= Some(**version)) {
        self::commit(commit, log, table)?;
    }
    if let Some((_, (parts, _))) = checkpoint {
        let gone = std::mem::take(&mut table.current);
        table.removed.extend(gone);
        for part in parts {
            self::checkpoint(part, log, table)?;
        }
    }
    for (version, commit) in files.commits.range(next..) {
        if *version != next {
            return None;
        }
        self::commit(commit, log, table)?;
        next += 1;
    }
    Some(())
}

fn commit(object: &ObjectRef, log: &mut Log<'_>, table: &mut Table) -> Option<()> {
    let text = log.text(object)?;
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let actions: Vec<Action> =
        lines.map(|line| serde_json::from_slice(line).ok()).collect::<Option<_>>()?;
    // A commit may remove a file and add it again with rows of it marked as deleted.
    actions.iter().filter_map(|action| action.remove.as_ref()).for_each(|f| remove(table, &f.path));
    for action in actions {
        [action.add, action.cdc].into_iter().flatten().for_each(|file| add(table, &file.path));
        if let Some(name) = action.meta_data.and_then(|told| told.name) {
            table.name = Some(name);
        }
        if let Some(sidecar) = action.sidecar {
            self::sidecar(&sidecar.path, log, table)?;
        }
    }
    table.bound();
    Some(())
}

fn checkpoint(object: &ObjectRef, log: &mut Log<'_>, table: &mut Table) -> Option<()> {
    if object.key.ends_with(".json") {
        return commit(object, log, table);
    }
    for sidecar in rows(object, log, table)? {
        self::sidecar(&sidecar, log, table)?;
    }
    Some(())
}

fn sidecar(path: &str, log: &mut Log<'_>, table: &mut Table) -> Option<()> {
    let name = file_name(path);
    let beside = log.list("_delta_log/_sidecars/")?;
    let object = beside.iter().find(|object| file_name(&object.key) == name)?;
    rows(object, log, table).map(|_| ())
}

/// Takes in the rows of a checkpoint; returns the files that it refers to.
fn rows(object: &ObjectRef, log: &mut Log<'_>, table: &mut Table) -> Option<Vec<String>> {
    let mut sidecars = Vec::new();
    log.values(object, "parquet", &COLUMNS, &mut |column, _, value| match column {
        0 => add(table, value),
        1 => remove(table, value),
        2 => sidecars.push(value.to_owned()),
        _ => table.name = Some(value.to_owned()),
    })?;
    table.bound();
    Some(sidecars)
}

fn add(table: &mut Table, path: &str) {
    for mark in marks(path) {
        table.removed.remove(&mark);
        table.current.insert(mark);
    }
}

fn remove(table: &mut Table, path: &str) {
    for mark in marks(path) {
        table.current.remove(&mark);
        table.removed.insert(mark);
    }
}

/// A path is escaped like a part of an address, and not by every writer.
fn marks(path: &str) -> impl Iterator<Item = u64> {
    let plain = unescaped(path).filter(|plain| plain != path);
    [Some(mark(path)), plain.as_deref().map(mark)].into_iter().flatten()
}

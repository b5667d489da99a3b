//! The metadata of an Iceberg table: snapshots, lists of manifests, manifests.

use std::collections::{BTreeMap, BTreeSet};

use magpie_model::ObjectRef;
use serde::Deserialize;

use super::paths::{inside, mark};
use super::{Log, Table, file_name};

/// The columns of a manifest that matter.
const ENTRY: [&str; 2] = ["$.status", "$.data_file.file_path"];
/// The status of an entry whose file is gone from the snapshot.
const DELETED: &str = "2";

#[derive(Deserialize)]
struct Metadata {
    location: String,
    #[serde(rename = "current-snapshot-id")]
    current: Option<i64>,
    #[serde(default)]
    snapshots: Vec<Snapshot>,
}

#[derive(Deserialize)]
struct Snapshot {
    #[serde(rename = "snapshot-id")]
    id: i64,
    #[serde(rename = "manifest-list")]
    list: Option<String>,
    /// Instead of a list, in the first version of the format.
    #[serde(default)]
    manifests: Vec<String>,
}

/// Reads the metadata of a table; `None` when there is none.
pub(super) fn read(mut log: Log<'_>) -> Option<Table> {
    let objects = log.list("metadata/")?;
    let newest = objects.iter().filter_map(|object| Some((version(object)?, object)));
    let (_, newest) = newest.max_by(|a, b| a.0.cmp(&b.0).then(a.1.key.cmp(&b.1.key)))?;
    let mut table = Table::default();
    if take_in(newest, &objects, &mut log, &mut table).is_none() {
        table = Table { broken: true, ..Table::default() };
    }
    Some(table)
}

/// The number of a metadata file: `v3.metadata.json`, `00003-….metadata.json`, also compressed.
fn version(object: &ObjectRef) -> Option<u64> {
    let name = file_name(&object.key);
    let name = name.strip_suffix(".gz").unwrap_or(name).strip_suffix(".metadata.json")?;
    let number = name.strip_suffix(".gz").unwrap_or(name);
    number.strip_prefix('v').unwrap_or(number).split('-').next()?.parse().ok()
}

/// Takes in all snapshots; `None` where one of their files cannot be read.
fn take_in(
    newest: &ObjectRef,
    objects: &[ObjectRef],
    log: &mut Log<'_>,
    table: &mut Table,
) -> Option<()> {
    let metadata: Metadata = serde_json::from_slice(&log.text(newest)?).ok()?;
    let by_name: BTreeMap<&str, &ObjectRef> =
        objects.iter().map(|object| (file_name(&object.key), object)).collect();
    let mut done = BTreeSet::new();
    let is_current = |snapshot: &&Snapshot| Some(snapshot.id) == metadata.current;
    let current = metadata.snapshots.iter().filter(is_current);
    let others = metadata.snapshots.iter().filter(|snapshot| !is_current(snapshot));
    for snapshot in current.chain(others) {
        let mut manifests = snapshot.manifests.clone();
        if let Some(list) = &snapshot.list {
            let object = by_name.get(file_name(list))?;
            log.values(object, "avro", &["$.manifest_path"], &mut |_, _, path| {
                manifests.push(path.to_owned());
            })?;
        }
        for manifest in manifests {
            let name = file_name(&manifest);
            if done.insert(name.to_owned()) {
                let object = by_name.get(name)?;
                let entries = Entries {
                    location: &metadata.location,
                    is_current: Some(snapshot.id) == metadata.current,
                };
                entries.take_in(object, log, table)?;
            }
        }
    }
    Some(())
}

struct Entries<'e> {
    location: &'e str,
    is_current: bool,
}

impl Entries<'_> {
    fn take_in(&self, object: &ObjectRef, log: &mut Log<'_>, table: &mut Table) -> Option<()> {
        let mut deleted = (u64::MAX, false);
        log.values(object, "avro", &ENTRY, &mut |column, record, value| {
            if column == 0 {
                deleted = (record, value == DELETED);
            } else if let Some(file) = inside(value, self.location) {
                let live = self.is_current && deleted != (record, true);
                let files = if live { &mut table.current } else { &mut table.removed };
                files.insert(mark(file));
            }
        })?;
        table.bound();
        (!table.broken).then_some(())
    }
}

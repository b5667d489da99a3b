//! Tables that are folders (Delta Lake, Iceberg): told by their logs, which are read once a table, so
//! that findings can name it and say which files its log has removed.

mod delta;
mod iceberg;
mod paths;
mod values;

use std::collections::{HashSet, VecDeque};
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use magpie_model::{DocumentReaders, ObjectRef, TableFormat, TableRole};
use magpie_store::Store;

use self::paths::{Mark, mark};

/// Bytes of one table's log that are read.
const LOG_BYTES_MAX: u64 = 256 << 20;
/// Files of one table's log, and files that it names.
const LOG_FILES_MAX: usize = 100_000;
const FILES_MAX: usize = 250_000;
/// Bytes of one text of a log, which is held whole.
const TEXT_BYTES_MAX: u64 = 32 << 20;
/// Tables that are remembered, at some megabytes each: objects come in the order of their keys.
const TABLES_MAX: usize = 8;

/// What the log of a table says.
#[derive(Debug, Default)]
struct Table {
    name: Option<String>,
    /// Marks of the files that are read with the table, and of those that no longer are.
    current: HashSet<Mark>,
    removed: HashSet<Mark>,
    /// Whether not all of the log could be read.
    broken: bool,
}

impl Table {
    fn role(&self, file: &str) -> TableRole {
        let mark = mark(file);
        if self.broken {
            TableRole::Unknown
        } else if self.current.contains(&mark) {
            TableRole::Current
        } else if self.removed.contains(&mark) {
            TableRole::Removed
        } else {
            TableRole::Unreferenced
        }
    }

    /// Notes that the table holds so many files that they are not told apart.
    fn bound(&mut self) {
        if self.current.len() + self.removed.len() > FILES_MAX {
            *self = Self { name: self.name.take(), broken: true, ..Self::default() };
        }
    }
}

/// A table and a file of it, before anything is masked.
pub(crate) struct Belongs {
    pub(crate) format: TableFormat,
    pub(crate) root: String,
    pub(crate) name: Option<String>,
    pub(crate) role: TableRole,
}

type Slot = Arc<OnceLock<Option<Table>>>;
type Key = (usize, TableFormat, String);

/// The tables of a run.
#[derive(Default)]
pub(crate) struct Tables {
    known: Mutex<VecDeque<(Key, Slot)>>,
}

impl Tables {
    /// The table that an object belongs to which was read as `format`. `source` tells targets apart,
    /// whose listings may not see the same.
    pub(crate) fn of(
        &self,
        (source, store): (usize, &dyn Store),
        readers: &dyn DocumentReaders,
        object: &ObjectRef,
        format: &str,
    ) -> Option<Belongs> {
        for candidate in paths::candidates(&object.key, format) {
            let slot = self.slot((source, candidate.format, candidate.root.to_owned()));
            let log = Log { store, readers, root: candidate.root, bytes: LOG_BYTES_MAX };
            let table = slot.get_or_init(|| match candidate.format {
                TableFormat::Delta => delta::read(log),
                TableFormat::Iceberg => iceberg::read(log),
            });
            let Some(table) = table else { continue };
            return Some(Belongs {
                format: candidate.format,
                root: candidate.root.to_owned(),
                name: table.name.clone(),
                role: match candidate.file {
                    Some(file) => table.role(file),
                    None => TableRole::Metadata,
                },
            });
        }
        None
    }

    fn slot(&self, key: Key) -> Slot {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = known.iter().find(|(known, _)| *known == key) {
            return Arc::clone(slot);
        }
        let slot = Slot::default();
        known.push_back((key, Arc::clone(&slot)));
        if known.len() > TABLES_MAX {
            known.pop_front();
        }
        slot
    }
}

/// The files of one table's log.
struct Log<'l> {
    store: &'l dyn Store,
    readers: &'l dyn DocumentReaders,
    root: &'l str,
    /// Bytes that may still be read.
    bytes: u64,
}

impl Log<'_> {
    /// The objects in a folder of the table; `None` when they cannot be listed, or are too many.
    fn list(&self, folder: &str) -> Option<Vec<ObjectRef>> {
        let prefix = paths::below(self.root, folder);
        let mut objects = Vec::new();
        let listed = self.store.list_below(&prefix, &mut |listed| {
            if listed.preset.is_none() {
                objects.push(listed.object);
            }
            match objects.len() > LOG_FILES_MAX {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        (listed.is_ok() && objects.len() <= LOG_FILES_MAX).then_some(objects)
    }

    /// Takes an object's bytes from what may still be read.
    fn take(&mut self, object: &ObjectRef) -> Option<()> {
        self.bytes = self.bytes.checked_sub(object.size.unwrap_or(0))?;
        Some(())
    }

    /// All of a small text; `None` when it is none.
    fn text(&mut self, object: &ObjectRef) -> Option<Vec<u8>> {
        self.take(object)?;
        let opened = self.store.open(object).ok()?;
        let mut text = Vec::new();
        opened.body.reader().ok()?.take(TEXT_BYTES_MAX + 1).read_to_end(&mut text).ok()?;
        (text.len() as u64 <= TEXT_BYTES_MAX).then_some(text)
    }

    /// The values of these columns, in the order of the file; whether it was read to its end.
    fn values(
        &mut self,
        object: &ObjectRef,
        format: &'static str,
        columns: &[&str],
        value: &mut dyn FnMut(usize, u64, &str),
    ) -> Option<()> {
        self.take(object)?;
        let opened = self.store.open(object).ok()?;
        let mut file = opened.body.seekable().ok()?;
        values::read(self.readers, format, file.as_mut(), columns, value)
    }
}

/// The last part of a key.
fn file_name(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, name)| name)
}

//! A zip as a document's package: its entries by name, in any order.

use std::io::{self, Read};

use magpie_model::{Outcome, ReadSeek, Reason};

use super::beside::Beside;
use super::blocks::Blocks;
use super::directory::{Described, Directory};
use super::expand::Header;
use super::{beside, expand, name_of, overlapping};
use crate::formats::Reading;
use crate::formats::archive::Tally;
use crate::formats::composed::Composed;

/// Entries of a document; a zip of more is read as one.
const ENTRIES_MAX: usize = 65_536;

/// An open package.
pub(crate) struct Package<'f> {
    file: Blocks<'f>,
    entries: Vec<Entry>,
    folders: Vec<Described>,
    directory: Directory,
    /// Whether entries may be missing, because the directory is damaged.
    pub(crate) damaged: bool,
}

struct Entry {
    name: String,
    described: Described,
    overlaps: bool,
    /// What stands before its data, once that is known.
    header: Option<Header>,
}

impl<'f> Package<'f> {
    /// Reads the directory; `None` when there is none, or too much of it.
    pub(crate) fn open(file: &'f mut (dyn ReadSeek + 'f)) -> io::Result<Option<Self>> {
        let mut file = Blocks::new(file);
        let Some(mut directory) = Directory::find(&mut file)? else { return Ok(None) };
        let (ranges, walked) = directory.ranges(&mut file, ENTRIES_MAX as u64);
        if ranges.len() > ENTRIES_MAX {
            return Ok(None);
        }
        let refused = overlapping(ranges, directory.start());
        let (mut entries, mut folders) = (Vec::new(), Vec::new());
        for overlaps in refused {
            let Some(described) = directory.next(&mut file)? else { break };
            if described.is_directory() {
                folders.push(described);
            } else {
                let name = name_of(&described.name);
                entries.push(Entry { name, described, overlaps, header: None });
            }
        }
        let damaged = walked.is_err();
        Ok(Some(Self { file, entries, folders, directory, damaged }))
    }

    /// The names, each with its number.
    pub(crate) fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.entries.iter().enumerate().map(|(index, entry)| (index, &entry.name[..]))
    }

    /// The name of an entry.
    pub(crate) fn name(&self, index: usize) -> &str {
        &self.entries[index].name
    }

    /// The number of the entry of that name, whatever the case of its letters.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The expanded bytes of an entry.
    ///
    /// # Errors
    /// The outcome of the entry, when it cannot be read.
    pub(crate) fn content(&mut self, index: usize) -> Result<impl Read + '_, Outcome> {
        let entry = &mut self.entries[index];
        if entry.overlaps {
            let detail = "the entry shares bytes with another one";
            return Err(Outcome::with_detail(Reason::MalformedFile, detail));
        }
        if let Some((_, reason, detail)) = entry.described.unreadable() {
            return Err(Outcome::with_detail(reason, detail));
        }
        let mut content = expand::open(&entry.described, &mut self.file)
            .map_err(|error| crate::feed::outcome_of(&error))?;
        entry.header.get_or_insert(content.header());
        Ok(content)
    }

    /// Reads what the package holds beside its entries, once they have been read: comments into
    /// `text`, everything else as entries.
    pub(crate) fn beside(
        &mut self,
        text: &mut Composed,
        tally: &mut Tally,
        reading: &mut Reading<'_>,
    ) {
        match self.directory.comment(&mut self.file) {
            Ok(comment) => beside::put_comment(&comment, text),
            Err(error) => tally.damaged(crate::feed::outcome_of(&error)),
        }
        let mut beside = Beside::of(&self.directory);
        // Being stopped is told by the document's outcome.
        for Entry { described, header, .. } in &mut self.entries {
            let header = header.take().or_else(|| expand::header(described, &mut self.file));
            let _ = beside.take(described, header.as_ref(), text, tally, reading);
        }
        for described in &self.folders {
            let header = expand::header(described, &mut self.file);
            let _ = beside.take(described, header.as_ref(), text, tally, reading);
        }
        if !self.damaged {
            let _ = beside.take_rest(&self.directory, &mut self.file, text, tally, reading);
            beside.read(&mut self.file, tally, reading);
        }
    }
}

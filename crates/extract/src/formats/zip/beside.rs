//! What a zip holds beside the entries of its directory: comments, bytes before, between and
//! behind the entries. A deleted entry, a program before the archive and whatever hides are there.

use std::io::{self, Read};

use magpie_model::{Outcome, Place};

use super::Directory;
use super::blocks::Blocks;
use super::directory::{Described, SIZES_FOLLOW, WIDE, fields};
use super::expand::Header;
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::archive::{Folders, Tally};
use crate::formats::composed::Composed;
use crate::formats::notes::Notes;

/// Sizes and a checksum may stand behind an entry, of so many bytes at most, behind a mark.
const DESCRIPTOR_BYTES_MAX: usize = 24;
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Fewer bytes say nothing.
const BYTES_MIN: u64 = 8;
/// Name of what is found.
const NAME: &str = "beside the entries";
/// Labels of fields, and of what stands behind the directory.
const FIELD: &str = "extra field";
const REST: &str = "directory";
const FOLDER: &str = "folder";
/// Fields with the name and the comment of an entry once more, behind a version and a checksum.
const UNICODE_NAME: u16 = 0x7075;
const UNICODE_COMMENT: u16 = 0x6375;
const UNICODE_HEADER_BYTES: usize = 5;

/// A stretch that is accounted for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    start: u64,
    end: u64,
    /// Checksum and size, where a descriptor may follow with them.
    descriptor: Option<(u32, u64)>,
}

/// The stretches that are accounted for, and what was said beside the names.
pub(super) struct Beside {
    taken: Vec<Taken>,
    /// The directory and the end of the archive.
    end: (u64, u64),
    notes: Notes,
    folders: Folders,
}

impl Beside {
    pub(super) fn of(directory: &Directory) -> Self {
        let end = (directory.start(), directory.archive_end());
        Self { taken: Vec::new(), end, notes: Notes::default(), folders: Folders::default() }
    }

    /// Accounts for an entry, with what stands before its content where that is known, and tells
    /// what it says beside its name.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(super) fn take(
        &mut self,
        described: &Described,
        header: Option<&Header>,
        text: &mut Composed,
        tally: &mut Tally,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        let least = described.extent(0);
        let end = header.map_or(least.end, |header| header.end).max(least.end);
        let sizes = described.expected.map(|(crc, _)| (crc, described.stored_bytes));
        let descriptor = sizes.filter(|_| described.flags & SIZES_FOLLOW != 0);
        self.taken.push(Taken { start: least.start, end, descriptor });
        if let Some(empty) = self.folders.next(Some(&described.name), described.is_directory()) {
            self.notes.text(FOLDER, &empty);
        }
        put_comment(&described.comment, text);
        self.note_fields(described, &described.extra);
        if let Some(header) = header {
            self.note_fields(described, &header.extra);
            if header.name != described.name {
                self.notes.text("name", &header.name);
            }
        }
        self.notes.tell(text, tally, reading)
    }

    fn note_fields(&mut self, described: &Described, extra: &[u8]) {
        for (id, field) in fields(extra) {
            let text = field.get(UNICODE_HEADER_BYTES..).unwrap_or_default();
            match id {
                Some(WIDE) => {}
                Some(UNICODE_NAME) if text == described.name => {}
                Some(UNICODE_NAME) => self.notes.text("name", text),
                Some(UNICODE_COMMENT) if text == described.comment => {}
                Some(UNICODE_COMMENT) => self.notes.text("comment", text),
                _ => self.notes.bytes(FIELD, field),
            }
        }
    }

    /// Tells what stands between the last entry of the directory and the end of the archive.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(super) fn take_rest(
        &mut self,
        directory: &Directory,
        file: &mut Blocks<'_>,
        text: &mut Composed,
        tally: &mut Tally,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        if let Some(empty) = self.folders.next(None, false) {
            self.notes.text(FOLDER, &empty);
        }
        let (start, length) = directory.rest();
        file.go(start);
        match self.notes.stretch(REST, file, length) {
            Ok(()) => self.notes.tell(text, tally, reading),
            Err(error) => {
                tally.damaged(outcome_of(&error));
                Ok(())
            }
        }
    }

    /// The stretches that are not, without the descriptors behind entries.
    fn left(&mut self, file: &mut Blocks<'_>) -> io::Result<Vec<(u64, u64)>> {
        let length = file.length()?;
        let (start, end) = self.end;
        self.taken.push(Taken { start, end, descriptor: None });
        self.taken.sort_unstable();
        let mut left = Vec::new();
        let (mut at, mut descriptor) = (0, None);
        let end = Taken { start: length, end: length, descriptor: None };
        for taken in self.taken.iter().copied().chain([end]) {
            if taken.start >= at + BYTES_MIN {
                let behind = at + described_bytes(descriptor, at, file)?;
                if taken.start >= behind + BYTES_MIN {
                    left.push((behind, taken.start));
                }
            }
            if taken.end > at {
                (at, descriptor) = (taken.end, taken.descriptor);
            }
        }
        Ok(left)
    }

    /// Reads what is left as entries. Zeros are padding.
    pub(super) fn read(
        mut self,
        file: &mut Blocks<'_>,
        tally: &mut Tally,
        reading: &mut Reading<'_>,
    ) {
        let left = match self.left(file) {
            Ok(left) => left,
            Err(error) => return tally.damaged(outcome_of(&error)),
        };
        for (start, end) in left {
            if reading.halted().is_some() {
                return;
            }
            file.go(start);
            let mut bytes = file.take(end - start);
            let mut first = [0];
            loop {
                match bytes.read(&mut first) {
                    Ok(0) => break,
                    Ok(_) if first[0] == 0 => {}
                    Ok(_) => {
                        tally.count(&reading.entry(NAME, &mut first.chain(&mut bytes)));
                        break;
                    }
                    Err(error) => return tally.damaged(outcome_of(&error)),
                }
            }
        }
    }
}

/// How many bytes the descriptor takes that stands at `at`; none where it is not that of the entry.
fn described_bytes(sizes: Option<(u32, u64)>, at: u64, file: &mut Blocks<'_>) -> io::Result<u64> {
    let Some((crc, stored_bytes)) = sizes else { return Ok(0) };
    let mut bytes = Vec::new();
    file.go(at);
    file.take(DESCRIPTOR_BYTES_MAX as u64).read_to_end(&mut bytes)?;
    let rest = bytes.strip_prefix(DESCRIPTOR).unwrap_or(&bytes);
    let Some(sizes) = rest.strip_prefix(&crc.to_le_bytes()) else { return Ok(0) };
    // The size before and after, of eight bytes or four each.
    let wide = sizes.starts_with(&stored_bytes.to_le_bytes());
    let sizes_bytes = if wide { 16 } else { 8 };
    Ok((bytes.len() - sizes.len() + sizes_bytes.min(sizes.len())) as u64)
}

/// A comment as a text of the archive itself.
pub(super) fn put_comment(comment: &[u8], text: &mut Composed) {
    if !comment.is_empty() {
        let label = text.label("comment");
        text.cell(label, Place::Element);
        text.push(String::from_utf8_lossy(comment).as_bytes());
    }
}

//! What a zip holds beside the entries of its directory: comments, bytes before, between and
//! behind the entries. A deleted entry, a program before the archive and whatever hides are there.

use std::io::Read;

use magpie_model::Place;

use super::Directory;
use super::blocks::Blocks;
use super::directory::Described;
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::archive::Tally;
use crate::formats::composed::Composed;

/// Sizes and a checksum may stand behind an entry, of so many bytes at most.
const DESCRIPTOR_BYTES_MAX: u64 = 24;
/// Name of what is found.
const NAME: &str = "beside the entries";

/// The stretches that are accounted for.
pub(super) struct Beside {
    taken: Vec<(u64, u64)>,
    /// The directory and the end of the archive.
    end: (u64, u64),
}

impl Beside {
    pub(super) fn of(directory: &Directory) -> Self {
        Self { taken: Vec::new(), end: (directory.start(), directory.archive_end()) }
    }

    /// Accounts for an entry, whose data ends at `end` where that is known.
    pub(super) fn take(&mut self, described: &Described, end: Option<u64>) {
        let least = described.extent(0);
        self.taken.push((least.start, end.unwrap_or(least.end).max(least.end)));
    }

    /// The stretches that are not, those left out that are too short to be anything else than a
    /// descriptor of the entry before.
    fn left(mut self, file: &mut Blocks<'_>) -> std::io::Result<Vec<(u64, u64)>> {
        let length = file.length()?;
        self.taken.push(self.end);
        self.taken.sort_unstable();
        let mut left = Vec::new();
        let mut at = 0;
        for (start, end) in self.taken {
            if start > at + if at == 0 { 0 } else { DESCRIPTOR_BYTES_MAX } {
                left.push((at, start));
            }
            at = at.max(end);
        }
        if length > at {
            left.push((at, length));
        }
        Ok(left)
    }

    /// Reads what is left as entries. Zeros are padding.
    pub(super) fn read(self, file: &mut Blocks<'_>, tally: &mut Tally, reading: &mut Reading<'_>) {
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

/// A comment as a text of the archive itself.
pub(super) fn put_comment(comment: &[u8], text: &mut Composed) {
    if !comment.is_empty() {
        let label = text.label("comment");
        text.cell(label, Place::Element);
        text.push(String::from_utf8_lossy(comment).as_bytes());
    }
}

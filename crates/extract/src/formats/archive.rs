//! What archives have in common: names as text, and an outcome that follows from their entries'.

use magpie_model::{Outcome, Reason, Status};

use super::Reading;

/// Longest name of an entry that is kept; the rest of it is cut off.
const NAME_BYTES_MAX: usize = 1024;

/// Counts what became of the entries.
#[derive(Debug, Default)]
pub(super) struct Tally {
    entries: u64,
    incomplete: u64,
    damage: Option<Outcome>,
}

impl Tally {
    pub(super) fn count(&mut self, outcome: &Outcome) {
        self.entries += 1;
        self.incomplete += u64::from(outcome.status != Status::Complete);
    }

    /// The archive itself is damaged; the first damage stays.
    pub(super) fn damaged(&mut self, outcome: Outcome) {
        self.damage.get_or_insert(outcome);
    }

    pub(super) fn malformed(&mut self, detail: &str) {
        self.damaged(Outcome::with_detail(Reason::MalformedFile, detail));
    }

    /// The outcome of the archive: that of a bound on the whole object, else of its own damage,
    /// else of its entries.
    pub(super) fn outcome(self, reading: &Reading<'_>) -> Outcome {
        if let Some(halted) = reading.halted() {
            return halted;
        }
        if let Some(damage) = self.damage {
            return damage;
        }
        if self.incomplete == 0 {
            return Outcome::COMPLETE;
        }
        Outcome::with_detail(
            Reason::ArchiveContainsUnprocessedFiles,
            format!("{} of {} entries were not read in full", self.incomplete, self.entries),
        )
    }
}

impl Tally {
    /// The outcome of a document that holds other files: pictures and objects that were not read
    /// are said so.
    pub(super) fn outcome_of_document(self, reading: &Reading<'_>) -> Outcome {
        let detail = format!(
            "{} of {} files in the document were not read in full",
            self.incomplete, self.entries
        );
        match self.outcome(reading) {
            outcome if outcome.reason == Some(Reason::ArchiveContainsUnprocessedFiles) => {
                Outcome::with_detail(Reason::EmbeddedContentNotRead, detail)
            }
            outcome => outcome,
        }
    }
}

/// Tells which folders of an archive hold nothing, whose names no entry bears: those that the next
/// name does not begin with.
#[derive(Debug, Default)]
pub(super) struct Folders {
    last: Option<Vec<u8>>,
}

impl Folders {
    /// An entry follows, or the end of the archive where there is no name; gives the folder before it
    /// when that is empty.
    pub(super) fn next(&mut self, name: Option<&[u8]>, is_folder: bool) -> Option<Vec<u8>> {
        let folder = name.filter(|_| is_folder).map(<[u8]>::to_vec);
        let last = std::mem::replace(&mut self.last, folder);
        last.filter(|last| !name.is_some_and(|name| name.starts_with(last)))
    }
}

/// The name of an entry as text: bytes that are not UTF-8 percent-escaped, and cut when it is
/// absurdly long. It is never used as a path.
pub(super) fn name_of(bytes: &[u8]) -> String {
    let mut name = String::new();
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            name.push_str(&format!("%{byte:02X}"));
        }
        if name.len() > NAME_BYTES_MAX {
            break;
        }
    }
    if name.len() > NAME_BYTES_MAX {
        let end = name.floor_char_boundary(NAME_BYTES_MAX);
        name.truncate(end);
        name.push('…');
    }
    name
}

/// The last step of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|step| !step.is_empty()).unwrap_or(path)
}

/// What a compressed file holds, by its own name: the ending goes, or another takes its place.
pub(super) fn stem(path: &str, endings: &[(&str, &str)]) -> Option<String> {
    let file = file_name(path);
    endings.iter().find_map(|(ending, instead)| {
        let stem = file.len().checked_sub(ending.len()).and_then(|at| file.get(..at))?;
        let fits = !stem.is_empty() && file[stem.len()..].eq_ignore_ascii_case(ending);
        fits.then(|| format!("{stem}{instead}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_whatever_their_bytes() {
        assert_eq!(name_of("ñ/a.txt".as_bytes()), "ñ/a.txt");
        assert_eq!(name_of(b"a\xFFb\0"), "a%FFb\0");
        let long = name_of(&[b'x'; 65_536]);
        assert!(long.len() <= NAME_BYTES_MAX + '…'.len_utf8() && long.ends_with('…'));
    }

    #[test]
    fn a_file_name_is_the_last_step() {
        assert_eq!(file_name("a/b.gz"), "b.gz");
        assert_eq!(file_name("a/b/"), "b");
        assert_eq!(file_name("/"), "/");
    }
}

//! What a container says beside its content (fields that programs define for themselves, owners,
//! frames to be passed over): texts of the container itself, and files where it hides some.

use std::io::{self, Read};

use magpie_model::{Outcome, Place, Reason};

use super::archive::Tally;
use super::composed::Composed;
use super::once::Once;
use super::{Reading, runs};
use crate::sniff::{self, Format};

/// Bytes of all notes that are held at a time.
const HELD_BYTES_MAX: usize = 1024 * 1024;
/// Notes that are remembered, so that what every entry says is said once.
const MET_MAX: usize = 65_536;
/// Shorter bytes are no file.
const FILE_BYTES_MIN: usize = 32;
const CHUNK_BYTES: usize = 64 * 1024;

/// What has been noted and not yet told. A note that was met before under the same label is dropped.
pub(super) struct Notes {
    held: Vec<(String, Vec<u8>)>,
    held_bytes: usize,
    met: Once,
    /// There was more than is held.
    has_more: bool,
}

impl Default for Notes {
    fn default() -> Self {
        Self { held: Vec::new(), held_bytes: 0, met: Once::new(MET_MAX), has_more: false }
    }
}

impl Notes {
    /// Notes what may be numbers as well: only bytes with a run of printable characters say something.
    pub(super) fn bytes(&mut self, label: &str, bytes: &[u8]) {
        if runs::has_run(bytes) {
            self.text(label, bytes);
        }
    }

    /// Notes a text, however short.
    pub(super) fn text(&mut self, label: &str, bytes: &[u8]) {
        if bytes.is_empty() || !self.met.is_new(&(label, bytes)) {
            return;
        }
        if self.held_bytes + bytes.len() > HELD_BYTES_MAX {
            self.has_more = true;
            return;
        }
        self.held_bytes += bytes.len();
        self.held.push((label.to_owned(), bytes.to_vec()));
    }

    /// Notes the next `length` bytes, as far as they can be held; the others are passed over.
    ///
    /// # Errors
    /// When they cannot be read, or end before.
    pub(super) fn stretch(
        &mut self,
        label: &str,
        bytes: &mut dyn Read,
        length: u64,
    ) -> io::Result<()> {
        let room = (HELD_BYTES_MAX - self.held_bytes) as u64;
        let mut noted = Vec::new();
        bytes.take(length.min(room)).read_to_end(&mut noted)?;
        let mut left = length - noted.len() as u64;
        self.bytes(label, &noted);
        let mut chunk = vec![0; CHUNK_BYTES];
        while left > 0 {
            let most = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            match bytes.read(&mut chunk[..most]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    self.has_more |= runs::has_run(&chunk[..read]);
                    left -= read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether nothing was noted that is not told.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty() && !self.has_more
    }

    /// Tells what is held: texts and runs of printable characters in `text`, files as entries.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(super) fn tell(
        &mut self,
        text: &mut Composed,
        tally: &mut Tally,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        self.held_bytes = 0;
        for (label, bytes) in std::mem::take(&mut self.held) {
            if is_text(&bytes) {
                let label = text.label(&label);
                text.cell(label, Place::Element);
                text.push(&bytes);
            } else if is_file(&bytes) {
                tally.count(&reading.entry(&label, &mut &bytes[..]));
            } else {
                // Bytes in memory can be read.
                drop(runs::read_into(text, &bytes[..], reading)?);
            }
            text.deal(reading)?;
        }
        if std::mem::take(&mut self.has_more) {
            let detail = "more stands beside the content than is kept";
            tally.damaged(Outcome::with_detail(Reason::MemoryLimitReached, detail));
        }
        Ok(())
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let is_plain = |c: char| matches!(c, '\t' | '\n' | '\r') || !c.is_control();
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
}

fn is_file(bytes: &[u8]) -> bool {
    if bytes.len() < FILE_BYTES_MIN {
        return false;
    }
    let format = sniff::format(bytes, true, "");
    format.is_archive() || matches!(format, Format::Unsupported(what) if what != "binary")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_every_entry_bears_is_held_once() {
        let mut notes = Notes::default();
        for _ in 0..3 {
            notes.text("owner", b"ann");
            notes.bytes("field", b"a text of its own");
        }
        notes.text("group", b"ann");
        notes.bytes("field", &[0x12, 0x34, b'a', 0, 0xFF]);
        assert_eq!(notes.held.len(), 3);
    }

    #[test]
    fn a_stretch_beyond_the_bound_is_told_where_it_may_say_something() {
        let length = HELD_BYTES_MAX as u64 + 10;
        for (byte, has_more) in [(0, false), (b'x', true)] {
            let mut notes = Notes::default();
            notes.stretch("frame", &mut io::repeat(byte), length).unwrap();
            assert_eq!(notes.has_more, has_more);
        }
        let mut notes = Notes::default();
        assert!(notes.stretch("frame", &mut &b"short"[..], 6).is_err());
    }
}

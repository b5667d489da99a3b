//! Unknown binaries: runs of printable characters, in UTF-8 and in UTF-16, each told by its byte.

use std::io::{self, Read};

use magpie_model::{Outcome, Place, Reason, words_behind_lengths};

use super::Reading;
use super::composed::Composed;
use crate::feed::outcome_of;
use crate::source::Source;

/// Characters of the shortest run that is read. Noise has one of eight in every three kilobytes,
/// and the shortest values that are looked for are about as long.
const CHARACTERS_MIN: usize = 8;
/// Bytes of a run that are held before they are handed on.
const HELD_BYTES_MAX: usize = 16 * 1024;
const CHUNK_BYTES: usize = 64 * 1024;

/// Feeds every run as a stretch of its own.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    read_from(&mut *source.into_reader(), reading)
}

/// The same of bytes that are read already.
pub(super) fn read_from(bytes: &mut dyn Read, reading: &mut Reading<'_>) -> Outcome {
    let mut runs = Runs::new(Composed::new(reading), true);
    let read = runs.all(bytes, reading);
    let finished = runs.text.finish(reading);
    match read.and_then(|read| finished.map(|()| read)) {
        Err(outcome) | Ok(Err(outcome)) => outcome,
        Ok(Ok(())) if runs.found => Outcome::with_detail(
            Reason::BinaryReadAsText,
            "an unknown binary: its runs of printable characters were read",
        ),
        Ok(Ok(())) => Outcome::with_detail(Reason::UnsupportedFileType, "binary without text"),
    }
}

/// Appends every run to the text of another part, without its place. What is wrong with the bytes
/// is the inner result.
///
/// # Errors
/// The outcome that ends the part: the visitor wants to stop.
pub(super) fn read_into(
    text: &mut Composed,
    mut bytes: impl Read,
    reading: &mut Reading<'_>,
) -> Result<Result<(), Outcome>, Outcome> {
    let mut runs = Runs::new(std::mem::replace(text, Composed::new(reading)), false);
    let read = runs.all(&mut bytes, reading);
    *text = runs.text;
    read
}

/// Whether some characters in a row are printable, in one byte or two for each.
pub(super) fn has_run(bytes: &[u8]) -> bool {
    let is_long = |step: usize, first: usize| {
        let mut run = 0;
        bytes.iter().skip(first).step_by(step).any(|byte| {
            let is_printable = (b' '..0x7F).contains(byte) || *byte >= 0x80;
            run = if is_printable { run + 1 } else { 0 };
            run >= CHARACTERS_MIN
        })
    };
    is_long(1, 0) || is_long(2, 0) || is_long(2, 1)
}

struct Runs {
    text: Composed,

    narrow: Run,
    /// UTF-16 whose characters begin at even and at odd bytes.
    wide: [Run; 2],
    at: u64,
    /// The two bytes before this one, the nearer first.
    before: [u8; 2],
    found: bool,
}

/// A run that goes on.
struct Run {
    width: u64,
    placed: bool,
    start: u64,
    held: Vec<u8>,
    /// The byte that stands before it.
    before: u8,
    /// The beginning of it has been handed on already.
    begun: bool,
    /// A zero stood before it: the higher byte of the first character comes first.
    big: bool,
}

fn printable(byte: u8) -> bool {
    byte == b'\t' || (32..127).contains(&byte)
}

impl Runs {
    /// `placed` says whether the runs stand in the part's own bytes.
    fn new(text: Composed, placed: bool) -> Self {
        Self {
            text,
            narrow: Run::new(1, placed),
            wide: [Run::new(2, placed), Run::new(2, placed)],
            at: 0,
            before: [0; 2],
            found: false,
        }
    }

    /// Takes everything in. What is wrong with the bytes is the inner result.
    fn all(
        &mut self,
        bytes: &mut dyn Read,
        reading: &mut Reading<'_>,
    ) -> Result<Result<(), Outcome>, Outcome> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let read = loop {
            match bytes.read(&mut chunk) {
                Ok(0) => break Ok(()),
                Ok(read) => {
                    chunk[..read].iter().for_each(|byte| self.take(*byte));
                    self.text.deal(reading)?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(outcome_of(&error)),
            }
        };
        self.end();
        Ok(read)
    }

    fn take(&mut self, byte: u8) {
        if printable(byte) || byte >= 0x80 {
            if self.narrow.held.is_empty() {
                self.narrow.before = self.before[0];
            }
            self.narrow.push(byte, self.at, &mut self.text, &mut self.found);
        } else {
            self.narrow.end(&mut self.text, &mut self.found);
        }
        // This byte ends the pair that began one byte ago.
        let [lower, earlier] = self.before;
        if self.at > 0 {
            let run = &mut self.wide[((self.at - 1) % 2) as usize];
            if byte == 0 && printable(lower) {
                if run.held.is_empty() && !run.begun {
                    run.big = self.at > 1 && earlier == 0;
                }
                run.push(lower, self.at - 1, &mut self.text, &mut self.found);
            } else {
                // Of text with the higher byte first, the last character has no zero behind it.
                if run.big && printable(lower) && !run.held.is_empty() {
                    run.push(lower, self.at - 1, &mut self.text, &mut self.found);
                }
                run.end(&mut self.text, &mut self.found);
            }
        }
        self.before = [byte, lower];
        self.at += 1;
    }

    fn end(&mut self) {
        let [last, _] = self.before;
        let at = self.at.saturating_sub(1);
        let run = &mut self.wide[(at % 2) as usize];
        if run.big && printable(last) && !run.held.is_empty() {
            run.push(last, at, &mut self.text, &mut self.found);
        }
        for run in [&mut self.narrow].into_iter().chain(&mut self.wide) {
            run.end(&mut self.text, &mut self.found);
        }
    }
}

impl Run {
    fn new(width: u64, placed: bool) -> Self {
        Self { width, placed, start: 0, held: Vec::new(), before: 0, begun: false, big: false }
    }

    fn push(&mut self, byte: u8, at: u64, text: &mut Composed, found: &mut bool) {
        if self.held.is_empty() && !self.begun {
            self.start = at;
        }
        self.held.push(byte);
        if self.held.len() >= HELD_BYTES_MAX {
            self.hand_on(text, found);
        }
    }

    fn end(&mut self, text: &mut Composed, found: &mut bool) {
        if self.begun || self.held.len() >= CHARACTERS_MIN {
            let is_whole = !self.begun && self.width == 1;
            let words = is_whole.then(|| words_behind_lengths(self.before, &self.held));
            let words: Vec<(u64, Vec<u8>)> = words
                .into_iter()
                .flatten()
                .map(|word| (self.start + word.start as u64, self.held[word].to_vec()))
                .collect();
            self.hand_on(text, found);
            for (start, word) in words {
                (self.begun, self.start, self.held) = (false, start, word);
                self.hand_on(text, found);
            }
        }
        self.held.clear();
        self.begun = false;
        self.big = false;
    }

    /// Appends the valid stretches of what is held; long ones go on where they were cut.
    fn hand_on(&mut self, text: &mut Composed, found: &mut bool) {
        let mut at = self.start;
        for chunk in self.held.utf8_chunks() {
            let valid = chunk.valid();
            let first = at == self.start;
            let plain = valid.bytes().filter(u8::is_ascii).count();
            if (self.begun && first) || plain >= CHARACTERS_MIN {
                if !(self.begun && first) {
                    match self.placed {
                        true => text.stretch(at, self.width),
                        false => text.cell(None, Place::Text),
                    }
                }
                text.push(valid.as_bytes());
                *found = true;
            }
            at += (valid.len() + chunk.invalid().len()) as u64 * self.width;
        }
        self.begun = true;
        self.start = at;
        self.held.clear();
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::observed::observe;

    #[test]
    fn runs_of_both_widths_are_found_at_their_bytes() {
        let wide = |text: &str, big: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let mut bytes = vec![0x80, 1, 2, 3];
        let mut places = Vec::new();
        for text in
            [b"needle-narrow".to_vec(), wide("needle-wide-x", false), wide("needle-big-xx", true)]
        {
            bytes.extend([1, 2, 3, 4, 5]);
            places.push(bytes.len() as u64);
            bytes.extend(text);
            bytes.extend([5, 4, 3, 2, 1]);
        }
        bytes.extend([1; 512]);
        let needles = ["needle-narrow", "needle-wide-x", "needle-big-xx"];
        let seen = observe("a", &bytes, &needles);
        let found: Vec<_> = seen.found.iter().map(|f| f.location.bytes.unwrap().0).collect();
        // Of a big-endian run the lower bytes count.
        assert_eq!(found, [places[0], places[1], places[2] + 1]);
        assert_eq!(seen.ledger(), ["|binary|partial|BINARY_READ_AS_TEXT"]);
    }

    #[test]
    fn a_value_behind_its_length_is_a_text_of_its_own() {
        let card = "4111111111111111";
        let mut bytes = vec![1; 4_000];
        let mut record = |record: &[u8]| {
            let at = bytes.len() as u64;
            bytes.extend([record, &[1; 40]].concat());
            at
        };
        // The number of the next field is printable; the length is, and the number of the field.
        let first = record(&[b"\x2A\x10", card.as_bytes(), b"2\x01\x05"].concat());
        let long = format!("{card} and what stands behind it");
        let second = record(format!("BH{long:72}").as_bytes());
        let seen = observe("a", &bytes, &[card]);
        let found: Vec<_> = seen
            .found
            .iter()
            .map(|f| (f.location.bytes.unwrap().0, f.cell.trim_end() == card))
            .collect();
        // The whole run, and the value alone.
        assert_eq!(
            found,
            [(first + 2, false), (first + 2, true), (second + 2, false), (second + 2, true)]
        );
    }

    #[test]
    fn a_run_longer_than_what_is_held_is_not_cut() {
        let mut bytes = vec![1; 8_000];
        bytes.extend("x".repeat(40_000).as_bytes());
        for number in 0..20_000 {
            bytes.extend(format!("{number:07}").as_bytes());
        }
        bytes.extend([1; 8_000]);
        let seen = observe("a", &bytes, &["00023400002341", "00163830016384"]);
        let places: Vec<_> = seen.found.iter().map(|f| f.location.bytes.unwrap().0).collect();
        assert_eq!(places, [48_000 + 2_340 * 7, 48_000 + 16_383 * 7]);
    }

    #[test]
    fn a_binary_without_text_is_skipped() {
        let bytes: Vec<u8> = (0..4_000).map(|n| (n % 7) as u8).collect();
        let seen = observe("a", &bytes, &["x"]);
        assert_eq!(seen.ledger(), ["|binary|skipped|UNSUPPORTED_FILE_TYPE"]);
    }
}

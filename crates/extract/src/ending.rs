//! What stands behind a text in the same part: the archive of an installer behind its script, compressed lines
//! behind others. The text ends there, and the archive is read when the text has been read.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use magpie_model::{Outcome, ReadSeek};
use memchr::memmem;

use crate::seekable::Seekable;
use crate::sniff::begins_archive;
use crate::source::Failing;

/// Bytes that are kept: the end of a zip archive with a comment of usual length, and the beginning of what was
/// not whole when it was looked at.
const LAST_BYTES: usize = 512;
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_END_BYTES: usize = 22;

/// What an archive begins with, and how far behind its beginning it stands.
pub(crate) type Mark = (usize, &'static [u8]);
/// Of all that may stand behind a text.
pub(crate) const ALL: &[Mark] = &[
    (0, b"\x1F\x8B\x08"),
    (0, b"PK\x03\x04"),
    (0, b"BZh"),
    (0, b"\xFD7zXZ\0"),
    (0, b"\x28\xB5\x2F\xFD"),
    (257, b"ustar"),
];
/// Of what stands behind other things more often than inside of them.
pub(crate) const ZIP_ONLY: &[Mark] = &[(0, b"PK\x03\x04")];

/// A byte of which one is near the beginning of all that may stand behind a text, and hardly any text holds
/// one: a zero, or the last letter of a mark whose first zero may be far away. Text costs one look for those.
pub(crate) fn telling_byte(bytes: &[u8]) -> Option<usize> {
    const IN_MARKS: u8 = 0xFD;
    memchr::memchr2(0, IN_MARKS, bytes)
}

/// Where an archive or a compressed file begins behind something else.
pub(crate) fn archive_follows(bytes: &[u8], marks: &[Mark]) -> Option<usize> {
    // A name may stand between the beginning and the first zero.
    let from = telling_byte(bytes)?.saturating_sub(LAST_BYTES).max(1);
    let places = marks.iter().filter_map(|(within, mark)| {
        let mut found = memmem::find_iter(bytes.get(from + within..)?, mark).map(|at| from + at);
        found.find(|at| begins_archive(&bytes[*at..]))
    });
    places.min()
}

/// The end of a part, as it was read so far.
#[derive(Clone, Default)]
pub(crate) struct Ending<'s>(Rc<RefCell<Seen<'s>>>);

#[derive(Default)]
struct Seen<'s> {
    last: Vec<u8>,
    archive: Option<Box<dyn ReadSeek + 's>>,
    cut: Option<Outcome>,
}

impl<'s> Ending<'s> {
    /// Takes in bytes that were read.
    pub(crate) fn note(&self, bytes: &[u8]) {
        let last = &mut self.0.borrow_mut().last;
        last.extend_from_slice(&bytes[bytes.len().saturating_sub(LAST_BYTES)..]);
        let gone = last.len().saturating_sub(LAST_BYTES);
        last.drain(..gone);
    }

    /// An archive follows.
    pub(crate) fn archive(&self, archive: Box<dyn ReadSeek + 's>) {
        self.0.borrow_mut().archive = Some(archive);
    }

    /// The archive that stands behind what was read.
    pub(crate) fn take_archive(&self) -> Option<Box<dyn ReadSeek + 's>> {
        self.0.borrow_mut().archive.take()
    }

    /// Keeps an archive, as much as can be.
    fn spool(&self, archive: &mut dyn Read, bytes_max: u64) -> io::Result<()> {
        let spooled = Seekable::spooled(archive, bytes_max)?;
        let mut seen = self.0.borrow_mut();
        seen.cut = spooled.cut().cloned();
        seen.archive = Some(spooled.into_file());
        Ok(())
    }

    /// Why the archive is not all there.
    pub(crate) fn cut(&self) -> Option<Outcome> {
        self.0.borrow().cut.clone()
    }

    /// Whether the bytes end as a PDF does.
    pub(crate) fn is_pdf(&self) -> bool {
        let last = &self.0.borrow().last;
        last.trim_ascii_end().ends_with(b"%%EOF") && memmem::find(last, b"startxref").is_some()
    }

    /// Whether the bytes end as a zip archive does.
    pub(crate) fn is_zip(&self) -> bool {
        let seen = self.0.borrow();
        memmem::find_iter(&seen.last, ZIP_END).any(|at| {
            let comment: Option<&[u8; 2]> = seen.last.get(at + 20..).and_then(<[u8]>::first_chunk);
            comment.is_some_and(|comment| {
                at + ZIP_END_BYTES + usize::from(u16::from_le_bytes(*comment)) == seen.last.len()
            })
        })
    }
}

/// A reader that ends where an archive follows.
pub(crate) struct Watched<'s> {
    stream: Box<dyn Read + 's>,
    ending: Ending<'s>,
    marks: &'static [Mark],
    spool_bytes_max: u64,
}

impl<'s> Watched<'s> {
    /// Watches what `stream` gives behind `head`, which ends where an archive begins in it.
    pub(crate) fn new(
        head: &mut Vec<u8>,
        stream: Box<dyn Read + 's>,
        ending: Ending<'s>,
        marks: &'static [Mark],
        spool_bytes_max: u64,
    ) -> Self {
        let mut watched = Self { stream, ending, marks, spool_bytes_max };
        match archive_follows(head, marks) {
            Some(at) => watched.cut(head.split_off(at)),
            None => watched.ending.note(head),
        }
        watched
    }

    /// Keeps the archive whose first bytes are given, and ends.
    fn cut(&mut self, first: Vec<u8>) {
        let rest = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        let kept = self.ending.spool(&mut io::Cursor::new(first).chain(rest), self.spool_bytes_max);
        if let Err(error) = kept {
            self.stream = Box::new(Failing(Some(error)));
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        if telling_byte(&into[..read]).is_some() {
            let before = self.ending.0.borrow().last.clone();
            let length = before.len();
            let seen = [before, into[..read].to_vec()].concat();
            if let Some(at) = archive_follows(&seen, self.marks) {
                self.cut(seen[at..].to_vec());
                return match at.saturating_sub(length) {
                    0 => self.stream.read(into),
                    left => Ok(left),
                };
            }
        }
        self.ending.note(&into[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::{ALL, archive_follows};
    use crate::Limits;
    use crate::formats::observed::{observe, observe_once};
    use crate::testing::{Counting, Recorder};

    const CARD: &str = "4111111111111111";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// A zip whose places count from so many bytes before it.
    fn zip(before: &[u8]) -> Vec<u8> {
        let mut file = Cursor::new(before.to_vec());
        file.set_position(before.len() as u64);
        let mut writer = ZipWriter::new(file);
        writer.start_file("a.csv", SimpleFileOptions::default()).unwrap();
        writer.write_all(format!("id,card\n1,{CARD}\n2,x\n").as_bytes()).unwrap();
        writer.finish().unwrap().into_inner().split_off(before.len())
    }

    fn random(bytes: usize) -> Vec<u8> {
        let mut state = 7u32;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        std::iter::repeat_with(next).take(bytes).collect()
    }

    #[test]
    fn an_archive_behind_a_text_is_read() {
        let content = [format!("card {CARD}\n").into_bytes(), random(3_000)].concat();
        for lines in [2, 3_000, 9_000] {
            let script = "#!/bin/sh\necho a line\n".repeat(lines);
            let seen = observe("a.run", &[script.as_bytes(), &gzip(&content)].concat(), &[CARD]);
            let found: Vec<_> = seen.found.iter().map(|found| &found.part[..]).collect();
            assert_eq!(found, ["behind the text!behind the text"], "{lines}");
            assert_eq!(seen.ledger().last().unwrap(), "|text|partial|EMBEDDED_CONTENT_NOT_READ");
            for count_from in [&b""[..], script.as_bytes()] {
                let archive = [script.as_bytes(), &zip(count_from)].concat();
                let seen = observe("a", &archive, &[CARD]);
                assert_eq!((seen.found.len(), seen.found[0].label.as_str()), (1, "card"));
                assert_eq!(seen.ledger().last().unwrap(), "|text|complete|");
            }
        }
    }

    #[test]
    fn an_archive_in_memory_counts_as_read() {
        let bytes = ["words\n".repeat(9_000).as_bytes(), &gzip(b"more words\n")].concat();
        let body = Counting::new(&bytes);
        crate::extract(&body, "a", &Limits::default(), &mut Recorder::default());
        assert_eq!(body.read(), bytes.len() as u64);
    }

    #[test]
    fn what_stands_behind_a_file_between_the_lines_is_read() {
        let line = format!("a line with {CARD}\n").into_bytes();
        let file = gzip(&line);
        let text = [&line[..], &file, b"\n", &line, &file, &line].concat();
        let seen = observe("a", &text, &[CARD]);
        assert_eq!(seen.found.len(), 5, "{:?}", seen.ledger());
        assert_eq!(seen.ledger().last().unwrap(), "|text|complete|");
        let text = [&line[..], &file, &zip(b"")].concat();
        let seen = observe("a", &text, &[CARD]);
        assert_eq!(seen.found.len(), 3, "{:?}", seen.ledger());
        // What cannot be read as a file is read by its runs.
        let damaged = [&line[..], &file[..20], &[7; 40], b"\n", &line].concat();
        let seen = observe("a", &damaged, &[CARD]);
        let found: Vec<_> = seen.found.iter().map(|found| &found.part[..]).collect();
        assert_eq!(found, ["", "behind the text, as text"]);
        assert_eq!(seen.ledger().last().unwrap(), "|text|partial|EMBEDDED_CONTENT_NOT_READ");
    }

    #[test]
    fn what_stands_in_a_tar_behind_a_text_is_told_once() {
        let line = format!("a line with {CARD}\n").into_bytes();
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(line.len() as u64);
        tar.append_data(&mut header, "a.txt", &line[..]).unwrap();
        let tar = tar.into_inner().unwrap();
        for behind in [&b""[..], b"\n", &line, &line.repeat(400), &gzip(&line)] {
            let text = [&line[..], &tar, behind].concat();
            let cards = memchr::memmem::find_iter(behind, CARD).count();
            let is_packed = usize::from(behind.starts_with(b"\x1F\x8B"));
            let seen = observe("a", &text, &[CARD]);
            assert_eq!(seen.found.len(), 2 + cards + is_packed, "{:?}", seen.ledger());
        }
        let cut = [&line[..], &tar[..600]].concat();
        assert_eq!(observe("a", &cut, &[CARD]).found.len(), 2);
    }

    #[test]
    fn an_archive_behind_a_text_of_any_charset_is_read() {
        let line = "für alle die größer sind und Wörter\n";
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let latin =
            |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
        for lines in [30, 9_000] {
            let text = line.repeat(lines);
            let marked = [b"\xFF\xFE".to_vec(), wide(&text)].concat();
            for text in [latin(&text), wide(&text), marked] {
                let bytes = [text, gzip(format!("card {CARD}\n").as_bytes())].concat();
                let seen = observe("a", &bytes, &[CARD]);
                assert_eq!(
                    (seen.found.len(), &seen.ledger().last().unwrap()[..]),
                    (1, "|text|complete|")
                );
            }
        }
        // Its header stands where the first look ends.
        for at in 65_526..65_540 {
            let log = "2026-01-31 a line of a log\n".repeat(4_000);
            let bytes =
                [&log.as_bytes()[..at], &gzip(format!("card {CARD}\n").as_bytes())].concat();
            let seen = observe("a", &bytes, &[CARD]);
            assert_eq!(
                (seen.found.len(), &seen.ledger().last().unwrap()[..]),
                (1, "|text|complete|"),
                "{at}"
            );
        }
    }

    #[test]
    fn an_archive_is_told_by_its_mark_where_no_zero_is_near() {
        for mark in [&b"\x28\xB5\x2F\xFD"[..], b"\xFD7zXZ\0\0\x04"] {
            let bytes = [&b"words\n".repeat(90)[..], mark, &b"x".repeat(9_000), b"\0"].concat();
            assert_eq!(archive_follows(&bytes, ALL), Some(540), "{mark:?}");
        }
        assert_eq!(archive_follows(&b"Ne nov\xFD, ale star\xFD.\n".repeat(90), ALL), None);
    }

    #[test]
    fn compressed_lines_behind_others_are_read() {
        let row = "Bern,4539578763621486,x\n";
        let rows = format!("place,card,note\n{}", row.repeat(4_000));
        let more = format!("place,card\nRome,{CARD}\nOslo,x\n");
        let seen = observe("a.csv", &[rows.as_bytes(), &gzip(more.as_bytes())].concat(), &[CARD]);
        assert_eq!((seen.found.len(), seen.found[0].label.as_str()), (1, "card"));
        assert_eq!(seen.ledger().last().unwrap(), "|csv|complete|");
    }

    #[test]
    fn what_follows_and_is_no_text_is_said() {
        let log = "2026-01-31 a line of a log\n".repeat(4_000);
        let noise = [log.as_bytes(), &random(2_000)].concat();
        let seen = observe("a.log", &noise, &["x"]);
        assert_eq!(seen.ledger(), ["|text|partial|BINARY_READ_AS_TEXT"]);
        // The same in another charset.
        let latin = "caf\u{e9} und Gr\u{fc}\u{df}e\n".repeat(9_000);
        let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let seen = observe("a.log", &[&latin[..], &random(9_000)].concat(), &["x"]);
        assert_eq!(seen.ledger(), ["|text|partial|BINARY_READ_AS_TEXT"]);
        // A few bytes, and none of them a zero.
        let few: Vec<u8> = random(300).into_iter().filter(|byte| *byte != 0).collect();
        let seen = observe("a.log", &[log.as_bytes(), &few].concat(), &["x"]);
        assert_eq!(seen.ledger(), ["|text|partial|BINARY_READ_AS_TEXT"]);
        let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nstream\nx\nendstream\nendobj\nstartxref\n9\n%%EOF\n";
        let seen = observe("a.log", &[log.as_bytes(), pdf].concat(), &["x"]);
        assert_eq!(seen.ledger(), ["|text|partial|EMBEDDED_CONTENT_NOT_READ"]);
        // What may not be kept.
        let archive = [log.as_bytes(), &gzip(&random(9_000))].concat();
        let limits = Limits { spool_bytes_max: 2_000, ..Limits::default() };
        let (seen, _) = observe_once("a", archive, &[], &limits, false);
        assert_eq!(seen.ledger().last().unwrap(), "|text|partial|ARCHIVE_EXCEEDS_SIZE_LIMIT");
        let other = [log.as_bytes(), b"\x1F\x8B\x08 and PK\x03\x04 \0 in a line\n", log.as_bytes()];
        assert_eq!(observe("a", &other.concat(), &["x"]).ledger(), ["|text|complete|"]);
    }
}

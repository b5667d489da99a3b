//! gzip: one or more compressed members, which together are one entry. What stands behind them is another.
//!
//! The entry is named after the file without its ending, else by the name in the first member's
//! header, else like the file.

use std::io::{self, BufRead, Read};

use flate2::GzHeader;
use flate2::bufread::GzDecoder;
use magpie_model::{Outcome, Place};

use super::archive::{Tally, file_name, name_of, stem};
use super::composed::Composed;
use super::notes::Notes;
use super::{BEHIND_END, Reading};
use crate::source::Source;

/// Reads what the members expand to as one entry, named after the object without its `.gz`. The
/// outcome is the entry's, unless there is something behind it.
pub(crate) fn read(source: Source<'_>, name: &str, reading: &mut Reading<'_>) -> Outcome {
    let inner = inner_name(name, source.head());
    let mut text = Composed::new(reading);
    for (label, note) in notes(source.head()) {
        let note = name_of(note);
        if !note.is_empty() && file_name(&note) != inner {
            let label = text.label(label);
            text.cell(label, Place::Element);
            text.push(note.as_bytes());
        }
    }
    let mut members = Members::new(source.into_buffered());
    let outcome = reading.entry(&inner, &mut members);
    let mut tally = Tally::default();
    tally.count(&outcome);
    if let Member::Behind(mut rest) = members.state {
        tally.count(&reading.entry(BEHIND_END, &mut rest));
    }
    // Being stopped is told by what halted the reading.
    let _ = members.notes.tell(&mut text, &mut tally, reading);
    let _ = text.finish(reading);
    match outcome == Outcome::COMPLETE {
        true => tally.outcome(reading),
        false => reading.halted().unwrap_or(outcome),
    }
}

fn inner_name(name: &str, head: &[u8]) -> String {
    const ENDINGS: &[(&str, &str)] =
        &[(".gz", ""), (".tgz", ".tar"), (".taz", ".tar"), (".svgz", ".svg"), (".z", "")];
    if let Some(stem) = stem(name, ENDINGS) {
        return stem;
    }
    match header_name(head).map(name_of) {
        Some(name) if !name.is_empty() => file_name(&name).to_owned(),
        _ => file_name(name).to_owned(),
    }
}

/// The original file's name in a member's header.
fn header_name(head: &[u8]) -> Option<&[u8]> {
    const HAS_NAME: u8 = 8;
    let rest = fields(head).filter(|_| head[3] & HAS_NAME != 0)?;
    memchr::memchr(0, rest).map(|end| &rest[..end])
}

/// A member's header from its texts on.
fn fields(head: &[u8]) -> Option<&[u8]> {
    const HAS_EXTRA: u8 = 4;
    let flags = *head.get(3)?;
    let mut at = 10;
    if flags & HAS_EXTRA != 0 {
        let length = head.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    head.get(at..)
}

/// The name and the comment in the first member's header, which may say anything.
fn notes(head: &[u8]) -> Vec<(&'static str, &[u8])> {
    const HAS_COMMENT: u8 = 16;
    let mut notes = Vec::new();
    let name = header_name(head);
    notes.extend(name.map(|name| ("name", name)));
    if head.get(3).is_some_and(|flags| flags & HAS_COMMENT != 0) {
        let comment = match name {
            Some(name) => fields(head).and_then(|rest| rest.get(name.len() + 1..)),
            None => fields(head),
        };
        let comment = comment.and_then(|rest| memchr::memchr(0, rest).map(|end| &rest[..end]));
        notes.extend(comment.map(|comment| ("comment", comment)));
    }
    notes
}

/// The expanded bytes of every member, one after the other.
struct Members<'s> {
    state: Member<'s>,
    /// What the headers say: fields of their own, and of later members names and comments.
    notes: Notes,
    is_first: bool,
}

enum Member<'s> {
    Open(Box<GzDecoder<Box<dyn BufRead + 's>>>),
    Ended,
    /// Something else follows.
    Behind(Box<dyn BufRead + 's>),
}

impl<'s> Members<'s> {
    fn new(reader: Box<dyn BufRead + 's>) -> Self {
        let state = Member::Open(Box::new(GzDecoder::new(reader)));
        Self { state, notes: Notes::default(), is_first: true }
    }

    fn note(&mut self, header: Option<GzHeader>) {
        let is_first = std::mem::replace(&mut self.is_first, false);
        let Some(header) = header else { return };
        if !is_first {
            self.notes.bytes("name", header.filename().unwrap_or_default());
            self.notes.bytes("comment", header.comment().unwrap_or_default());
        }
        self.notes.bytes("field", header.extra().unwrap_or_default());
    }
}

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let Member::Open(decoder) = &mut self.state else { return Ok(0) };
            let read = decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let header = decoder.header().cloned();
            self.note(header);
            let Member::Open(decoder) = std::mem::replace(&mut self.state, Member::Ended) else {
                return Ok(0);
            };
            let mut rest = decoder.into_inner();
            match behind_padding(&mut rest)? {
                None => {}
                Some(0x1F) => self.state = Member::Open(Box::new(GzDecoder::new(rest))),
                Some(_) => self.state = Member::Behind(rest),
            }
        }
    }
}

/// The first byte of what follows; zeros are padding.
fn behind_padding(rest: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let padding = rest.fill_buf()?;
        if padding.is_empty() {
            return Ok(None);
        }
        let zeros = padding.iter().take_while(|byte| **byte == 0).count();
        if let Some(first) = padding.get(zeros).copied() {
            rest.consume(zeros);
            return Ok(Some(first));
        }
        rest.consume(zeros);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::Limits;
    use crate::formats::observed::{observe, observe_once, observe_within};

    const CARDS: &[u8] = include_bytes!("../../../../tests/formats/gzip/cards.csv.gz");
    const TWO: &[u8] = include_bytes!("../../../../tests/formats/gzip/two_members.csv.gz");
    const NAMED: &[u8] = include_bytes!("../../../../tests/formats/gzip/named_in_header");
    const TAR: &[u8] = include_bytes!("../../../../tests/formats/tar/cards.tar.gz");
    const CARD: &str = "4111111111111111";

    fn zeros(bytes: u64) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        io::copy(&mut io::repeat(b'0').take(bytes), &mut encoder).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_entry_is_named_after_the_file_or_its_header() {
        assert_eq!(inner_name("2026/a.csv.GZ", b""), "a.csv");
        assert_eq!(inner_name("a.tgz", b""), "a.tar");
        assert_eq!(inner_name(".gz", b""), ".gz");
        assert_eq!(inner_name("é", b""), "é");
        let header = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03../b.json\0";
        assert_eq!(inner_name("dump", header), "b.json");
        assert_eq!(inner_name("dump.gz", header), "dump");
        assert_eq!(inner_name("dump", &header[..14]), "dump");
    }

    #[test]
    fn what_headers_say_is_read() {
        let member = |fields: fn(flate2::GzBuilder) -> flate2::GzBuilder| {
            let mut encoder =
                fields(flate2::GzBuilder::new()).write(Vec::new(), Compression::default());
            encoder.write_all(b"some words\n").unwrap();
            encoder.finish().unwrap()
        };
        let plain = member(|builder| builder);
        for (bytes, times) in [
            (member(|builder| builder.comment("for 4111111111111111")), 1),
            (member(|builder| builder.extra("for 4111111111111111")), 1),
            ([&plain[..], &member(|b| b.comment("for 4111111111111111"))].concat(), 1),
            ([&plain[..], &member(|b| b.filename("4111111111111111.csv"))].concat(), 1),
        ] {
            let seen = observe("a.gz", &bytes, &[CARD]);
            assert_eq!(seen.found.len(), times, "{:?}", seen.ledger());
            assert_eq!(seen.ledger(), ["a|text|complete|", "|gzip|complete|"]);
        }
    }

    #[test]
    fn what_is_inside_is_told_by_its_content() {
        let seen = observe("x/cards.csv.gz", CARDS, &[CARD]);
        assert_eq!(seen.ledger(), ["cards.csv|csv|complete|", "|gzip|complete|"]);
        assert_eq!(seen.found[0].label, "card");
        let seen = observe("blob", NAMED, &["078-05-1120"]);
        assert_eq!(seen.ledger(), ["customer.json|json|complete|", "|gzip|complete|"]);
        let seen = observe("cards.tgz", TAR, &[CARD, "078-05-1120"]);
        assert_eq!(
            seen.ledger(),
            [
                "cards.tar!in/cards.csv|csv|complete|",
                "cards.tar!in/deep/customer.json|json|complete|",
                "cards.tar|tar|complete|",
                "|gzip|complete|",
            ]
        );
        assert_eq!(seen.found.len(), 2);
    }

    #[test]
    fn members_are_one_text() {
        let seen = observe("a.csv.gz", TWO, &[CARD, "378282246310005"]);
        assert_eq!(seen.found.len(), 2);
        assert_eq!(seen.found[1].label, "card");
        assert_eq!(seen.ledger(), ["a.csv|csv|complete|", "|gzip|complete|"]);
    }

    #[test]
    fn damage_keeps_what_was_read_before() {
        let mut text = String::from("name,card\n");
        (0..40_000).for_each(|row| text.push_str(&format!("n{row},{}\n", row * 7919)));
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        let whole = encoder.finish().unwrap();
        let truncated = whole[..whole.len() - 5000].to_vec();
        let mut flipped = whole.clone();
        *flipped.iter_mut().nth_back(6).unwrap() ^= 1;
        for (bytes, least) in [(truncated, 30_000), (flipped, 39_999)] {
            let row = format!("n{least},");
            let seen = observe("a.csv.gz", &bytes, &["n0,", &row]);
            assert_eq!(seen.found.len(), 2, "{row}");
            assert_eq!(
                seen.ledger(),
                ["a.csv|csv|partial|MALFORMED_FILE", "|gzip|partial|MALFORMED_FILE"]
            );
        }
        let padded = [&whole[..], &[0; 1000]].concat();
        assert_eq!(observe("a.csv.gz", &padded, &[]).ledger()[1], "|gzip|complete|");
    }

    #[test]
    fn what_stands_behind_the_members_is_read() {
        let behind = format!("a line behind it, card {CARD}\n");
        for padding in [0, 1_000] {
            let bytes = [CARDS, &vec![0; padding], behind.as_bytes()].concat();
            let seen = observe("a.csv.gz", &bytes, &[CARD]);
            assert_eq!(
                seen.ledger(),
                ["a.csv|csv|complete|", "behind the end|text|complete|", "|gzip|complete|"]
            );
            assert_eq!(seen.found.len(), 2);
        }
        let noise: Vec<u8> =
            (1..4_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let seen = observe("a.csv.gz", &[CARDS, &noise].concat(), &[CARD]);
        let told = "|gzip|partial|ARCHIVE_CONTAINS_UNPROCESSED_FILES";
        assert_eq!((seen.found.len(), &seen.ledger().pop().unwrap()[..]), (1, told));
    }

    #[test]
    fn a_bomb_stops_at_its_bound() {
        let bomb = zeros(64 * 1024 * 1024);
        let mib = 1024 * 1024;
        let free = Limits { expansion_free_bytes: mib, ..Limits::default() };
        for (limits, reason, most) in [
            (Limits { expansion_ratio_max: 100, ..free.clone() }, "EXPANSION_RATIO_OVER_LIMIT", 8),
            (
                Limits { expanded_bytes_max: 4 * mib, ..Limits::default() },
                "ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT",
                4,
            ),
            (
                Limits { entry_bytes_max: 2 * mib, ..Limits::default() },
                "ARCHIVE_EXCEEDS_SIZE_LIMIT",
                2,
            ),
        ] {
            let (seen, extracted) = observe_once("b.txt.gz", bomb.clone(), &[], &limits, true);
            assert_eq!(seen.ledger()[1], format!("|gzip|partial|{reason}"));
            assert!(extracted.bytes_scanned <= most * mib, "{}", extracted.bytes_scanned);
            assert!(extracted.bytes_scanned > mib / 2);
        }
    }

    #[test]
    fn nesting_ends_at_its_bound() {
        let mut bytes = b"needle".to_vec();
        for _ in 0..40 {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&bytes).unwrap();
            bytes = encoder.finish().unwrap();
        }
        let limits = Limits { archive_depth_max: 5, ..Limits::default() };
        let seen = observe_within("a.gz", &bytes, &["needle"], &limits);
        assert!(seen.ledger()[0].ends_with("|gzip|partial|ARCHIVE_NESTING_LEVEL_OVER_LIMIT"));
        assert_eq!(seen.parts.len(), 6);
    }

    #[test]
    fn a_comment_in_the_header_is_read() {
        let comment = std::ffi::CString::new(CARD).unwrap();
        let builder = flate2::GzBuilder::new().filename("b.txt").comment(comment);
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(b"text").unwrap();
        let seen = observe("a.txt.gz", &encoder.finish().unwrap(), &[CARD, "b.txt"]);
        let found: Vec<_> = seen.found.iter().map(|f| (&f.needle[..], &f.label[..])).collect();
        assert_eq!(found, [("b.txt", "name"), (CARD, "comment")]);
        assert_eq!(seen.ledger(), ["a.txt|text|complete|", "|gzip|complete|"]);
    }
}

//! zip archives, by their directory, or by the headers before the entries where it is broken.
//!
//! The walk over the directory is our own: the library keeps one entry of several with the same
//! name, and stops at the size that an entry claims, so that what lies behind stays unseen.

mod beside;
mod blocks;
mod directory;
mod expand;
mod package;
mod salvage;

use std::io::{self, Read};

use magpie_model::{Outcome, ReadSeek, Reason};

use self::beside::Beside;
use self::blocks::Blocks;
use self::directory::{Described, Directory};
use self::expand::Header;
pub(crate) use self::package::Package;
use super::Reading;
use super::archive::{Tally, name_of};
use super::composed::Composed;
use crate::feed::outcome_of;
use crate::seekable::Seekable;

/// Entries whose descriptions are read at a time, so that reading does not jump between the
/// directory and the content for each.
const BATCH: usize = 256;
/// Entries whose names are looked at to tell a document.
const DOCUMENT_ENTRIES: usize = 64;

/// The document format that is a zip by its container only (`docx`, `odt`, `epub`), told by the
/// names in the directory; `None` for any other zip, jar included, and for a broken one. Leaves
/// the file at any place.
pub(crate) fn document_format(file: &mut Box<dyn ReadSeek + '_>) -> Option<&'static str> {
    let mut file = Blocks::new(file.as_mut());
    let mut directory = Directory::find(&mut file).ok()??;
    let mut names = Vec::new();
    while names.len() < DOCUMENT_ENTRIES
        && let Ok(Some(entry)) = directory.next(&mut file)
    {
        names.push(entry.name);
    }
    let has = |name: &str| names.iter().any(|known| known == name.as_bytes());
    let within = |folder: &str| names.iter().any(|known| known.starts_with(folder.as_bytes()));
    if has("xl/workbook.bin") {
        return Some("xlsb");
    }
    if has("[Content_Types].xml") {
        let known = [("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("visio/", "vsdx")];
        return known.iter().find(|(folder, _)| within(folder)).map(|(_, format)| *format);
    }
    if names.first().is_none_or(|first| first != b"mimetype") {
        return None;
    }
    if has("META-INF/container.xml") {
        return Some("epub");
    }
    if !has("META-INF/manifest.xml") {
        return None;
    }
    let mut first = Directory::find(&mut file).ok()??;
    let described = first.next(&mut file).ok()??;
    let mut kind = String::new();
    expand::open(&described, &mut file).ok()?.take(128).read_to_string(&mut kind).ok()?;
    let kind = kind.strip_prefix("application/vnd.oasis.opendocument.").unwrap_or_default();
    match kind.trim().trim_end_matches("-template") {
        "spreadsheet" => Some("ods"),
        "presentation" => Some("odp"),
        "graphics" => Some("odg"),
        _ => Some("odt"),
    }
}

/// Whether the file ends with the directory of an archive that holds something, whatever it begins
/// with.
pub(super) fn has_entries(file: &mut (dyn ReadSeek + '_)) -> bool {
    let mut file = Blocks::new(file);
    let directory = Directory::find(&mut file).ok().flatten();
    directory.is_some_and(|mut directory| matches!(directory.next(&mut file), Ok(Some(_))))
}

/// Reads every entry as a part.
pub(crate) fn read(file: &mut (dyn ReadSeek + '_), reading: &mut Reading<'_>) -> Outcome {
    let mut file = Blocks::new(file);
    let mut tally = Tally::default();
    match Directory::find(&mut file) {
        Ok(Some(directory)) => by_directory(directory, &mut file, &mut tally, reading),
        Ok(None) => {
            tally.malformed("the archive has no directory; its entries were read one by one");
            salvage::read(&mut file, 0, &mut tally, reading);
        }
        Err(error) => tally.damaged(outcome_of(&error)),
    }
    tally.outcome(reading)
}

/// Reads every entry of an archive that is cut before its directory, up to there.
pub(crate) fn read_beginning(file: &mut Seekable<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut tally = Tally::default();
    match file.failing() {
        Ok(mut file) => salvage::read(&mut Blocks::new(&mut file), 0, &mut tally, reading),
        Err(error) => tally.damaged(outcome_of(&error)),
    }
    tally.outcome(reading)
}

fn by_directory(
    directory: Directory,
    file: &mut Blocks<'_>,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) {
    let (ranges, walked) = directory.ranges(file, reading.limits.entries_max);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let refused = overlapping(ranges, directory.start());
    let mut beside = Beside::of(&directory);
    let mut text = Composed::new(reading);
    match directory.comment(file) {
        Ok(comment) => beside::put_comment(&comment, &mut text),
        Err(error) => tally.damaged(outcome_of(&error)),
    }
    let mut walk = directory;
    let mut index = 0;
    while reading.halted().is_none() {
        let batch = match walk.batch(file, BATCH.min(refused.len() - index)) {
            Ok(batch) if !batch.is_empty() => batch,
            _ => break,
        };
        for described in batch {
            if reading.halted().is_some() {
                return;
            }
            let header = match entry(&described, refused[index], file, reading) {
                Some((outcome, header)) => {
                    tally.count(&outcome);
                    header
                }
                None => expand::header(&described, file),
            };
            // Being stopped is told by the archive's outcome.
            let _ = beside.take(&described, header.as_ref(), &mut text, tally, reading);
            index += 1;
        }
    }
    if walked.is_ok() {
        let _ = beside.take_rest(&walk, file, &mut text, tally, reading);
    }
    let _ = text.finish(reading);
    if walked.is_ok() {
        beside.read(file, tally, reading);
    }
    if let Err(error) = walked {
        let outcome = outcome_of(&error);
        if outcome.reason == Some(Reason::MalformedFile) {
            tally.malformed("the archive's directory is damaged; entries may be missing");
            salvage::read(file, end, tally, reading);
        } else {
            tally.damaged(outcome);
        }
    }
}

/// Which entries share bytes with one before them, or with the directory. A legitimate archive
/// has none; a bomb has one stretch of data in thousands of entries.
fn overlapping(ranges: Vec<directory::Extent>, directory_start: u64) -> Vec<bool> {
    let mut refused = vec![false; ranges.len()];
    let mut ranges = ranges;
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut taken = 0;
    for range in ranges {
        if range.start < taken || range.end > directory_start {
            refused[range.index] = true;
        } else {
            taken = range.end;
        }
    }
    refused
}

/// Reads or refuses one entry, and tells what stands before its data, if that is known; `None` for
/// a directory, which is not a part.
fn entry(
    described: &Described,
    overlaps: bool,
    file: &mut Blocks<'_>,
    reading: &mut Reading<'_>,
) -> Option<(Outcome, Option<Header>)> {
    if described.is_directory() {
        return None;
    }
    let name = name_of(&described.name);
    if overlaps {
        let detail = "the entry shares bytes with another one";
        let outcome = Outcome::with_detail(Reason::MalformedFile, detail);
        return Some((reading.refuse(&name, "unknown", outcome), None));
    }
    let unreadable = described.unreadable();
    match expand::open(described, file) {
        Ok(mut content) => {
            let header = content.header();
            let outcome = match unreadable {
                Some((format, reason, detail)) => {
                    reading.refuse(&name, format, Outcome::with_detail(reason, detail))
                }
                None => reading.entry(&name, &mut content),
            };
            Some((outcome, Some(header)))
        }
        Err(error) => {
            let (format, outcome) = match unreadable {
                Some((format, reason, detail)) => (format, Outcome::with_detail(reason, detail)),
                None => ("unknown", outcome_of(&error)),
            };
            Some((reading.refuse(&name, format, outcome), None))
        }
    }
}

fn damaged(detail: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, detail)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use ::zip::write::{SimpleFileOptions, ZipWriter};

    use super::directory::{Extent, u32_at};
    use super::*;
    use crate::Limits;
    use crate::formats::observed::{Observed, observe, observe_once, observe_within};

    macro_rules! fixture {
        ($name:literal) => {
            include_bytes!(concat!("../../../../tests/formats/zip/", $name))
        };
    }

    const CARD: &str = "4111111111111111";
    const SSN: &str = "078-05-1120";

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn ledger_of(bytes: &[u8]) -> (Vec<String>, Observed) {
        let seen = observe("a.zip", bytes, &[CARD, SSN]);
        (seen.ledger(), seen)
    }

    #[test]
    fn an_entry_without_a_name_is_not_taken_for_the_object() {
        let (ledger, seen) = ledger_of(&zip(&[("", CARD.as_bytes())]));
        assert_eq!(ledger, ["unnamed|text|complete|", "|zip|complete|"]);
        assert_eq!(seen.found.len(), 1);
    }

    #[test]
    fn archives_of_other_writers_are_read() {
        let (mut ledger, seen) = ledger_of(fixture!("info_zip.zip"));
        ledger.sort();
        assert_eq!(
            ledger,
            [
                "in/cards.csv|csv|complete|",
                "in/deep/customer.json|json|complete|",
                "|zip|complete|",
            ]
        );
        assert_eq!(seen.found.len(), 2);
        let (ledger, seen) = ledger_of(fixture!("data_descriptors.zip"));
        assert_eq!(ledger.len(), 3);
        assert_eq!((seen.found.len(), &ledger[2][..]), (2, "|zip|complete|"));
        let (ledger, seen) = ledger_of(fixture!("zip64.zip"));
        assert_eq!(ledger, ["cards.csv|csv|complete|", "|zip|complete|"]);
        assert_eq!(seen.found.len(), 1);
        let (ledger, seen) = ledger_of(fixture!("streamed.zip"));
        assert_eq!(ledger, ["-|csv|complete|", "|zip|complete|"]);
        assert_eq!(seen.found.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_a_part_with_its_reason() {
        let (ledger, _) = ledger_of(fixture!("encrypted.zip"));
        assert_eq!(
            ledger,
            [
                "in/cards.csv|encrypted|partial|ENCRYPTED_CONTENT",
                "in/deep/customer.json|json|complete|",
                "|zip|partial|ARCHIVE_CONTAINS_UNPROCESSED_FILES",
            ]
        );
        let (ledger, _) = ledger_of(fixture!("methods.zip"));
        assert_eq!(
            ledger,
            [
                "stored.csv|csv|complete|",
                "deflated.csv|csv|complete|",
                "bzip2.csv|csv|complete|",
                "lzma.csv|csv|complete|",
                "|zip|complete|",
            ]
        );
        let (ledger, _) = ledger_of(fixture!("symlink.zip"));
        assert!(ledger.contains(&"in/link.csv|link|skipped|SYMBOLIC_LINK".to_owned()));
    }

    #[test]
    fn names_are_text_and_duplicates_are_read() {
        let (ledger, seen) = ledger_of(fixture!("odd_names.zip"));
        assert_eq!(
            ledger,
            [
                "../../etc/passwd.csv|csv|complete|",
                "/absolute.csv|csv|complete|",
                "cards.csv|csv|complete|",
                "cards.csv|csv|complete|",
                "ñandú/ü.csv|csv|complete|",
                "a\\b.csv|csv|complete|",
                "|zip|complete|",
            ]
        );
        assert_eq!(seen.found.len(), 6);
        let long = "n".repeat(65_000);
        let (ledger, _) = ledger_of(&zip(&[(&long, b"text"), ("a\0b", b"text")]));
        assert!(ledger[0].len() < 1100 && ledger[1].starts_with("a\0b|text|complete"));
    }

    #[test]
    fn archives_in_archives_have_paths() {
        let (ledger, seen) = ledger_of(fixture!("nested.zip"));
        assert_eq!(
            ledger,
            [
                "a.zip!b.tar.gz!b.tar!in/cards.csv|csv|complete|",
                "a.zip!b.tar.gz!b.tar!in/deep/customer.json|json|complete|",
                "a.zip!b.tar.gz!b.tar|tar|complete|",
                "a.zip!b.tar.gz|gzip|complete|",
                "a.zip|zip|complete|",
                "plain.csv|csv|complete|",
                "|zip|complete|",
            ]
        );
        assert_eq!(seen.found.len(), 3);
    }

    #[test]
    fn a_zip_without_its_directory_is_read_by_its_headers() {
        let whole = fixture!("data_descriptors.zip");
        let directory = memchr::memmem::find(whole, b"PK\x01\x02").unwrap();
        let (ledger, seen) = ledger_of(&whole[..directory]);
        assert_eq!(
            ledger,
            [
                "cards.csv|csv|complete|",
                "customer.json|json|complete|",
                "|zip|partial|MALFORMED_FILE",
            ]
        );
        assert_eq!(seen.found.len(), 2);
        let numbers: String = (0..20_000).map(|n| format!("{} ", n * 7919)).collect();
        let whole = zip(&[("a.txt", CARD.as_bytes()), ("b.txt", numbers.as_bytes())]);
        let (ledger, seen) = ledger_of(&whole[..whole.len() / 2]);
        assert_eq!(
            ledger,
            [
                "a.txt|text|complete|",
                "b.txt|text|partial|MALFORMED_FILE",
                "|zip|partial|MALFORMED_FILE",
            ]
        );
        assert_eq!(seen.found[0].needle, CARD);
    }

    #[test]
    fn what_stands_beside_the_entries_is_read() {
        let whole = zip(&[("a.txt", b"first")]);
        let hidden = zip(&[("b.txt", CARD.as_bytes())]);
        let text = format!("{SSN} and more text than a descriptor has room for");
        // Behind the archive, and as an entry that the directory does not name.
        let (ledger, seen) = ledger_of(&[&whole[..], text.as_bytes()].concat());
        assert_eq!(seen.found.len(), 1);
        assert_eq!(ledger.last().unwrap(), "|zip|complete|", "{ledger:?}");
        let entry = memchr::memmem::find(&hidden, b"PK\x01\x02").unwrap();
        let unnamed = [&hidden[..entry], &whole[..]].concat();
        let (ledger, seen) = ledger_of(&unnamed);
        assert_eq!(seen.found.len(), 1, "{ledger:?}");
        assert_eq!(ledger.last().unwrap(), "|zip|partial|ARCHIVE_CONTAINS_UNPROCESSED_FILES");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a.txt", SimpleFileOptions::default()).unwrap();
        writer.set_comment(format!("for {CARD}")).unwrap();
        let (ledger, seen) = ledger_of(&writer.finish().unwrap().into_inner());
        assert_eq!((seen.found.len(), &seen.found[0].part[..]), (1, ""), "{ledger:?}");
        assert_eq!(seen.found[0].label, "comment");
    }

    #[test]
    fn what_an_entry_says_beside_its_name_is_read() {
        let planted = [
            "4012888888881881",
            "5105105105105100",
            "5555555555554444",
            "378282246310005",
            "6011111111111117",
            "full/",
        ];
        let seen = observe("a.zip", fixture!("extra_fields.zip"), &planted);
        assert_eq!(
            seen.ledger(),
            [
                "a.txt|text|complete|",
                "b.txt|text|complete|",
                "full/c.txt|text|complete|",
                "|zip|complete|",
            ]
        );
        let found: Vec<_> = seen.found.iter().map(|f| (&f.needle[..], &f.label[..])).collect();
        // A field that is no text is read by its runs; the folder of an entry is in the entry's name.
        assert_eq!(
            found,
            [
                (planted[0], "name"),
                (planted[1], "comment"),
                (planted[2], ""),
                (planted[3], "folder"),
                (planted[4], "comment"),
            ]
        );
    }

    #[test]
    fn fields_and_names_of_the_header_before_an_entry_are_read() {
        let whole = zip(&[("a.txt", b"words")]);
        let field = [&[0xFE, 0xCA, 20, 0][..], format!("for {CARD}").as_bytes()].concat();
        let mut local = whole.clone();
        local[28] = u8::try_from(field.len()).unwrap();
        local.splice(35..35, field.iter().copied());
        // The directory has moved.
        let end = local.len() - 6;
        let place = u32_at(&local, end) + u32::try_from(field.len()).unwrap();
        local[end..end + 4].copy_from_slice(&place.to_le_bytes());
        let (ledger, seen) = ledger_of(&local);
        assert_eq!((seen.found.len(), &seen.found[0].label[..]), (1, "extra field"), "{ledger:?}");
        assert_eq!(ledger, ["a.txt|text|complete|", "|zip|complete|"]);
        let number = "078-05-1120.txt";
        let other = zip(&[(number, b"words")]);
        let directory = memchr::memmem::find(&other, b"PK\x01\x02").unwrap();
        let mut other = other.clone();
        other[directory + 46..directory + 46 + number.len()].fill(b'x');
        let (ledger, seen) = ledger_of(&other);
        assert_eq!((seen.found.len(), &seen.found[0].label[..]), (1, "name"), "{ledger:?}");
    }

    #[test]
    fn short_stretches_between_entries_and_behind_the_directory_are_read() {
        let whole = fixture!("data_descriptors.zip");
        let (ledger, seen) = ledger_of(whole);
        assert_eq!((ledger.len(), seen.found.len()), (3, 2), "a descriptor says nothing");
        // Too short to be told from a descriptor by its length alone.
        let stored = zip(&[("a.txt", b"words")]);
        let directory = memchr::memmem::find(&stored, b"PK\x01\x02").unwrap();
        let hidden = [&stored[..directory], CARD.as_bytes(), &stored[directory..]].concat();
        let mut hidden = hidden;
        let end = hidden.len() - 6;
        let place = u32_at(&hidden, end) + 16;
        hidden[end..end + 4].copy_from_slice(&place.to_le_bytes());
        let (ledger, seen) = ledger_of(&hidden);
        assert_eq!(
            (seen.found.len(), &seen.found[0].part[..]),
            (1, "beside the entries"),
            "{ledger:?}"
        );
        // A signature of the directory, which no reader looks at.
        let end = stored.len() - 22;
        let signature = [&b"PK\x05\x05\x10\0"[..], CARD.as_bytes()].concat();
        let mut signed = [&stored[..end], &signature, &stored[end..]].concat();
        let size_at = signed.len() - 10;
        let size = u32_at(&signed, size_at) + 22;
        signed[size_at..size_at + 4].copy_from_slice(&size.to_le_bytes());
        let (ledger, seen) = ledger_of(&signed);
        assert_eq!((seen.found.len(), &ledger[1][..]), (1, "|zip|complete|"), "{ledger:?}");
    }

    #[test]
    fn an_archive_behind_a_text_is_read() {
        let archive = zip(&[("a.txt", CARD.repeat(20).as_bytes())]);
        let wide: Vec<u8> =
            "plain words\n".repeat(9_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
        for text in [&wide[..], b"{\\rtf1 words}", b"a,b\n1,2\n3,4\n", &b"words\n".repeat(20_000)] {
            let seen = observe("a", &[text, &archive].concat(), &[]);
            let ledger = seen.ledger();
            assert!(
                ledger.contains(&"behind the text!a.txt|text|complete|".to_owned()),
                "{ledger:?}"
            );
            assert!(ledger.last().unwrap().ends_with("|complete|"), "{ledger:?}");
            assert!(observe("a", text, &[]).ledger().pop().unwrap().ends_with("|complete|"));
        }
    }

    #[test]
    fn a_damaged_directory_loses_no_entry() {
        let mut bytes = zip(&[("a", CARD.as_bytes()), ("b", SSN.as_bytes()), ("c", b"text")]);
        let records: Vec<_> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
        bytes[records[1]] = b'X';
        let (ledger, seen) = ledger_of(&bytes);
        assert_eq!(
            ledger,
            [
                "a|text|complete|",
                "b|text|complete|",
                "c|text|complete|",
                "|zip|partial|MALFORMED_FILE"
            ]
        );
        assert_eq!(seen.found.len(), 2);
    }

    #[test]
    fn a_count_that_lies_hides_nothing() {
        let mut bytes = zip(&[("a", CARD.as_bytes()), ("b", SSN.as_bytes())]);
        let end = bytes.len() - 22;
        bytes[end + 8..end + 12].copy_from_slice(&[1, 0, 1, 0]);
        let (ledger, seen) = ledger_of(&bytes);
        assert_eq!((seen.found.len(), ledger.len()), (2, 3));
    }

    #[test]
    fn a_size_that_lies_hides_nothing() {
        for (claimed, method) in [(4u32, 8u8), (u32::MAX - 1, 8), (4, 0)] {
            let content = format!("text {CARD} {SSN}");
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            let method = match method {
                0 => ::zip::CompressionMethod::Stored,
                _ => ::zip::CompressionMethod::Deflated,
            };
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file("a", options).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
            let mut bytes = writer.finish().unwrap().into_inner();
            let record = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
            bytes[record + 24..record + 28].copy_from_slice(&claimed.to_le_bytes());
            let (ledger, seen) = ledger_of(&bytes);
            assert_eq!(seen.found.len(), 2);
            assert_eq!(ledger[0], "a|text|partial|MALFORMED_FILE");
        }
    }

    #[test]
    fn entries_that_overlap_are_read_once() {
        // One stretch of data, named by a thousand records of the directory.
        let one = zip(&[("a", &[b'x'; 100_000])]);
        let directory = memchr::memmem::find(&one, b"PK\x01\x02").unwrap();
        let record = &one[directory..one.len() - 22];
        let mut bytes = [&one[..directory], &record.repeat(1000), &one[one.len() - 22..]].concat();
        let end = bytes.len() - 22;
        let size = (record.len() * 1000) as u32;
        bytes[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
        assert_eq!(u32_at(&bytes, end + 16) as usize, directory);
        let (seen, extracted) = observe_once("a.zip", bytes, &[], &Limits::default(), true);
        assert_eq!(extracted.bytes_scanned, 100_000);
        let refused = "a|unknown|partial|MALFORMED_FILE";
        assert_eq!(seen.ledger().iter().filter(|line| *line == refused).count(), 999);
    }

    #[test]
    fn extents_that_touch_do_not_overlap() {
        let extent = |index, start, end| Extent { index, start, end };
        let ranges =
            vec![extent(0, 10, 20), extent(1, 0, 10), extent(2, 15, 30), extent(3, 30, 99)];
        assert_eq!(overlapping(ranges, 50), [false, false, true, true]);
    }

    #[test]
    fn a_bomb_in_a_bomb_stops_at_its_bound() {
        let mib = 1024 * 1024;
        let inner = zip(&[("zeros.txt", &vec![b'0'; 16 * mib])]);
        let names: Vec<String> = (0..16).map(|n| format!("{n}.zip")).collect();
        let layer: Vec<(&str, &[u8])> = names.iter().map(|name| (&name[..], &inner[..])).collect();
        let bytes = zip(&layer);
        let limits = Limits { expanded_bytes_max: 20 * mib as u64, ..Limits::default() };
        let (seen, extracted) = observe_once("a.zip", bytes, &[], &limits, true);
        assert_eq!(extracted.outcome.reason, Some(Reason::ArchiveTotalBytesExtractedOverLimit));
        assert!(extracted.bytes_scanned <= 20 * mib as u64);
        assert!(seen.parts.len() <= 6, "{:?}", seen.ledger());
    }

    #[test]
    fn nesting_ends_at_its_bound() {
        let mut bytes = zip(&[("needle.txt", b"needle")]);
        for _ in 0..12 {
            bytes = zip(&[("a.zip", &bytes)]);
        }
        let limits = Limits { archive_depth_max: 4, ..Limits::default() };
        let seen = observe_within("a.zip", &bytes, &["needle"], &limits);
        assert_eq!(seen.parts.len(), 5);
        assert!(seen.ledger()[0].ends_with("|zip|partial|ARCHIVE_NESTING_LEVEL_OVER_LIMIT"));
    }

    #[test]
    fn any_cut_ends_in_an_outcome() {
        let whole = fixture!("info_zip.zip");
        for length in 4..whole.len() {
            let (seen, _) =
                observe_once("a.zip", whole[..length].to_vec(), &[CARD], &Limits::default(), true);
            let last = &seen.parts[seen.parts.len() - 1];
            assert_ne!(last.2, Outcome::COMPLETE, "{length}");
        }
    }

    #[test]
    fn any_flipped_byte_ends_in_an_outcome() {
        let whole = fixture!("info_zip.zip");
        for at in 4..whole.len() {
            let mut bytes = whole.to_vec();
            bytes[at] ^= 0xFF;
            let (seen, _) = observe_once("a.zip", bytes, &[CARD], &Limits::default(), true);
            assert!(!seen.parts.is_empty());
        }
    }

    #[test]
    fn office_documents_are_told_by_their_names() {
        for (names, format) in [
            (&["[Content_Types].xml", "word/document.xml"][..], Some("docx")),
            (&["xl/workbook.xml", "[Content_Types].xml"], Some("xlsx")),
            (&["mimetype", "META-INF/container.xml"], Some("epub")),
            (&["mimetype", "content.xml", "META-INF/manifest.xml"], Some("odt")),
            (&["META-INF/MANIFEST.MF", "A.class"], None),
        ] {
            let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
            let mut file: Box<dyn ReadSeek> = Box::new(Cursor::new(zip(&entries)));
            assert_eq!(document_format(&mut file), format);
        }
    }
}

//! tar archives, entry after entry in one pass.
//!
//! The walk over the headers is our own: the library reads long names whole into memory, however
//! long they say they are. It still decodes the headers. Holes of sparse files are a line break
//! each, so that neither their zeros cost anything nor the text on both sides runs together.

mod header;
mod pax;
mod sparse;

use std::io::{self, Read};

use magpie_model::{Outcome, Reason};
use tar::{EntryType, Header};

use self::pax::Extensions;
use self::sparse::Packed;
use super::archive::{Folders, Tally, name_of};
use super::composed::Composed;
use super::notes::Notes;
use super::{BEHIND_END, Reading};
use crate::feed::outcome_of;
use crate::source::Source;

const BLOCK_BYTES: usize = 512;
/// Name of what stands where a header should.
const STRAY: &str = "between the entries";
/// Bytes of a long name or an extended header that are kept in memory; the rest is passed over.
const EXTENSION_BYTES_MAX: u64 = 256 * 1024;

/// Reads every entry as a part.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut input = Input::new(source.into_reader());
    let mut text = Composed::new(reading);
    let mut tally = Tally::default();
    let mut next = Extensions::default();
    // Of the header that was read last: it tells of the next entry, which has to be there.
    let mut describes = false;
    while reading.halted().is_none() {
        let header = match input.header(&mut tally) {
            Ok(Some(Block::Header(header))) => header,
            Ok(Some(Block::Other { block, name })) => {
                stray(name, block, &mut input, &mut tally, reading);
                continue;
            }
            Ok(None) => {
                if describes || !input.ended_by_mark {
                    tally.malformed("the archive ends without the mark of its end");
                }
                break;
            }
            Err(error) => {
                tally.damaged(input.failed.take().unwrap_or_else(|| outcome_of(&error)));
                break;
            }
        };
        let kind = header.entry_type();
        describes =
            kind.is_gnu_longname() || kind.is_gnu_longlink() || kind.is_pax_local_extensions();
        if let Err(error) = member(&header, &mut input, &mut next, &mut tally, reading) {
            tally.damaged(input.failed.take().unwrap_or_else(|| outcome_of(&error)));
            break;
        }
        if let Err(outcome) = input.notes.tell(&mut text, &mut tally, reading) {
            return outcome;
        }
    }
    input.folder(None, false);
    if let Err(outcome) = input.notes.tell(&mut text, &mut tally, reading) {
        return outcome;
    }
    match text.finish(reading) {
        Ok(()) => tally.outcome(reading),
        Err(outcome) => outcome,
    }
}

/// Takes in a header that tells of the next entry, or of all; `false` where it is that of an entry.
fn describes(
    kind: EntryType,
    stored: u64,
    input: &mut Input<'_>,
    next: &mut Extensions,
    tally: &mut Tally,
) -> io::Result<bool> {
    if !matches!(kind.as_byte(), b'x' | b'g' | b'K' | b'L') {
        return Ok(false);
    }
    let content = input.extension(stored, tally)?;
    match kind {
        EntryType::GNULongName => next.name = Some(without_nul(content)),
        EntryType::GNULongLink => {
            let link = without_nul(content);
            input.notes.text("link", &link);
            next.texts.push(link);
        }
        EntryType::XHeader => {
            next.pax(&content);
            pax::note(&content, &mut input.notes);
        }
        _ => pax::note(&content, &mut input.notes),
    }
    Ok(true)
}

/// One header and what belongs to it. Fails where the archive ends early or cannot be read.
fn member(
    header: &Header,
    input: &mut Input<'_>,
    next: &mut Extensions,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> io::Result<()> {
    let Ok(stored) = header.entry_size() else {
        tally.malformed("the size of an entry is not a number");
        return Ok(());
    };
    let kind = header.entry_type();
    if describes(kind, stored, input, next, tally)? {
        header::note(header.as_bytes(), &Extensions::default(), &mut input.notes);
        return Ok(());
    }
    header::note(header.as_bytes(), next, &mut input.notes);
    let extensions = std::mem::take(next);
    let name = extensions.name.unwrap_or_else(|| header.path_bytes().into_owned());
    let is_directory = name.last() == Some(&b'/') || kind == EntryType::Directory;
    input.folder(Some(&name), is_directory);
    let name = name_of(&name);
    let size = extensions.size.unwrap_or(stored);
    let refused = match kind {
        EntryType::Link => Some(("link", Reason::SymbolicLink, "a hard link to another entry")),
        EntryType::Symlink => Some(("link", Reason::SymbolicLink, "a symbolic link")),
        EntryType::Char | EntryType::Block => Some(("special", Reason::SpecialFile, "a device")),
        EntryType::Fifo => Some(("special", Reason::SpecialFile, "a named pipe")),
        _ => None,
    };
    if let Some((format, reason, detail)) = refused {
        tally.count(&reading.refuse(&name, format, Outcome::with_detail(reason, detail)));
        // Links of old archives state the size of what they point to, and have no content.
        let content = if kind == EntryType::Link { 0 } else { size };
        return input.note(content);
    }
    // A label of the volume, lists of names.
    if matches!(kind.as_byte(), b'D' | b'V' | b'N') || (is_directory && size == 0) {
        if kind.as_byte() == b'V' {
            input.notes.text("volume", name.as_bytes());
        }
        return input.note(size);
    }
    let regions = match header.as_gnu() {
        Some(gnu) if kind == EntryType::GNUSparse => Some(input.sparse_map(gnu)?),
        _ => None,
    };
    let mut content = Content { input, left: size, failed: None };
    let regions = match extensions.sparse_map_in_content {
        true => Some(sparse::map_in_content(&mut content)?),
        false => regions.or(extensions.sparse_map),
    };
    let outcome = match regions {
        Some(regions) => reading.entry(&name, &mut Packed::new(&mut content, regions)),
        None => reading.entry(&name, &mut content),
    };
    tally.count(&outcome);
    let left = content.left;
    input.pass(left)?;
    input.slack(size)
}

fn without_nul(mut name: Vec<u8>) -> Vec<u8> {
    let end = memchr::memchr(0, &name).unwrap_or(name.len());
    name.truncate(end);
    name
}

/// Size rounded up to whole blocks.
fn padded(size: u64) -> u64 {
    size.div_ceil(BLOCK_BYTES as u64).saturating_mul(BLOCK_BYTES as u64)
}

/// The archive's own bytes.
struct Input<'s> {
    reader: Box<dyn Read + 's>,
    /// Why they cannot be read any further.
    failed: Option<Outcome>,
    /// What the archive says itself: comments, owners and attributes of its entries.
    notes: Notes,
    folders: Folders,
    /// Whether blank blocks stood before the end of the file.
    ended_by_mark: bool,
    /// A header that was read already.
    next: Option<Box<Header>>,
}

impl<'s> Input<'s> {
    fn new(reader: Box<dyn Read + 's>) -> Self {
        let (notes, folders) = (Notes::default(), Folders::default());
        Self { reader, failed: None, notes, folders, ended_by_mark: false, next: None }
    }
}

impl Input<'_> {
    /// Notes the name of a folder that was empty; an entry of this name comes next, or none.
    fn folder(&mut self, name: Option<&[u8]>, is_folder: bool) {
        if let Some(empty) = self.folders.next(name, is_folder) {
            self.notes.text("folder", &empty);
        }
    }

    /// Notes the content of an entry that is no file, and what fills its last block.
    fn note(&mut self, size: u64) -> io::Result<()> {
        let mut notes = std::mem::take(&mut self.notes);
        let noted = notes.stretch("entry", self, size);
        self.notes = notes;
        noted?;
        self.slack(size)
    }

    /// Notes what fills the last block of a content of this size.
    fn slack(&mut self, size: u64) -> io::Result<()> {
        let mut block = [0; BLOCK_BYTES];
        let slack = &mut block[..(padded(size) - size) as usize];
        self.read_exact(slack)?;
        self.notes.bytes("slack", slack);
        Ok(())
    }

    /// The next header, or what stands in the place of one, blank blocks left out; `None` at the end
    /// of the file. Archives that were joined end to end are read as one.
    fn header(&mut self, tally: &mut Tally) -> io::Result<Option<Block>> {
        if let Some(header) = self.next.take() {
            return Ok(Some(Block::Header(header)));
        }
        let mut header = Header::new_old();
        let mut blank = false;
        loop {
            let filled = self.fill(header.as_mut_bytes())?;
            if filled == 0 {
                self.ended_by_mark = blank;
                return Ok(None);
            }
            let block = &header.as_bytes()[..filled];
            if block.iter().all(|byte| *byte == 0) {
                blank |= filled == BLOCK_BYTES;
                continue;
            }
            if filled == BLOCK_BYTES && checksum_holds(&header) {
                return Ok(Some(Block::Header(Box::new(header))));
            }
            let (name, detail) = match blank {
                true => (BEHIND_END, "there is something behind the end of the archive"),
                false => (STRAY, "what should be a header of the archive is none"),
            };
            tally.malformed(detail);
            return Ok(Some(Block::Other { block: block.to_vec(), name }));
        }
    }

    /// Reads until `into` is full or the file ends.
    fn fill(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < into.len() {
            match self.read(&mut into[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }

    /// The content of a header that describes the next one, cut at a bound.
    fn extension(&mut self, size: u64, tally: &mut Tally) -> io::Result<Vec<u8>> {
        let kept = size.min(EXTENSION_BYTES_MAX);
        if kept < size {
            let detail = "a name or header of an entry is longer than is kept";
            tally.damaged(Outcome::with_detail(Reason::MemoryLimitReached, detail));
        }
        let mut content = Vec::new();
        self.take(kept).read_to_end(&mut content)?;
        if (content.len() as u64) < kept {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pass(size - kept)?;
        self.slack(size)?;
        Ok(content)
    }

    /// The lengths of the regions of a sparse file in the format of old GNU tars.
    fn sparse_map(&mut self, gnu: &tar::GnuHeader) -> io::Result<Vec<u64>> {
        let mut regions = Vec::new();
        sparse::add_regions(&gnu.sparse, &mut regions)?;
        let mut more = gnu.is_extended();
        while more {
            let mut block = tar::GnuExtSparseHeader::new();
            if self.fill(block.as_mut_bytes())? < BLOCK_BYTES {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            sparse::add_regions(&block.sparse, &mut regions)?;
            more = block.is_extended();
        }
        Ok(regions)
    }

    /// Passes over bytes; fails when the file ends before them.
    fn pass(&mut self, bytes: u64) -> io::Result<()> {
        match io::copy(&mut self.take(bytes), &mut io::sink())? {
            passed if passed < bytes => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.reader.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed.get_or_insert_with(|| outcome_of(&error));
                    return Err(error);
                }
                Ok(read) => return Ok(read),
            }
        }
    }
}

/// What stands where a header should.
enum Block {
    Header(Box<Header>),
    Other { block: Vec<u8>, name: &'static str },
}

/// Reads what begins with this block up to the next header or blank block, as an entry of its own.
fn stray(
    name: &str,
    block: Vec<u8>,
    input: &mut Input<'_>,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) {
    let is_last = block.len() < BLOCK_BYTES;
    let mut stray = Stray { input, block, given: 0, is_last };
    tally.count(&reading.entry(name, &mut stray));
    // It need not be read to its end.
    let _ = io::copy(&mut stray, &mut io::sink());
}

/// Blocks that are none of the archive.
struct Stray<'i, 's> {
    input: &'i mut Input<'s>,
    block: Vec<u8>,
    given: usize,
    is_last: bool,
}

impl Read for Stray<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.block.len() && !self.is_last {
            let mut header = Header::new_old();
            let filled = self.input.fill(header.as_mut_bytes())?;
            self.is_last = filled < BLOCK_BYTES;
            self.given = 0;
            self.block.clear();
            let block = &header.as_bytes()[..filled];
            if !self.is_last && checksum_holds(&header) {
                (self.input.next, self.is_last) = (Some(Box::new(header)), true);
            } else if block.iter().all(|byte| *byte == 0) {
                self.is_last = true;
            } else {
                self.block.extend_from_slice(block);
            }
        }
        let left = &self.block[self.given..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.given += count;
        Ok(count)
    }
}

fn checksum_holds(header: &Header) -> bool {
    let bytes = header.as_bytes();
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    let expected = sum(&bytes[..148]) + 8 * u32::from(b' ') + sum(&bytes[156..]);
    header.cksum().is_ok_and(|stated| stated == expected)
}

/// The content of one entry.
struct Content<'i, 's> {
    input: &'i mut Input<'s>,
    left: u64,
    failed: Option<io::ErrorKind>,
}

impl Read for Content<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let Some(kind) = self.failed {
            return Err(kind.into());
        }
        let wanted = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if wanted == 0 {
            return Ok(0);
        }
        let read = self.input.read(&mut into[..wanted])?;
        if read == 0 {
            self.failed = Some(io::ErrorKind::UnexpectedEof);
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::formats::observed::{observe, observe_once};

    macro_rules! fixture {
        ($name:literal) => {
            include_bytes!(concat!("../../../../tests/formats/tar/", $name))
        };
    }

    const CARD: &str = "4111111111111111";

    /// A header of one entry, filled up with its content to whole blocks.
    fn entry(name: &str, kind: EntryType, size: u64, content: &[u8]) -> Vec<u8> {
        let mut header = Header::new_gnu();
        header.set_path(name).unwrap();
        header.set_entry_type(kind);
        header.set_size(size);
        header.set_cksum();
        let mut bytes = [header.as_bytes(), content].concat();
        bytes.resize(bytes.len().next_multiple_of(BLOCK_BYTES), 0);
        bytes
    }

    fn text_entry(name: &str, content: &[u8]) -> Vec<u8> {
        entry(name, EntryType::Regular, content.len() as u64, content)
    }

    #[test]
    fn long_names_of_every_writer_are_whole() {
        let long = format!("in/{}/{}/cards.csv", "d".repeat(90), "e".repeat(90));
        for bytes in [&fixture!("gnu.tar")[..], fixture!("pax.tar")] {
            let seen = observe("a.tar", bytes, &[CARD, "078-05-1120"]);
            let mut ledger = seen.ledger();
            ledger.sort();
            let mut wanted = [
                "in/cards.csv|csv|complete|".to_owned(),
                format!("{long}|csv|complete|"),
                "in/deep/customer.json|json|complete|".to_owned(),
                "|tar|complete|".to_owned(),
            ];
            wanted.sort();
            assert_eq!(ledger, wanted);
            assert_eq!(seen.found.len(), 3);
        }
        for bytes in [&fixture!("v7.tar")[..], fixture!("ustar.tar")] {
            let seen = observe("a.tar", bytes, &[CARD]);
            assert_eq!(seen.ledger(), ["in/cards.csv|csv|complete|", "|tar|complete|"]);
        }
        let seen = observe("a.tar", fixture!("python_pax.tar"), &[CARD]);
        assert_eq!(seen.parts[0].0, format!("{}/cards.csv", "ñ".repeat(60)));
        assert_eq!(seen.found.len(), 1);
    }

    #[test]
    fn holes_cost_nothing() {
        for bytes in [
            &fixture!("sparse_gnu.tar")[..],
            fixture!("sparse_pax_0.0.tar"),
            fixture!("sparse_pax_0.1.tar"),
            fixture!("sparse_pax_1.0.tar"),
        ] {
            let limits = Limits::default();
            let needles = [CARD, "6011111111111117"];
            let (seen, extracted) = observe_once("a.tar", bytes.to_vec(), &needles, &limits, true);
            assert_eq!(seen.parts[0].0, "sparse.csv");
            assert_eq!(seen.found.len(), 2, "{:?}", seen.ledger());
            assert!(extracted.bytes_scanned < 16 * 1024, "{}", extracted.bytes_scanned);
        }
    }

    #[test]
    fn links_and_pipes_are_parts_that_are_not_read() {
        let seen = observe("a.tar", fixture!("links.tar"), &[CARD]);
        let mut ledger = seen.ledger();
        ledger.sort();
        assert_eq!(
            ledger,
            [
                "in/cards.csv|csv|complete|",
                "in/deep/customer.json|json|complete|",
                "in/hardlink.csv|link|skipped|SYMBOLIC_LINK",
                "in/pipe|special|skipped|SPECIAL_FILE",
                "in/symlink.csv|link|skipped|SYMBOLIC_LINK",
                "|tar|partial|ARCHIVE_CONTAINS_UNPROCESSED_FILES",
            ]
        );
    }

    #[test]
    fn owners_links_and_empty_folders_are_told() {
        let planted = [
            "4012888888881881",
            "5105105105105100",
            "5555555555554444",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "full/",
        ];
        for (bytes, labels) in [
            (
                &fixture!("owners_pax.tar")[..],
                &["ORG.note", "owner", "group", "folder", "mtime"][..],
            ),
            (fixture!("owners_gnu.tar"), &["owner", "group", "folder", "link", "link"]),
        ] {
            let seen = observe("a.tar", bytes, &planted);
            let found: Vec<_> = seen.found.iter().map(|f| (&f.label[..], &f.part[..])).collect();
            let mut wanted: Vec<_> = labels.iter().map(|label| (*label, "")).collect();
            let mut sorted = found.clone();
            sorted.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(sorted, wanted, "{:?} {:?}", seen.found, seen.ledger());
        }
    }

    #[test]
    fn what_fills_fields_and_blocks_is_read() {
        let whole = text_entry("a.txt", b"words");
        // Behind the name, behind the owner, in what no field takes, behind the content.
        for at in [20, 270, 350, 500, BLOCK_BYTES + 100] {
            for magic in [&b"ustar  \0"[..], b"ustar\x0000", &[0; 8]] {
                let mut bytes = whole.clone();
                bytes[257..265].copy_from_slice(magic);
                if at == 350 && magic.starts_with(b"ustar\0") {
                    // Where the beginning of a long name ends.
                    bytes[345] = b'x';
                }
                bytes[at..at + 11].copy_from_slice(b"078-05-1120");
                let mut header = Header::new_old();
                header.as_mut_bytes().copy_from_slice(&bytes[..BLOCK_BYTES]);
                header.set_cksum();
                bytes[..BLOCK_BYTES].copy_from_slice(header.as_bytes());
                bytes.resize(bytes.len() + 2 * BLOCK_BYTES, 0);
                let seen = observe("a.tar", &bytes, &["078-05-1120"]);
                assert_eq!(seen.found.len(), 1, "{at} {magic:?} {:?}", seen.ledger());
                assert_eq!(seen.ledger().last().unwrap(), "|tar|complete|");
            }
        }
    }

    #[test]
    fn a_truncated_archive_keeps_what_was_read() {
        let content = "card 4111111111111111 and more\n".repeat(100);
        let bytes =
            [text_entry("a.txt", content.as_bytes()), text_entry("b.txt", content.as_bytes())]
                .concat();
        let seen = observe("a.tar", &bytes[..bytes.len() - 2000], &[CARD]);
        assert_eq!(
            seen.ledger(),
            [
                "a.txt|text|complete|",
                "b.txt|text|partial|MALFORMED_FILE",
                "|tar|partial|MALFORMED_FILE",
            ]
        );
        assert!(seen.found.len() > 130);
    }

    #[test]
    fn an_archive_without_its_end_says_so() {
        let whole = [text_entry("a.txt", b"one"), vec![0; 1024]].concat();
        assert_eq!(observe("a.tar", &whole, &[]).ledger()[1], "|tar|complete|");
        let name = entry("././@LongLink", EntryType::GNULongName, 6, b"b.txt");
        for end in [&[][..], &name, &[&name[..], &[0; 512]].concat()] {
            let seen = observe("a.tar", &[&whole[..1024], end].concat(), &[]);
            assert_eq!(seen.ledger()[1], "|tar|partial|MALFORMED_FILE");
        }
    }

    #[test]
    fn a_damaged_header_is_passed_over() {
        let mut bytes = [
            text_entry("a.txt", b"one"),
            text_entry("b.txt", b"number two"),
            text_entry("c.txt", b"three"),
        ]
        .concat();
        bytes[1024 + 3] ^= 1;
        let seen = observe("a.tar", &bytes, &["one", "number two", "three"]);
        assert_eq!(
            seen.ledger(),
            [
                "a.txt|text|complete|",
                "between the entries|binary|partial|BINARY_READ_AS_TEXT",
                "c.txt|text|complete|",
                "|tar|partial|MALFORMED_FILE"
            ]
        );
        assert_eq!(seen.found.len(), 3);
    }

    #[test]
    fn joined_archives_are_one_and_junk_at_the_end_is_said() {
        let end = vec![0; 1024];
        let joined =
            [text_entry("a.txt", b"one"), end.clone(), text_entry("b.txt", b"two"), end.clone()]
                .concat();
        let seen = observe("a.tar", &joined, &["one", "two"]);
        assert_eq!(seen.found.len(), 2);
        assert_eq!(seen.ledger()[2], "|tar|complete|");
        let junk = [text_entry("a.txt", b"one"), end, b"needle".repeat(200)].concat();
        let seen = observe("a.tar", &junk, &["needle"]);
        assert_eq!(
            seen.ledger()[1..],
            ["behind the end|text|complete|", "|tar|partial|MALFORMED_FILE"]
        );
        assert_eq!(seen.found.len(), 200);
    }

    #[test]
    fn a_name_of_600_megabytes_is_not_held_in_memory() {
        struct Zeros(Vec<u8>, u64);
        impl Read for Zeros {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                if !self.0.is_empty() {
                    let read = self.0.len().min(into.len());
                    into[..read].copy_from_slice(&self.0[..read]);
                    self.0.drain(..read);
                    return Ok(read);
                }
                let read = into.len().min(self.1 as usize);
                into[..read].fill(b'n');
                self.1 -= read as u64;
                Ok(read)
            }
        }
        let size = 600 * 1024 * 1024;
        let header = entry("././@LongLink", EntryType::GNULongName, size, b"");
        let reader = Box::new(Zeros(header, size));
        let mut input = Input::new(reader);
        let mut tally = Tally::default();
        let Ok(Some(Block::Header(read))) = input.header(&mut Tally::default()) else {
            panic!("no header");
        };
        let name = input.extension(read.entry_size().unwrap(), &mut tally).unwrap();
        assert!(name.capacity() as u64 <= 2 * EXTENSION_BYTES_MAX, "{}", name.capacity());
        assert!(input.header(&mut Tally::default()).unwrap().is_none());
    }

    #[test]
    fn comments_of_headers_and_content_of_folders_are_read() {
        let comment = format!("28 comment={CARD}\n");
        let bytes = [
            entry("pax", EntryType::XGlobalHeader, comment.len() as u64, comment.as_bytes()),
            entry("folder", EntryType::Directory, 16, CARD.as_bytes()),
        ]
        .concat();
        let seen = observe("a.tar", &bytes, &[CARD]);
        let found: Vec<_> = seen.found.iter().map(|f| (&f.part[..], &f.label[..])).collect();
        assert_eq!(found, [("folder", ""), ("", "comment")]);
        let long = entry("long", EntryType::GNULongName, 300_000, &[b'n'; 300_000]);
        let seen = observe("a.tar", &[long, text_entry("a", b"text")].concat(), &[]);
        assert_eq!(seen.ledger()[1], "|tar|partial|MEMORY_LIMIT_REACHED");
    }

    #[test]
    fn sizes_that_lie_end_in_an_outcome() {
        for size in [u64::MAX, u64::MAX - 511, 1 << 62, 1 << 40] {
            let bytes = entry("a.txt", EntryType::Regular, size, CARD.repeat(32).as_bytes());
            let seen = observe("a.tar", &bytes, &[CARD]);
            assert_eq!(seen.found.len(), 32, "{size}");
            assert_eq!(
                seen.ledger(),
                ["a.txt|text|partial|MALFORMED_FILE", "|tar|partial|MALFORMED_FILE"]
            );
        }
    }

    #[test]
    fn too_many_entries_end_the_archive() {
        let bytes = (0..50).flat_map(|n| text_entry(&format!("{n}"), b"x")).collect::<Vec<u8>>();
        let limits = Limits { entries_max: 20, ..Limits::default() };
        let (seen, extracted) = observe_once("a.tar", bytes, &[], &limits, true);
        assert_eq!(seen.parts.len(), 21);
        assert_eq!(extracted.outcome.reason, Some(Reason::ArchiveTotalDocumentsProcessedOverLimit));
    }
}

//! cpio archives, in the three header formats that are met: entry after entry in one pass.

use std::io::{self, Read};

use magpie_model::{Outcome, Reason};

use super::archive::{Folders, Tally, name_of};
use super::composed::Composed;
use super::notes::Notes;
use super::{BEHIND_END, Reading};
use crate::feed::outcome_of;
use crate::source::Source;

const END: &[u8] = b"TRAILER!!!";
/// Bytes of a name that are kept.
const NAME_BYTES_MAX: u64 = 64 * 1024;
/// What a header of the kind begins with that holds a sum.
const SUMMED: &[u8] = b"070702";
const TYPE_MASK: u64 = 0o170_000;
const FOLDER: u64 = 0o040_000;

/// Whether a file begins with a cpio header.
pub(crate) fn is_cpio(head: &[u8]) -> bool {
    Header::kind(head).is_some_and(|kind| {
        head.get(..kind.bytes()).and_then(|header| Header::of(kind, header)).is_some()
    })
}

#[derive(Clone, Copy)]
enum Kind {
    /// Hexadecimal digits; names and content padded to four bytes.
    New,
    /// Octal digits, no padding.
    Octal,
    /// Sixteen-bit numbers, the lower byte first or last; padded to two bytes.
    Binary { little: bool },
}

impl Kind {
    fn bytes(self) -> usize {
        match self {
            Self::New => 110,
            Self::Octal => 76,
            Self::Binary { .. } => 26,
        }
    }

    fn align(self) -> u64 {
        match self {
            Self::New => 4,
            Self::Octal => 1,
            Self::Binary { .. } => 2,
        }
    }
}

struct Header {
    mode: u64,
    name_bytes: u64,
    size: u64,
    /// The sum of the content's bytes, in the one kind that has it.
    sum: Option<u32>,
}

impl Header {
    fn kind(head: &[u8]) -> Option<Kind> {
        match head.get(..6)? {
            b"070701" => Some(Kind::New),
            magic if magic == SUMMED => Some(Kind::New),
            b"070707" => Some(Kind::Octal),
            [0xC7, 0x71, ..] => Some(Kind::Binary { little: true }),
            [0x71, 0xC7, ..] => Some(Kind::Binary { little: false }),
            _ => None,
        }
    }

    fn of(kind: Kind, header: &[u8]) -> Option<Self> {
        let digits = |at: usize, length: usize, radix: u32| {
            let text = std::str::from_utf8(header.get(at..at + length)?).ok()?;
            u64::from_str_radix(text, radix).ok()
        };
        let (mode, name_bytes, size) = match kind {
            Kind::New => (digits(14, 8, 16)?, digits(94, 8, 16)?, digits(54, 8, 16)?),
            Kind::Octal => (digits(18, 6, 8)?, digits(59, 6, 8)?, digits(65, 11, 8)?),
            Kind::Binary { little } => {
                let short = |at: usize| {
                    let bytes = [header[at], header[at + 1]];
                    u64::from(if little {
                        u16::from_le_bytes(bytes)
                    } else {
                        u16::from_be_bytes(bytes)
                    })
                };
                (short(6), short(20), short(22) << 16 | short(24))
            }
        };
        let sum = header.starts_with(SUMMED).then(|| digits(102, 8, 16)).flatten();
        let sum = sum.and_then(|sum| u32::try_from(sum).ok());
        let header = Self { mode, name_bytes, size, sum };
        (name_bytes > 0 && name_bytes <= NAME_BYTES_MAX).then_some(header)
    }
}

/// What became of the members, and which folders hold none.
#[derive(Default)]
struct Members {
    tally: Tally,
    folders: Folders,
    notes: Notes,
}

impl Members {
    /// A member of this name comes next, or none.
    fn next(&mut self, name: Option<&[u8]>, is_folder: bool) {
        if let Some(empty) = self.folders.next(name, is_folder) {
            self.notes.text("folder", &empty);
        }
    }
}

/// Reads every entry as a part.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut input = source.into_reader();
    let (mut text, mut members) = (Composed::new(reading), Members::default());
    while reading.halted().is_none() {
        match member(&mut *input, &mut members, reading) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                members.tally.damaged(outcome_of(&error));
                break;
            }
        }
    }
    members.next(None, false);
    let Members { mut tally, mut notes, .. } = members;
    let told = notes.tell(&mut text, &mut tally, reading).and_then(|()| text.finish(reading));
    match told {
        Ok(()) => tally.outcome(reading),
        Err(outcome) => outcome,
    }
}

/// One header and what belongs to it; `false` behind the last one.
fn member(
    input: &mut dyn Read,
    members: &mut Members,
    reading: &mut Reading<'_>,
) -> io::Result<bool> {
    let mut bytes = vec![0; 6];
    input.read_exact(&mut bytes)?;
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let kind = Header::kind(&bytes).ok_or_else(damaged)?;
    bytes.resize(kind.bytes(), 0);
    input.read_exact(&mut bytes[6..])?;
    let header = Header::of(kind, &bytes).ok_or_else(damaged)?;
    let mut name = vec![0; header.name_bytes as usize];
    input.read_exact(&mut name)?;
    pass(input, padding(kind.bytes() as u64 + header.name_bytes, kind))?;
    name.pop();
    if name == END {
        pass(input, header.size + padding(header.size, kind))?;
        behind(input, &mut members.tally, reading)?;
        return Ok(false);
    }
    let is_folder = header.mode & TYPE_MASK == FOLDER && header.size == 0;
    members.next(Some(&name), is_folder);
    let tally = &mut members.tally;
    let mut content = Content { input, left: header.size, sum: 0, told: header.sum, failed: false };
    let name = name_of(&name);
    let refused = match header.mode & TYPE_MASK {
        _ if is_folder => None,
        0o120_000 => Some(("link", Reason::SymbolicLink, "a symbolic link")),
        0o020_000 | 0o060_000 => Some(("special", Reason::SpecialFile, "a device")),
        0o010_000 => Some(("special", Reason::SpecialFile, "a named pipe")),
        _ => {
            tally.count(&reading.entry(&name, &mut content));
            None
        }
    };
    if let Some((format, reason, detail)) = refused {
        tally.count(&reading.refuse(&name, format, Outcome::with_detail(reason, detail)));
    }
    let left = content.left;
    pass(input, left + padding(header.size, kind))?;
    Ok(true)
}

/// The content of one entry, with the sum that it should have.
struct Content<'i> {
    input: &'i mut dyn Read,
    left: u64,
    sum: u32,
    told: Option<u32>,
    failed: bool,
}

impl Read for Content<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = match wanted {
            0 => 0,
            _ => self.input.read(&mut into[..wanted])?,
        };
        self.left -= read as u64;
        self.sum = into[..read].iter().fold(self.sum, |sum, &byte| sum.wrapping_add(byte.into()));
        if read > 0 || into.is_empty() || std::mem::replace(&mut self.failed, true) {
            return Ok(read);
        }
        match self.left {
            0 if self.told.is_none_or(|told| told == self.sum) => Ok(0),
            0 => Err(io::ErrorKind::InvalidData.into()),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// What stands behind the end: padding, or another archive, which may be a compressed one.
fn behind(input: &mut dyn Read, tally: &mut Tally, reading: &mut Reading<'_>) -> io::Result<()> {
    let mut byte = [0];
    loop {
        match input.read(&mut byte) {
            Ok(0) => return Ok(()),
            Ok(_) if byte[0] == 0 => {}
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    tally.count(&reading.entry(BEHIND_END, &mut byte.chain(input)));
    Ok(())
}

fn padding(length: u64, kind: Kind) -> u64 {
    length.next_multiple_of(kind.align()) - length
}

/// Passes over bytes; fails when the file ends before them.
fn pass(input: &mut dyn Read, bytes: u64) -> io::Result<()> {
    match io::copy(&mut input.take(bytes), &mut io::sink())? {
        passed if passed < bytes => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::observed::observe;

    fn newc(name: &str, mode: u32, content: &str) -> Vec<u8> {
        let (length, size) = (name.len() + 1, content.len());
        let zero = "00000000";
        let mut out = format!(
            "070701{zero}{mode:08X}{zero}{zero}{zero}{zero}{size:08X}{zero}{zero}{zero}{zero}\
             {length:08X}{zero}{name}\0"
        )
        .into_bytes();
        out.resize(out.len().next_multiple_of(4), 0);
        out.extend_from_slice(content.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }

    #[test]
    fn entries_links_and_the_end_are_told_apart() {
        let mut bytes = newc("a.txt", 0o100_644, "needle!");
        bytes.extend(newc("folder", 0o040_755, ""));
        bytes.extend(newc("link", 0o120_777, "a.txt"));
        bytes.extend(newc("TRAILER!!!", 0, ""));
        bytes.extend([0; 300]);
        let seen = observe("a", &bytes, &["needle"]);
        assert_eq!(seen.found[0].part, "a.txt");
        assert_eq!(
            seen.ledger(),
            [
                "a.txt|text|complete|",
                "link|link|skipped|SYMBOLIC_LINK",
                "|cpio|partial|ARCHIVE_CONTAINS_UNPROCESSED_FILES"
            ]
        );
    }

    #[test]
    fn the_names_of_empty_folders_are_told() {
        let folder = |name| newc(name, 0o040_755, "");
        let bytes = [
            folder("held needle"),
            newc("held needle/a.txt", 0o100_644, "text"),
            folder("empty needle"),
            newc("b.txt", 0o100_644, "text"),
            folder("last needle"),
            newc("TRAILER!!!", 0, ""),
        ]
        .concat();
        let seen = observe("a", &bytes, &["empty needle", "last needle", "held needle"]);
        let found: Vec<_> = seen.found.iter().map(|f| (&f.needle[..], &f.label[..])).collect();
        assert_eq!(found, [("empty needle", "folder"), ("last needle", "folder")]);
        assert_eq!(seen.ledger()[2], "|cpio|complete|");
    }

    #[test]
    fn content_that_has_not_the_sum_it_should_have_is_damaged() {
        let bytes = |sum: u32| {
            let mut entry = newc("a.txt", 0o100_644, "needle!");
            entry[..6].copy_from_slice(b"070702");
            entry[102..110].copy_from_slice(format!("{sum:08X}").as_bytes());
            [entry, newc("TRAILER!!!", 0, "")].concat()
        };
        let right = b"needle!".iter().map(|byte| u32::from(*byte)).sum();
        assert_eq!(observe("a", &bytes(right), &[]).ledger()[1], "|cpio|complete|");
        let seen = observe("a", &bytes(right + 1), &["needle"]);
        assert_eq!(
            (seen.found.len(), &seen.ledger()[0][..]),
            (1, "a.txt|text|partial|MALFORMED_FILE")
        );
        let cut = newc("a.txt", 0o100_644, "needle!");
        let seen = observe("a", &cut[..cut.len() - 3], &["needle"]);
        assert_eq!(
            seen.ledger(),
            ["a.txt|text|partial|MALFORMED_FILE", "|cpio|partial|MALFORMED_FILE"]
        );
    }

    #[test]
    fn what_stands_behind_the_end_is_read() {
        let first = [newc("a.txt", 0o100_644, "needle 1"), newc("TRAILER!!!", 0, "")].concat();
        let second = [newc("b.txt", 0o100_644, "needle 2"), newc("TRAILER!!!", 0, "")].concat();
        let seen = observe("a", &[first, vec![0; 512], second].concat(), &["needle"]);
        assert_eq!(
            seen.ledger(),
            [
                "a.txt|text|complete|",
                "behind the end!b.txt|text|complete|",
                "behind the end|cpio|complete|",
                "|cpio|complete|"
            ]
        );
        assert_eq!(seen.found.len(), 2);
        let folder = [newc("a", 0o040_755, "needle"), newc("TRAILER!!!", 0, "")].concat();
        assert_eq!(observe("a", &folder, &["needle"]).found.len(), 1);
    }

    #[test]
    fn an_octal_header_is_read_and_a_cut_told() {
        let text = format!(
            "070707{0:06}{0:06}{1:06o}{0:06}{0:06}{2:06}{0:06}{0:011}{3:06o}{4:011o}a.txt\0needle",
            0, 0o100_644, 1, 6, 6
        );
        let seen = observe("a", text.as_bytes(), &["needle"]);
        assert_eq!(seen.found.len(), 1);
        assert_eq!(seen.ledger(), ["a.txt|text|complete|", "|cpio|partial|MALFORMED_FILE"]);
    }
}

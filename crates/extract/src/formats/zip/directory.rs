//! The directory at the end of a zip, and what it says about each entry.

use std::io::{self, Read};

use magpie_model::Reason;

use super::blocks::Blocks;
use super::damaged;

const LOCAL: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const SIGNATURE: &[u8; 4] = b"PK\x05\x05";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
/// The field with what does not fit into 32 bits.
pub(super) const WIDE: u16 = 1;
const END_BYTES: usize = 22;
const LOCATOR_64_BYTES: u64 = 20;
const LOCAL_BYTES: u64 = 30;
/// An end record with the longest comment.
const TAIL_BYTES: u64 = 65_535 + END_BYTES as u64;

pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;
pub(super) const DEFLATED_64: u16 = 9;
pub(super) const BZIP2: u16 = 12;
pub(super) const LZMA: u16 = 14;
pub(super) const ZSTD_OLD: u16 = 20;
pub(super) const ZSTD: u16 = 93;
pub(super) const XZ: u16 = 95;

/// The flag of entries whose sizes stand behind the data.
pub(super) const SIZES_FOLLOW: u16 = 8;

/// The methods that are read.
const METHODS: &[u16] = &[STORED, DEFLATED, DEFLATED_64, BZIP2, LZMA, ZSTD_OLD, ZSTD, XZ];

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// The bytes that an entry takes up at least, from its header to the end of its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Which entry of the directory, from 0.
    pub(super) index: usize,
}

/// A walk over the directory.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    start: u64,
    /// Where the end record stands.
    end: u64,
    /// Bytes before the archive, by which every place in it is shifted; as a number below zero, those that
    /// places are counted with and that are not there.
    before: u64,
    next: u64,
    /// Where the end record ends, and the comment begins.
    behind: u64,
    comment_bytes: u64,
}

impl Directory {
    /// Finds the directory by the record at the end of the file; `None` when there is none.
    pub(super) fn find(file: &mut Blocks<'_>) -> io::Result<Option<Self>> {
        let length = file.length()?;
        let tail_at = length.saturating_sub(TAIL_BYTES);
        let mut tail = Vec::new();
        file.go(tail_at);
        file.take(TAIL_BYTES).read_to_end(&mut tail)?;
        for found in memchr::memmem::rfind_iter(&tail, END) {
            if found + END_BYTES <= tail.len()
                && let Some(directory) = Self::at(&tail[found..], tail_at + found as u64, file)?
            {
                let behind = tail_at + (found + END_BYTES) as u64;
                let comment_bytes = u64::from(u16_at(&tail, found + 20));
                return Ok(Some(Self { behind, comment_bytes, ..directory }));
            }
        }
        Ok(None)
    }

    /// The directory before the end record at `end`, if there is one.
    fn at(record: &[u8], end: u64, file: &mut Blocks<'_>) -> io::Result<Option<Self>> {
        let (size, offset, end) = match Self::end_64(end, file)? {
            Some(wide) => wide,
            None => (u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)), end),
        };
        if size == 0 && offset <= end {
            return Ok(Some(Self::between(end, end, 0)));
        }
        for start in [end.checked_sub(size), Some(offset)].into_iter().flatten() {
            file.go(start);
            if start < end && file.array::<4>()?.is_some_and(|signature| signature == ENTRY) {
                let directory = Self::between(start, end, start.wrapping_sub(offset));
                if start >= offset || directory.fits(file)? {
                    return Ok(Some(directory));
                }
            }
        }
        Ok(None)
    }

    /// Whether the first entry stands where it should, in an archive whose places count from before it.
    fn fits(&self, file: &mut Blocks<'_>) -> io::Result<bool> {
        let Ok(Some(first)) = self.clone().next(file) else { return Ok(false) };
        if first.header_at >= self.start {
            return Ok(false);
        }
        file.go(first.header_at);
        Ok(file.array::<4>()?.is_some_and(|signature| signature == LOCAL))
    }

    fn between(start: u64, end: u64, before: u64) -> Self {
        Self { start, end, before, next: start, behind: end, comment_bytes: 0 }
    }

    /// The archive's comment, as far as it is there.
    pub(super) fn comment(&self, file: &mut Blocks<'_>) -> io::Result<Vec<u8>> {
        let mut comment = Vec::new();
        file.go(self.behind);
        file.take(self.comment_bytes).read_to_end(&mut comment)?;
        Ok(comment)
    }

    /// Where the archive ends.
    pub(super) fn archive_end(&self) -> u64 {
        self.behind + self.comment_bytes
    }

    /// Size, offset and end of the directory by the record for large archives.
    fn end_64(end: u64, file: &mut Blocks<'_>) -> io::Result<Option<(u64, u64, u64)>> {
        let Some(locator_at) = end.checked_sub(LOCATOR_64_BYTES) else { return Ok(None) };
        file.go(locator_at);
        let Some(locator) = file.array::<{ LOCATOR_64_BYTES as usize }>()? else { return Ok(None) };
        if !locator.starts_with(LOCATOR_64) {
            return Ok(None);
        }
        // With bytes before the archive the stated place is off; the record mostly stands right
        // before its locator.
        for at in [Some(u64_at(&locator, 8)), locator_at.checked_sub(56)].into_iter().flatten() {
            file.go(at);
            if let Some(record) = file.array::<56>()?
                && record.starts_with(END_64)
            {
                return Ok(Some((u64_at(&record, 40), u64_at(&record, 48), at)));
            }
        }
        Ok(None)
    }

    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// Describes the next entry. How many there should be is not believed: every record counts.
    pub(super) fn next(&mut self, file: &mut Blocks<'_>) -> io::Result<Option<Described>> {
        if self.next >= self.end {
            return Ok(None);
        }
        file.go(self.next);
        // A signature of the directory may stand behind its entries.
        if file.array::<4>()?.is_some_and(|mark| mark == *SIGNATURE) {
            return Ok(None);
        }
        file.go(self.next);
        let Some(record) = file.array::<46>()? else { return Err(damaged("cut off")) };
        if !record.starts_with(ENTRY) {
            return Err(damaged("not a record of the directory"));
        }
        let name = take(file, u16_at(&record, 28))?;
        let extra = take(file, u16_at(&record, 30))?;
        let comment = take(file, u16_at(&record, 32))?;
        self.next = file.at();
        let described = Described::of(&record, name, &extra, self.before);
        Ok(Some(Described { comment, extra, ..described }))
    }

    /// Where what stands between the last entry that was described and the end record begins, and
    /// its length: a signature, the record for large archives with what it has room for.
    pub(super) fn rest(&self) -> (u64, u64) {
        (self.next, self.behind.saturating_sub(END_BYTES as u64).saturating_sub(self.next))
    }

    /// Describes the next entries, at most `count`.
    pub(super) fn batch(
        &mut self,
        file: &mut Blocks<'_>,
        count: usize,
    ) -> io::Result<Vec<Described>> {
        let mut batch = Vec::new();
        while batch.len() < count
            && let Some(entry) = self.next(file)?
        {
            batch.push(entry);
        }
        Ok(batch)
    }

    /// The extents of all entries, of one more than `entries_max` at most, and what is wrong
    /// with the directory behind the last of them.
    pub(super) fn ranges(
        &self,
        file: &mut Blocks<'_>,
        entries_max: u64,
    ) -> (Vec<Extent>, io::Result<()>) {
        let mut walk = self.clone();
        let mut ranges = Vec::new();
        while ranges.len() as u64 <= entries_max {
            match walk.next(file) {
                Ok(Some(entry)) => ranges.push(entry.extent(ranges.len())),
                Ok(None) => break,
                Err(error) => return (ranges, Err(error)),
            }
        }
        (ranges, Ok(()))
    }
}

fn take(file: &mut Blocks<'_>, length: u16) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(length)];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// What is said about one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) name: Vec<u8>,
    pub(super) flags: u16,
    pub(super) method: u16,
    /// Checksum and expanded size, where they are known before the data.
    pub(super) expected: Option<(u32, u64)>,
    pub(super) stored_bytes: u64,
    /// Where its own header stands.
    pub(super) header_at: u64,
    pub(super) unix_mode: u32,
    pub(super) comment: Vec<u8>,
    /// Fields that programs add.
    pub(super) extra: Vec<u8>,
}

impl Described {
    /// The flag of entries protected by a password.
    const ENCRYPTED: u16 = 1;
    const FILE_TYPE: u32 = 0o170_000;
    const LINK: u32 = 0o120_000;

    fn of(record: &[u8; 46], name: Vec<u8>, extra: &[u8], before: u64) -> Self {
        let mut sizes = [u32_at(record, 24), u32_at(record, 20), u32_at(record, 42)].map(u64::from);
        widen(&mut sizes, extra);
        let [size, stored_bytes, offset] = sizes;
        let is_unix = matches!(record[5], 3 | 19);
        Self {
            name,
            flags: u16_at(record, 8),
            method: u16_at(record, 10),
            expected: Some((u32_at(record, 16), size)),
            stored_bytes,
            header_at: offset.wrapping_add(before),
            unix_mode: if is_unix { u32_at(record, 38) >> 16 } else { 0 },
            comment: Vec::new(),
            extra: Vec::new(),
        }
    }

    /// The bytes that the entry takes up at least.
    pub(super) fn extent(&self, index: usize) -> Extent {
        let length = LOCAL_BYTES + self.name.len() as u64;
        let end = self.header_at.saturating_add(length).saturating_add(self.stored_bytes);
        Extent { start: self.header_at, end, index }
    }

    /// A directory has no content; one that has is a file with an odd name.
    pub(super) fn is_directory(&self) -> bool {
        let empty = self.expected.is_some_and(|(_, size)| size == 0) && self.stored_bytes <= 2;
        self.name.last() == Some(&b'/') && empty
    }

    /// Why the entry cannot be read, with a format for the ledger.
    pub(super) fn unreadable(&self) -> Option<(&'static str, Reason, String)> {
        if self.flags & Self::ENCRYPTED != 0 {
            let detail = "the entry is protected by a password".to_owned();
            Some(("encrypted", Reason::EncryptedContent, detail))
        } else if self.unix_mode & Self::FILE_TYPE == Self::LINK {
            Some(("link", Reason::SymbolicLink, "a symbolic link".to_owned()))
        } else if !METHODS.contains(&self.method) {
            let detail = format!("zip compression method {} is not read yet", self.method);
            Some(("unknown", Reason::UnsupportedFileType, detail))
        } else {
            None
        }
    }
}

/// Fields that programs add to an entry, by their numbers; what follows them and is none has none.
pub(super) fn fields(mut extra: &[u8]) -> impl Iterator<Item = (Option<u16>, &[u8])> {
    std::iter::from_fn(move || {
        let header = extra.first_chunk::<4>();
        let length = header.map(|header| 4 + usize::from(u16_at(header, 2)));
        let Some((field, rest)) = length.and_then(|length| extra.split_at_checked(length)) else {
            let rest = std::mem::take(&mut extra);
            return (!rest.is_empty()).then_some((None, rest));
        };
        extra = rest;
        Some((Some(u16_at(field, 0)), &field[4..]))
    })
}

/// Replaces sizes that do not fit into 32 bits by those in the extra field, in their order.
pub(super) fn widen(sizes: &mut [u64], extra: &[u8]) {
    let Some((_, wide)) = fields(extra).find(|(id, _)| *id == Some(WIDE)) else { return };
    let narrow = sizes.iter_mut().filter(|size| **size == u64::from(u32::MAX));
    for (size, at) in narrow.zip((0..wide.len().saturating_sub(7)).step_by(8)) {
        *size = u64_at(wide, at);
    }
}

//! 7z archives: each member as a file, block by block, because what is behind in a block can only be
//! had through what is before it.

use std::io::{self, Read};
use std::ops::Range;

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};
use sevenz_rust2::{Archive, ArchiveEntry, Block, BlockDecoder, Error, Password};

use crate::{File, behind};

/// Bytes that a decoder may keep of what it made.
const DICTIONARY_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Bytes of a member that are passed over, where a bound ended its reading, to get at the next one.
const PASSED_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let password = Password::empty();
    let mut source = file.reader(0);
    let archive = match Archive::read(&mut source, &password) {
        Ok(archive) => archive,
        Err(error) => return unopened(&error),
    };
    let mut members = Members { sink, count: 0, incomplete: 0, broken: false, halted: None };
    for index in 0..archive.blocks.len() {
        let decoder = BlockDecoder::new(1, index, &archive, &password, &mut source);
        if let Some(outcome) = refusal(&archive.blocks[index]) {
            let entries = decoder.entries().to_vec();
            entries.iter().for_each(|entry| members.refuse(entry, &outcome));
            continue;
        }
        let before = members.count;
        members.broken = false;
        let mut each = |entry: &ArchiveEntry, bytes: &mut dyn Read| {
            Ok(members.take(entry, bytes) && !members.broken)
        };
        let entries = decoder.entries().to_vec();
        let decoded = decoder.for_each_entries(&mut each);
        if decoded.is_err() || members.broken {
            // Those that were not reached: what is behind damage cannot be decoded.
            let reached = (members.count - before) as usize;
            let outcome = undecoded(decoded.err().as_ref());
            let files = entries.iter().filter(|entry| !entry.is_directory).skip(reached);
            files.for_each(|entry| members.refuse(entry, &outcome));
        }
        if let Some(outcome) = members.halted {
            return outcome;
        }
    }
    let in_no_block = archive.stream_map.file_block_index.iter().zip(&archive.files);
    for (_, entry) in in_no_block.filter(|(block, _)| block.is_none()) {
        if !members.take(entry, &mut io::empty()) {
            break;
        }
    }
    if members.halted.is_none() {
        members.halted = folders(&archive, members.sink).err();
    }
    if members.halted.is_none() {
        members.beside(file, &archive);
    }
    members.outcome()
}

/// Delivers the names of folders that hold nothing: no other name tells them.
fn folders(archive: &Archive, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    let mut names: Vec<&str> = archive.files.iter().map(|entry| entry.name()).collect();
    names.sort_unstable();
    for folder in archive.files.iter().filter(|entry| entry.is_directory) {
        let inside = format!("{}/", folder.name().trim_end_matches('/'));
        let next = names.partition_point(|name| **name <= inside[..]);
        if !names.get(next).is_some_and(|name| name.starts_with(&inside)) {
            let label = Some(sink.label("folder"));
            let text = folder.name().as_bytes();
            sink.segment(&Segment { text, place: Place::Element, label })?;
        }
    }
    Ok(())
}

/// Where the first bytes end, and the packed bytes begin.
const FIRST_BYTES: u64 = 32;
/// A list of members that is not packed itself, or only says where that stands, is not longer.
const LIST_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Where the list of members begins, and where the archive ends: behind it. Both stand in the first
/// bytes.
fn list(file: &File) -> Option<Range<u64>> {
    let first = file.bytes_at(0, FIRST_BYTES as usize).ok()?;
    let number = |at: usize| first.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
    let begin = FIRST_BYTES.checked_add(number(12)?)?;
    Some(begin..begin.checked_add(number(20)?)?)
}

/// What stands before the list of members and is none of the packed bytes: no reader is sent there.
fn gaps(file: &File, archive: &Archive, list: &Range<u64>) -> Vec<Range<u64>> {
    let packed = |at: u64, sizes: &mut dyn Iterator<Item = u64>| {
        let begin = FIRST_BYTES.saturating_add(at);
        begin..sizes.fold(begin, u64::saturating_add)
    };
    let mut taken = vec![packed(archive.pack_pos(), &mut archive.pack_sizes().iter().copied())];
    let length = list.end.saturating_sub(list.start).min(LIST_BYTES_MAX);
    if let Ok(bytes) = file.bytes_at(list.start, length as usize)
        && let Some((at, sizes)) = packed_list(&bytes)
    {
        taken.push(packed(at, &mut sizes.into_iter()));
    }
    taken.push(list.clone());
    taken.sort_unstable_by_key(|range| range.start);
    let mut gaps = Vec::new();
    let mut at = FIRST_BYTES;
    for range in taken {
        if at < range.start {
            gaps.push(at..range.start);
        }
        at = at.max(range.end);
    }
    gaps
}

/// Where the list of members is packed, when that is what the list says.
fn packed_list(mut list: &[u8]) -> Option<(u64, Vec<u64>)> {
    const PACKED: [u8; 2] = [0x17, 0x06];
    const SIZES: [u8; 1] = [0x09];
    let pass = |rest: &mut &[u8], mark: &[u8]| {
        *rest = rest.strip_prefix(mark)?;
        Some(())
    };
    pass(&mut list, &PACKED)?;
    let (at, count) = (number(&mut list)?, number(&mut list)?);
    pass(&mut list, &SIZES)?;
    // Each takes a byte at least.
    let count = usize::try_from(count).ok().filter(|count| *count <= list.len())?;
    let sizes = (0..count).map(|_| number(&mut list)).collect::<Option<_>>()?;
    Some((at, sizes))
}

/// A number whose first byte tells by its leading ones how many follow, the lower ones first.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let (&first, rest) = bytes.split_first()?;
    let more = first.leading_ones();
    let (lower, rest) = rest.split_at_checked(more as usize)?;
    *bytes = rest;
    let lower = lower.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
    let higher = u64::from(first) & (0x7F >> more);
    Some(if more < 7 { lower | higher << (8 * more) } else { lower })
}

/// The outcome of an archive whose list of members cannot be read.
fn unopened(error: &Error) -> Outcome {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => encrypted(),
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => encrypted(),
        Error::Unsupported(_) | Error::UnsupportedCompressionMethod(_) => unsupported(),
        _ => Outcome::with_detail(Reason::MalformedFile, "the archive's directory is damaged"),
    }
}

/// The outcome of members that cannot be decoded.
fn undecoded(error: Option<&Error>) -> Outcome {
    match error {
        Some(Error::UnsupportedCompressionMethod(method)) => {
            let detail = format!("the compression method {method} is not read");
            Outcome::with_detail(Reason::UnsupportedFileType, detail)
        }
        _ => Outcome::with_detail(Reason::MalformedFile, "the archive is damaged"),
    }
}

fn encrypted() -> Outcome {
    Outcome::with_detail(Reason::EncryptedContent, "a password is needed to open the archive")
}

fn unsupported() -> Outcome {
    let detail = "the archive is compressed in a way that is not known";
    Outcome::with_detail(Reason::UnsupportedFileType, detail)
}

/// Why a block is not to be decoded.
fn refusal(block: &Block) -> Option<Outcome> {
    const AES: &[u8] = &[0x06, 0xF1, 0x07, 0x01];
    block.coders.iter().find_map(|coder| {
        if coder.encoder_method_id() == AES {
            return Some(encrypted());
        }
        (dictionary(coder.encoder_method_id(), coder.properties()) > DICTIONARY_BYTES_MAX).then(
            || {
                let detail = "decoding it takes more memory than one stream may have";
                Outcome::with_detail(Reason::MemoryLimitReached, detail)
            },
        )
    })
}

/// Bytes of memory that a decoder is told to take.
fn dictionary(method: &[u8], properties: &[u8]) -> u64 {
    let number = |bytes: Option<&[u8]>| {
        bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes).into()
    };
    match (method, properties) {
        // LZMA and PPMd tell it in four bytes, LZMA2 in one.
        ([3, 1, 1] | [3, 4, 1], properties) => number(properties.get(1..5)),
        ([0x21], [bits, ..]) if *bits <= 40 => u64::from(2 | bits & 1) << (bits / 2 + 11),
        _ => 0,
    }
}

/// A member's bytes. The library compares the sum of those that it makes: a member that ends before
/// its length has none.
struct Whole<'r> {
    bytes: &'r mut dyn Read,
    left: u64,
    /// The data is damaged before its end. A decoder that failed may give anything from then on, and
    /// any amount of it.
    is_broken: bool,
}

impl Read for Whole<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into).inspect_err(|error| {
            self.is_broken |= self.left > 0 && error.kind() != io::ErrorKind::Interrupted;
        })?;
        self.left = self.left.saturating_sub(read as u64);
        if read == 0 && !into.is_empty() && self.left > 0 {
            self.is_broken = true;
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the data is damaged"));
        }
        Ok(read)
    }
}

/// The members on their way.
struct Members<'s> {
    sink: &'s mut dyn SegmentSink,
    count: u64,
    incomplete: u64,
    /// What is behind the member that was taken last cannot be decoded.
    broken: bool,
    halted: Option<Outcome>,
}

impl Members<'_> {
    /// Reads what stands beside the packed bytes, before the list of members and behind it.
    fn beside(&mut self, file: &File, archive: &Archive) {
        let Some(list) = list(file) else { return };
        let behind = list.end..file.length();
        let gaps = gaps(file, archive, &list).into_iter().map(|gap| ("between the members", gap));
        for (name, range) in gaps.chain([("behind the archive", behind)]) {
            let Ok(Some(begin)) = behind::begins_within(file, range.clone()) else { continue };
            self.count += 1;
            let mut bytes = file.reader(begin).take(range.end - begin);
            let outcome = self.sink.file(name, &mut bytes);
            self.incomplete += u64::from(outcome != Outcome::COMPLETE);
            self.halted = self.sink.pass(0).err();
            if self.halted.is_some() {
                return;
            }
        }
    }

    /// Reads one; `false` when the run does not want more.
    fn take(&mut self, entry: &ArchiveEntry, bytes: &mut dyn Read) -> bool {
        if entry.is_directory {
            return true;
        }
        self.count += 1;
        let mut whole = Whole { bytes, left: entry.size, is_broken: false };
        let outcome = self.sink.file(entry.name(), &mut whole);
        self.broken = whole.is_broken || whole.left > PASSED_BYTES_MAX;
        self.incomplete += u64::from(outcome != Outcome::COMPLETE);
        self.halted = self.sink.pass(0).err();
        self.halted.is_none()
    }

    fn refuse(&mut self, entry: &ArchiveEntry, outcome: &Outcome) {
        if !entry.is_directory {
            self.count += 1;
            self.incomplete += 1;
            let is_locked = outcome.reason == Some(Reason::EncryptedContent);
            let format = if is_locked { "encrypted" } else { "unknown" };
            self.sink.refuse(entry.name(), format, outcome.clone());
        }
    }

    fn outcome(self) -> Outcome {
        if let Some(outcome) = self.halted {
            return outcome;
        }
        if self.incomplete == 0 {
            return Outcome::COMPLETE;
        }
        let detail = format!("{} of {} entries were not read in full", self.incomplete, self.count);
        Outcome::with_detail(Reason::ArchiveContainsUnprocessedFiles, detail)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Whole, dictionary, number, packed_list};

    #[test]
    fn numbers_have_as_many_bytes_as_the_first_tells() {
        for (bytes, want) in [
            (&[0x05][..], 5),
            (&[0x81, 0x02], 0x102),
            (&[0xC1, 0x02, 0x03], 0x1_0302),
            (&[0xFE, 1, 2, 3, 4, 5, 6, 7], 0x07_0605_0403_0201),
            (&[0xFF, 1, 2, 3, 4, 5, 6, 7, 8], 0x0807_0605_0403_0201),
        ] {
            assert_eq!(number(&mut &bytes[..]), Some(want), "{bytes:?}");
            assert_eq!(number(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(packed_list(&[0x17, 6, 0x20, 1, 9, 0x80, 0x77]), Some((0x20, vec![0x77])));
        assert_eq!(packed_list(&[0x17, 6, 0x20, 0xFF, 9]), None);
        assert_eq!(packed_list(&[1, 4, 6]), None);
    }

    #[test]
    fn a_member_that_ends_before_its_length_is_damaged() {
        let read = |left: u64| {
            let mut out = Vec::new();
            let mut whole = Whole { bytes: &mut &b"text"[..], left, is_broken: false };
            let read = whole.read_to_end(&mut out);
            (out.len(), read.is_ok(), whole.is_broken)
        };
        assert_eq!(read(4), (4, true, false));
        assert_eq!(read(5), (4, false, true));
    }

    #[test]
    fn a_decoder_tells_the_memory_that_it_takes() {
        assert_eq!(dictionary(&[0x21], &[24]), 16 << 20);
        assert_eq!(dictionary(&[0x21], &[40]), 4 << 30);
        assert_eq!(dictionary(&[3, 1, 1], &[0x5D, 0, 0, 0, 4]), 64 << 20);
        assert_eq!(dictionary(&[3, 4, 1], &[6, 0xFF, 0xFF, 0xFF, 0xFF]), u64::from(u32::MAX));
        assert_eq!(dictionary(&[0], &[]), 0);
    }
}

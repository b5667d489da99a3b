//! tar archives, entry after entry in one pass.
//!
//! The walk over the headers is our own: the library reads long names whole into memory, however
//! long they say they are. It still decodes the headers. Holes of sparse files are a line break
//! each, so that neither their zeros cost anything nor the text on both sides runs together.

mod pax;
mod sparse;

use std::io::{self, Read};

use magpie_model::{Outcome, Reason};
use tar::{EntryType, Header};

use self::pax::Extensions;
use self::sparse::Packed;
use super::Reading;
use super::archive::{Tally, name_of};
use crate::feed::outcome_of;
use crate::source::Source;

const BLOCK_BYTES: usize = 512;
/// Bytes of a long name or an extended header that are kept in memory; the rest is passed over.
const EXTENSION_BYTES_MAX: u64 = 256 * 1024;

/// Reads every entry as a part.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut input = Input { reader: source.into_reader(), failed: None };
    let mut tally = Tally::default();
    let mut next = Extensions::default();
    while reading.halted().is_none() {
        let header = match input.header(&mut tally) {
            Ok(Some(header)) => header,
            Ok(None) => break,
            Err(error) => {
                tally.damaged(input.failed.take().unwrap_or_else(|| outcome_of(&error)));
                break;
            }
        };
        if let Err(error) = member(&header, &mut input, &mut next, &mut tally, reading) {
            tally.damaged(input.failed.take().unwrap_or_else(|| outcome_of(&error)));
            break;
        }
    }
    tally.outcome(reading)
}

/// One header and what belongs to it. Fails where the archive ends early or cannot be read.
fn member(
    header: &Header,
    input: &mut Input<'_>,
    next: &mut Extensions,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> io::Result<()> {
    let stored = header.entry_size().map_err(|_| io::ErrorKind::InvalidData)?;
    let kind = header.entry_type();
    match kind {
        EntryType::GNULongName => {
            next.name = Some(without_nul(input.extension(stored)?));
            return Ok(());
        }
        EntryType::XHeader => {
            next.pax(&input.extension(stored)?);
            return Ok(());
        }
        EntryType::GNULongLink | EntryType::XGlobalHeader => return input.pass(padded(stored)),
        _ => {}
    }
    let extensions = std::mem::take(next);
    let name = extensions.name.unwrap_or_else(|| header.path_bytes().into_owned());
    let (name, is_directory) = (name_of(&name), name.last() == Some(&b'/'));
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
        return input.pass(padded(content));
    }
    if matches!(kind.as_byte(), b'5' | b'D' | b'V' | b'N') || (is_directory && size == 0) {
        return input.pass(padded(size));
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
    input.pass(left + (padded(size) - size))
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
}

impl Input<'_> {
    /// The next header, blank blocks left out; `None` at the end of the file. Archives that were
    /// joined end to end are read as one.
    fn header(&mut self, tally: &mut Tally) -> io::Result<Option<Header>> {
        let mut header = Header::new_old();
        let mut blank = false;
        loop {
            match self.fill(header.as_mut_bytes())? {
                0 => return Ok(None),
                BLOCK_BYTES => {}
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
            if header.as_bytes().iter().all(|byte| *byte == 0) {
                blank = true;
            } else if checksum_holds(&header) {
                return Ok(Some(header));
            } else if blank {
                tally.malformed("there is something behind the end of the archive");
            } else {
                tally.malformed("what should be a header of the archive is none");
            }
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
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let kept = size.min(EXTENSION_BYTES_MAX);
        let mut content = Vec::new();
        self.take(kept).read_to_end(&mut content)?;
        if (content.len() as u64) < kept {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pass(padded(size) - kept)?;
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

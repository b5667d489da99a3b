//! Compressions other than gzip: one stream, which is one entry.
//!
//! The entry is named after the file without its ending. Brotli has no signature, so that its
//! ending alone tells it, or what the store says of the object.

mod ahead;
mod brotli;
mod lz4;
mod snappy;
mod xz;
mod zlib;
mod zstd;

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use lzma_rust2::LzmaReader;
use magpie_model::{BodyFault, Outcome, Reason, fault_of};

use super::Reading;
use super::archive::{Tally, file_name, stem};
use super::composed::Composed;
use super::hadoop::Blocks;
use super::notes::Notes;
use crate::source::Source;

/// What the dictionary of one stream may take; the strongest preset of xz asks for 65 MiB.
const DICTIONARY_KIB_MAX: u32 = 96 * 1024;

/// A compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Brotli,
    Bzip2,
    /// Deflate without anything around it.
    Deflate,
    /// Blocks as Hadoop frames them.
    HadoopLz4,
    HadoopSnappy,
    Lz4,
    Lzma,
    Snappy,
    Xz,
    Zlib,
    Zstd,
}

impl Codec {
    /// The name used in the ledger.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "brotli",
            Self::Bzip2 => "bzip2",
            Self::Deflate => "deflate",
            Self::Lz4 | Self::HadoopLz4 => "lz4",
            Self::Lzma => "lzma",
            Self::Snappy | Self::HadoopSnappy => "snappy",
            Self::Xz => "xz",
            Self::Zlib => "zlib",
            Self::Zstd => "zstd",
        }
    }

    fn endings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Brotli => &[(".br", "")],
            Self::Bzip2 => &[(".bz2", ""), (".tbz2", ".tar"), (".tbz", ".tar"), (".bz", "")],
            Self::Deflate => &[(".deflate", ""), (".raw", "")],
            Self::Lz4 | Self::HadoopLz4 => &[(".lz4", ""), (".tlz4", ".tar")],
            Self::Lzma => &[(".lzma", ""), (".tlz", ".tar")],
            Self::Snappy | Self::HadoopSnappy => &[(".sz", ""), (".snappy", "")],
            Self::Xz => &[(".xz", ""), (".txz", ".tar")],
            Self::Zlib => &[(".zlib", ""), (".zz", ""), (".deflate", "")],
            Self::Zstd => &[(".zst", ""), (".zstd", ""), (".tzst", ".tar")],
        }
    }
}

/// Whether a file begins like the old lzma format, which has no signature: a properties byte, a
/// dictionary of a size that encoders write, a plausible length, and the zero that the coder
/// begins with.
pub(crate) fn is_lzma(head: &[u8]) -> bool {
    let Some(header) = head.get(..14) else { return false };
    let dictionary = u32::from_le_bytes([header[1], header[2], header[3], header[4]]);
    let usual = dictionary == u32::MAX
        || (dictionary >= 1 << 12
            && (dictionary.is_power_of_two() || (dictionary / 3 * 2).is_power_of_two()));
    let length: [u8; 8] = header[5..13].try_into().unwrap_or_default();
    let length = u64::from_le_bytes(length);
    header[0] == 0x5D && usual && (length == u64::MAX || length < 1 << 40) && header[13] == 0
}

/// Expanded bytes that tell a zlib stream, unless it ends before.
const ZLIB_PROBE_BYTES: u64 = 512;

/// Whether a file begins like a zlib stream (what HTTP calls deflate): two bytes that many texts
/// may begin with, and something that can be expanded.
pub(crate) fn is_zlib(head: &[u8]) -> bool {
    let &[method, flags, ..] = head else { return false };
    if method != 0x78 || !(u16::from(method) << 8 | u16::from(flags)).is_multiple_of(31) {
        return false;
    }
    let mut expanded = Vec::new();
    let mut probe = flate2::bufread::ZlibDecoder::new(head).take(ZLIB_PROBE_BYTES);
    match probe.read_to_end(&mut expanded) {
        Ok(bytes) => bytes > 0,
        // The head is cut; a text breaks the rules before it has made so much.
        Err(error) => {
            error.kind() == io::ErrorKind::UnexpectedEof
                && expanded.len() as u64 > ZLIB_PROBE_BYTES / 2
        }
    }
}

/// Expanded bytes that tell a deflate stream without a header.
const DEFLATE_PROBE_BYTES: u64 = 16 * 1024;
/// A shorter stream is told by nothing.
const DEFLATE_BYTES_MIN: usize = 32;

/// Whether bytes that are no text begin like a deflate stream without a header: they expand, to the
/// stream's end or as far as is looked, to plain text that is longer. Noise breaks the rules of
/// deflate within a few bytes, or gives noise.
pub(crate) fn is_deflate(head: &[u8]) -> bool {
    if head.len() < DEFLATE_BYTES_MIN {
        return false;
    }
    let mut expanded = Vec::new();
    let mut decoder = flate2::bufread::DeflateDecoder::new(head);
    let read = decoder.by_ref().take(DEFLATE_PROBE_BYTES).read_to_end(&mut expanded);
    let whole = read.is_ok() && (expanded.len() as u64) < DEFLATE_PROBE_BYTES;
    let taken = decoder.total_in() as usize;
    let reached = match read {
        Ok(_) => !whole || taken == head.len(),
        // The head is cut.
        Err(error) => error.kind() == io::ErrorKind::UnexpectedEof && taken == head.len(),
    };
    let text = std::str::from_utf8(&expanded);
    let cut = text.is_err_and(|error| error.error_len().is_none());
    let is_text = text.is_ok() || (cut && !whole);
    let plain = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..);
    reached && is_text && expanded.len() >= DEFLATE_BYTES_MIN && expanded.iter().all(plain)
}

/// The compression of a file that begins with frames to be passed over, which zstd and lz4 share: what
/// stands behind them tells, or the name.
pub(crate) fn of_skippable(head: &[u8], name: &str) -> Option<Codec> {
    let mark = head.first_chunk().map(|mark| u32::from_le_bytes(*mark));
    mark.filter(|mark| ahead::is_passed(*mark))?;
    let is_lz4 = match ahead::behind_passed(head) {
        Some(behind) => lz4::begins(behind),
        None => stem(name, Codec::Lz4.endings()).is_some(),
    };
    Some(if is_lz4 { Codec::Lz4 } else { Codec::Zstd })
}

/// Reads what the stream expands to as one entry. The outcome is the entry's, because what stands
/// beside it is a text of the stream itself.
pub(crate) fn read(
    codec: Codec,
    source: Source<'_>,
    name: &str,
    reading: &mut Reading<'_>,
) -> Outcome {
    let inner = stem(name, codec.endings()).unwrap_or_else(|| file_name(name).to_owned());
    let mut expanded = Decoding::new(source.into_buffered(), |input| decoder(codec, input));
    let outcome = reading.entry(&inner, &mut expanded);
    let (mut text, mut tally) = (Composed::new(reading), Tally::default());
    tally.count(&outcome);
    let told = expanded.notes.borrow_mut().tell(&mut text, &mut tally, reading);
    if let Err(outcome) = told.and_then(|()| text.finish(reading)) {
        return outcome;
    }
    match outcome == Outcome::COMPLETE {
        true => tally.outcome(reading),
        false => reading.halted().unwrap_or(outcome),
    }
}

/// The decoder of a whole stream, all its members.
pub(super) fn decoder<'s>(codec: Codec, input: Input<'s>) -> io::Result<Box<dyn Read + 's>> {
    Ok(match codec {
        Codec::Brotli => Box::new(brotli::Brotli::new(input)),
        Codec::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
        Codec::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(input)),
        Codec::HadoopLz4 => Box::new(Blocks::new(input, false)),
        Codec::HadoopSnappy => Box::new(Blocks::new(input, true)),
        Codec::Lz4 => Box::new(lz4::Frames::new(input)),
        Codec::Lzma => {
            let reader = LzmaReader::new_mem_limit(input, DICTIONARY_KIB_MAX, None)?;
            Box::new(LzmaStream(Some(reader)))
        }
        Codec::Snappy => Box::new(snap::read::FrameDecoder::new(snappy::Chunks::new(input))),
        Codec::Xz => xz::decoder(input, DICTIONARY_KIB_MAX)?,
        Codec::Zlib => Box::new(zlib::Streams::new(input)),
        Codec::Zstd => Box::new(zstd::Frames::new(input)?),
    })
}

/// The lzma of zip archives, which has a header of its own; `size` is `u64::MAX` where the data
/// marks its end.
pub(super) fn zip_lzma(mut input: Input<'_>, size: u64) -> io::Result<Box<dyn Read + '_>> {
    let mut header = [0; 9];
    input.read_exact(&mut header)?;
    let properties = header[4];
    let dictionary = u32::from_le_bytes([header[5], header[6], header[7], header[8]]);
    if u16::from_le_bytes([header[2], header[3]]) != 5 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let needed = lzma_rust2::lzma_get_memory_usage_by_props(dictionary, properties)?;
    if needed > DICTIONARY_KIB_MAX {
        return Err(io::ErrorKind::OutOfMemory.into());
    }
    Ok(Box::new(LzmaReader::new_with_props(input, size, properties, dictionary, None)?))
}

/// An old lzma stream, whose reader takes in more bytes than belong to it.
struct LzmaStream<'s>(Option<LzmaReader<Input<'s>>>);

impl Read for LzmaStream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.as_mut().map_or(Ok(0), |reader| reader.read(into))
    }
}

impl Drop for LzmaStream<'_> {
    fn drop(&mut self) {
        if let Some((input, unused)) = self.0.take().map(LzmaReader::into_parts)
            && unused.iter().any(|byte| *byte != 0)
        {
            input.left.set(true);
        }
    }
}

/// The compressed bytes. An error of theirs is kept, because decoders make their own of it.
pub(super) struct Input<'s> {
    reader: Box<dyn BufRead + 's>,
    failed: Failure,
    /// Whether the decoder left anything but zeros.
    left: Rc<Cell<bool>>,
    /// What stands beside the content.
    notes: Rc<RefCell<Notes>>,
}

impl Drop for Input<'_> {
    fn drop(&mut self) {
        // A decoder that failed left nothing that would be news.
        while let Ok(rest) = self.reader.fill_buf()
            && !rest.is_empty()
        {
            if rest.iter().any(|byte| *byte != 0) {
                self.left.set(true);
                return;
            }
            let length = rest.len();
            self.reader.consume(length);
        }
    }
}

type Failure = Rc<RefCell<Option<io::Error>>>;

impl Input<'_> {
    /// The content needs something that is not there.
    fn refuse(&self, detail: String) -> io::Error {
        let fault = BodyFault { reason: Reason::EmbeddedContentNotRead, detail };
        let kept: io::Result<()> = self.keep(Err(fault.into_io()));
        kept.err().unwrap_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn keep<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failed.borrow_mut().get_or_insert(error);
            }
            kind.into()
        })
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into);
        self.keep(read)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // Asked twice, because the buffer cannot be lent out beside the error.
        let filled = self.reader.fill_buf().map(|_| ());
        self.keep(filled)?;
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
    }
}

/// The expanded bytes, with errors that tell damage from a failing source.
pub(super) struct Decoding<'s> {
    decoder: io::Result<Box<dyn Read + 's>>,
    failed: Failure,
    left: Rc<Cell<bool>>,
    /// What stands beside the content, once that has been read.
    pub(super) notes: Rc<RefCell<Notes>>,
    ended: bool,
}

impl<'s> Decoding<'s> {
    pub(super) fn new(
        reader: Box<dyn BufRead + 's>,
        open: impl FnOnce(Input<'s>) -> io::Result<Box<dyn Read + 's>>,
    ) -> Self {
        let failed = Failure::default();
        let left = Rc::new(Cell::new(false));
        let notes = Rc::default();
        let (failure, rest, beside) = (Rc::clone(&failed), Rc::clone(&left), Rc::clone(&notes));
        let decoder = open(Input { reader, failed: failure, left: rest, notes: beside });
        Self { decoder, failed, left, notes, ended: false }
    }

    fn told(&self, error: &io::Error) -> io::Error {
        if let Some(source) = self.failed.borrow_mut().take() {
            return source;
        }
        match error.kind() {
            _ if fault_of(error).is_some() => error.kind().into(),
            kind @ (io::ErrorKind::Interrupted | io::ErrorKind::OutOfMemory) => kind.into(),
            _ => io::Error::new(io::ErrorKind::InvalidData, "the compressed data is damaged"),
        }
    }
}

impl Read for Decoding<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.decoder {
            Ok(decoder) => decoder.read(into),
            Err(error) => Err(error.kind().into()),
        };
        let read = read.map_err(|error| self.told(&error))?;
        if read == 0 && !into.is_empty() && !std::mem::replace(&mut self.ended, true) {
            self.decoder = Ok(Box::new(io::empty()));
            if self.left.get() {
                let detail = "there is something behind the compressed data";
                return Err(io::Error::new(io::ErrorKind::InvalidData, detail));
            }
        }
        Ok(read)
    }
}

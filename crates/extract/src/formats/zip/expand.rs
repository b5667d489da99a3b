//! The content of one entry, checked against what was promised.

use std::io::{self, BufReader, Read, Take};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::blocks::Blocks;
use super::damaged;
use super::directory::{
    BZIP2, DEFLATED, DEFLATED_64, Described, STORED, XZ, ZSTD, ZSTD_OLD, u16_at,
};
use crate::formats::compressed::{self, Codec, Decoding, Input};

/// Finds the data of an entry behind the entry's own header.
pub(super) fn open<'b, 'f>(
    described: &Described,
    file: &'b mut Blocks<'f>,
) -> io::Result<Content<'b, 'f>> {
    file.go(described.header_at);
    let header = file.array::<30>()?.filter(|header| header.starts_with(b"PK\x03\x04"));
    let Some(header) = header else {
        return Err(damaged("the directory points to a place where no entry is"));
    };
    let mut name = vec![0; usize::from(u16_at(&header, 26))];
    file.read_exact(&mut name)?;
    let mut extra = vec![0; usize::from(u16_at(&header, 28))];
    file.read_exact(&mut extra)?;
    Ok(Content { name, extra, ..Content::new(described, file) })
}

/// What an entry says of itself that is not read, and where it ends; `None` where no entry is.
pub(super) fn header(described: &Described, file: &mut Blocks<'_>) -> Option<Header> {
    open(described, file).ok().map(|mut content| content.header())
}

/// What stands before the content of an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) name: Vec<u8>,
    pub(super) extra: Vec<u8>,
    /// Where the content ends.
    pub(super) end: u64,
}

/// The expanded bytes.
pub(super) struct Content<'b, 'f> {
    data: Data<'b, 'f>,
    crc: Crc,
    read: u64,
    expected: Option<(u32, u64)>,
    /// Where the data ends.
    end: u64,
    /// The name before the data, and the fields that programs add.
    name: Vec<u8>,
    extra: Vec<u8>,
}

enum Data<'b, 'f> {
    Stored(Take<&'b mut Blocks<'f>>),
    Deflated(Box<DeflateDecoder<BufReader<Take<&'b mut Blocks<'f>>>>>),
    Other(Decoding<'b>),
}

/// Stored bytes that are read at once.
const BUFFER_BYTES: usize = 64 * 1024;

/// The flag of lzma data that marks its own end.
const LZMA_ENDS_ITSELF: u16 = 2;

/// The decoder of one of the methods beside deflate.
fn decoder<'b>(method: u16, input: Input<'b>, size: u64) -> io::Result<Box<dyn Read + 'b>> {
    match method {
        DEFLATED_64 => Ok(Box::new(deflate64::Deflate64Decoder::with_buffer(input))),
        BZIP2 => compressed::decoder(Codec::Bzip2, input),
        ZSTD | ZSTD_OLD => compressed::decoder(Codec::Zstd, input),
        XZ => compressed::decoder(Codec::Xz, input),
        _ => compressed::zip_lzma(input, size),
    }
}

impl<'b, 'f> Content<'b, 'f> {
    /// The data begins where the file stands.
    pub(super) fn new(described: &Described, file: &'b mut Blocks<'f>) -> Self {
        let end = file.at().saturating_add(described.stored_bytes);
        let stored = file.take(described.stored_bytes);
        let data = match described.method {
            STORED => Data::Stored(stored),
            method if method != DEFLATED => {
                let size = described.expected.map(|(_, size)| size);
                let endless = described.flags & LZMA_ENDS_ITSELF != 0;
                let size = size.filter(|_| !endless).unwrap_or(u64::MAX);
                let stored = BufReader::with_capacity(BUFFER_BYTES, stored);
                Data::Other(Decoding::new(Box::new(stored), |input| decoder(method, input, size)))
            }
            _ => Data::Deflated(Box::new(DeflateDecoder::new(BufReader::new(stored)))),
        };
        let (name, extra) = (Vec::new(), Vec::new());
        Self { data, crc: Crc::new(), read: 0, expected: described.expected, end, name, extra }
    }

    /// What stands before the data; to be taken once.
    pub(super) fn header(&mut self) -> Header {
        let (name, extra) = (std::mem::take(&mut self.name), std::mem::take(&mut self.extra));
        Header { name, extra, end: self.end }
    }

    /// Bytes of the data that have been expanded so far.
    pub(super) fn consumed(&self) -> u64 {
        match &self.data {
            Data::Stored(_) | Data::Other(_) => self.read,
            Data::Deflated(decoder) => decoder.total_in(),
        }
    }

    /// Whether data is left behind the end of what it expands to.
    fn has_rest(&self) -> bool {
        match &self.data {
            Data::Stored(_) | Data::Other(_) => false,
            Data::Deflated(decoder) => {
                let reader = decoder.get_ref();
                !reader.buffer().is_empty() || reader.get_ref().limit() > 0
            }
        }
    }

    fn check_end(&self) -> io::Result<usize> {
        let Some((crc, size)) = self.expected else { return Ok(0) };
        if self.read != size || self.crc.sum() != crc {
            return Err(damaged("the content is not what the archive's directory promises"));
        }
        if self.has_rest() {
            return Err(damaged("there are bytes behind the end of the compressed data"));
        }
        if let Data::Other(data) = &self.data
            && !data.notes.borrow().is_empty()
        {
            return Err(damaged("something stands beside the compressed data"));
        }
        Ok(0)
    }
}

impl Read for Content<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.data {
            Data::Stored(data) => data.read(into)?,
            Data::Deflated(data) => data.read(into)?,
            Data::Other(data) => data.read(into)?,
        };
        if read == 0 && !into.is_empty() {
            return self.check_end();
        }
        self.crc.update(&into[..read]);
        self.read += read as u64;
        Ok(read)
    }
}

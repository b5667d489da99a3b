//! The bytes of a part at any place: all of them, or those that lie before a bound.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use magpie_model::{BodyFault, Outcome, ReadSeek, Reason};

use crate::budget::limit_reached;
use crate::feed::outcome_of;
use crate::formats::Reading;

/// Bytes that are copied to a temporary file at a time.
const PIECE_BYTES: usize = 256 * 1024;

/// A part that is read at any place.
pub(crate) struct Seekable<'s> {
    file: Box<dyn ReadSeek + 's>,
    /// Why the file ends before the part does.
    cut: Option<Outcome>,
}

impl<'s> Seekable<'s> {
    /// All of a part.
    pub(crate) fn whole(file: Box<dyn ReadSeek + 's>) -> Self {
        Self { file, cut: None }
    }

    /// The first bytes of an object that has more.
    pub(crate) fn beginning(file: Box<dyn ReadSeek + 's>, bytes: u64) -> Self {
        let file = Box::new(Beginning { file, bytes, at: 0, fault: None });
        Self { file, cut: Some(outcome_of(&limit_reached(Reason::FileExceedsSizeLimit).into_io())) }
    }

    /// What a stream gives, in an unlinked temporary file, up to so many bytes or to the place where it
    /// cannot be read any further.
    ///
    /// # Errors
    /// When there is no temporary file to be had, or no room in it.
    pub(crate) fn spooled(stream: &mut dyn Read, bytes_max: u64) -> io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        let ended = copy(stream, &mut file, bytes_max)?;
        file.rewind()?;
        Ok(Self { file: Box::new(file), cut: ended.err().map(|error| outcome_of(&error)) })
    }

    /// The bytes; where they are cut, they end there.
    pub(crate) fn file(&mut self) -> &mut (dyn ReadSeek + 's) {
        self.file.as_mut()
    }

    /// The bytes alone.
    pub(crate) fn into_file(self) -> Box<dyn ReadSeek + 's> {
        self.file
    }

    /// The same in a box, for readers that look into them first.
    pub(crate) fn boxed(&mut self) -> &mut Box<dyn ReadSeek + 's> {
        &mut self.file
    }

    /// The bytes of a part that is cut, which fail with the reason where they end.
    ///
    /// # Errors
    /// When their end cannot be found.
    pub(crate) fn failing(&mut self) -> io::Result<Beginning<'_>> {
        let bytes = self.file.seek(SeekFrom::End(0))?;
        let fault = self.cut.as_ref().and_then(|cut| {
            let detail = cut.detail.clone().unwrap_or_default();
            Some(BodyFault { reason: cut.reason?, detail })
        });
        Ok(Beginning { file: Box::new(self.file.as_mut()), bytes, at: 0, fault })
    }

    /// Why the bytes are not all of the part, where they are not.
    pub(crate) fn cut(&self) -> Option<&Outcome> {
        self.cut.as_ref()
    }

    /// How a part ends of which these bytes were read, to the outcome given.
    pub(crate) fn ended(&self, outcome: Outcome, reading: &Reading<'_>) -> Outcome {
        match &self.cut {
            Some(cut) => reading.halted().unwrap_or_else(|| cut.clone()),
            None => outcome,
        }
    }
}

/// Copies a stream; the inner result is why it ended before its end.
fn copy(stream: &mut dyn Read, file: &mut File, bytes_max: u64) -> io::Result<io::Result<()>> {
    let mut buffer = vec![0; PIECE_BYTES];
    let mut left = bytes_max;
    loop {
        let read = match stream.read(&mut buffer) {
            Ok(0) => return Ok(Ok(())),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(error)),
        };
        let taken = usize::try_from(left).map_or(read, |left| read.min(left));
        file.write_all(&buffer[..taken])?;
        left -= taken as u64;
        if taken < read {
            return Ok(Err(limit_reached(Reason::ArchiveExceedsSizeLimit).into_io()));
        }
    }
}

/// The first bytes of a file, which end or fail there.
pub(crate) struct Beginning<'s> {
    file: Box<dyn ReadSeek + 's>,
    bytes: u64,
    at: u64,
    fault: Option<BodyFault>,
}

impl Read for Beginning<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.bytes.saturating_sub(self.at)).unwrap_or(usize::MAX);
        if left == 0 && !into.is_empty() {
            return self.fault.clone().map_or(Ok(0), |fault| Err(fault.into_io()));
        }
        let wanted = into.len().min(left);
        let read = self.file.read(&mut into[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Beginning<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let place = place.ok_or(io::ErrorKind::InvalidInput)?;
        self.at = self.file.seek(SeekFrom::Start(place))?;
        Ok(self.at)
    }
}

/// What lies in memory.
pub(crate) fn in_memory<'s>(bytes: impl AsRef<[u8]> + 's) -> Seekable<'s> {
    Seekable::whole(Box::new(Cursor::new(bytes)))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use ::zip::CompressionMethod;
    use ::zip::write::{SimpleFileOptions, ZipWriter};

    use crate::Limits;
    use crate::formats::observed::{Observed, observe_once};

    fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in entries {
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            writer.start_file(*name, stored).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn words(words: &str) -> String {
        format!("needle {}", words.repeat(4_000))
    }

    fn seen(name: &str, bytes: &[u8], limits: &Limits, mapped: bool) -> Observed {
        observe_once(name, bytes.to_vec(), &["needle"], limits, mapped).0
    }

    #[test]
    fn an_archive_beyond_the_bound_is_read_up_to_there() {
        let text = words("some words ");
        let whole = zip(&[("a.txt", &text), ("b.txt", &text), ("c.txt", &text)]);
        let limits = Limits { object_bytes_max: 60_000, ..Limits::default() };
        for mapped in [true, false] {
            let seen = seen("a.zip", &whole, &limits, mapped);
            assert_eq!(
                seen.ledger(),
                [
                    "a.txt|text|complete|",
                    "b.txt|text|partial|FILE_EXCEEDS_SIZE_LIMIT",
                    "|zip|partial|FILE_EXCEEDS_SIZE_LIMIT",
                ]
            );
            assert_eq!(seen.found.len(), 2);
        }
        let exact = Limits { object_bytes_max: whole.len() as u64, ..Limits::default() };
        assert!(seen("a.zip", &whole, &exact, true).ledger().pop().unwrap().ends_with("complete|"));
    }

    #[test]
    fn the_directory_of_an_archive_inside_is_not_that_of_one_that_is_cut() {
        let text = words("some words ");
        let inner = zip(&[("deep.txt", "needle")]);
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, content) in [("a.txt", text.as_bytes()), ("b.zip", &inner), ("c.txt", b"needle")]
        {
            writer.start_file(name, stored).unwrap();
            writer.write_all(content).unwrap();
        }
        let whole = writer.finish().unwrap().into_inner();
        // What is cut ends with an archive that is whole.
        let end = memchr::memmem::find(&whole, &inner).unwrap() + inner.len();
        let limits = Limits { object_bytes_max: end as u64, ..Limits::default() };
        let ledger = seen("a.zip", &whole, &limits, true).ledger();
        let told = ["a.txt|text|complete|", "b.zip!deep.txt|text|complete|", "b.zip|zip|complete|"];
        assert_eq!(&ledger[..3], told);
        assert_eq!(ledger[3..], ["|zip|partial|FILE_EXCEEDS_SIZE_LIMIT"]);
    }

    #[test]
    fn an_archive_in_a_stream_is_read_as_far_as_it_fits_in_a_temporary_file() {
        let text = words("some words ");
        let inner = zip(&[("a.txt", &text), ("b.txt", &text), ("c.txt", &text)]);
        let gzipped = {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&inner).unwrap();
            encoder.finish().unwrap()
        };
        let limits = Limits { spool_bytes_max: 100_000, ..Limits::default() };
        let seen_cut = seen("a.zip.gz", &gzipped, &limits, true);
        assert_eq!(
            seen_cut.ledger(),
            [
                "a.zip!a.txt|text|complete|",
                "a.zip!b.txt|text|complete|",
                "a.zip!c.txt|text|partial|ARCHIVE_EXCEEDS_SIZE_LIMIT",
                "a.zip|zip|partial|ARCHIVE_EXCEEDS_SIZE_LIMIT",
                "|gzip|partial|ARCHIVE_EXCEEDS_SIZE_LIMIT",
            ]
        );
        assert_eq!(seen_cut.found.len(), 3);
        // A stream that breaks off is read up to there, too.
        let broken = seen("a.zip.gz", &gzipped[..gzipped.len() / 2], &Limits::default(), true);
        assert!(!broken.found.is_empty(), "{:?}", broken.ledger());
    }
}

//! Where a reader gets its bytes from: the object's own body, or an entry of an archive.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::rc::Rc;

use magpie_model::{Body, ReadSeek, Reason};

use crate::budget::{Limits, limit_reached};
use crate::ending::{Ending, Mark, Watched, archive_follows, telling_byte};
use crate::seekable::{self, Seekable};

/// Bytes of a stream that are read at once.
const BUFFER_BYTES: usize = 64 * 1024;

/// Bytes in memory that are looked through before they are read in place.
pub(crate) const LOOKED_THROUGH_BYTES_MAX: usize = 1 << 30;

/// The bytes of one part, with the first of them looked at already.
pub(crate) struct Source<'s> {
    head: Vec<u8>,
    head_is_all: bool,
    rest: Rest<'s>,
    body: Option<&'s dyn Body>,
    bytes_max: u64,
    /// Whether bytes in memory were looked through, and hold no zero.
    holds_no_zero: bool,
    /// Whether the body goes on behind the limit for objects, once that is known.
    cut: Rc<Cell<bool>>,
}

enum Rest<'s> {
    Mapped { bytes: &'s [u8], cut: bool },
    Stream(Box<dyn Read + 's>),
}

impl<'s> Source<'s> {
    /// Bytes looked at to tell the format and the charset.
    pub(crate) const HEAD_BYTES: usize = 64 * 1024;

    /// The object's own body, cut at the limit for objects.
    pub(crate) fn of_body(body: &'s dyn Body, limits: &Limits) -> io::Result<Self> {
        let bytes_max = limits.object_bytes_max;
        let is_cut = Rc::new(Cell::new(body.size().is_some_and(|size| size > bytes_max)));
        if let Some(bytes) = body.mapped() {
            let most = usize::try_from(bytes_max).unwrap_or(usize::MAX);
            let cut = bytes.len() > most;
            let bytes = &bytes[..bytes.len().min(most)];
            let head = bytes[..bytes.len().min(Self::HEAD_BYTES)].to_vec();
            let head_is_all = head.len() == bytes.len();
            let rest = Rest::Mapped { bytes, cut };
            let (body, holds_no_zero) = (Some(body), false);
            is_cut.set(cut);
            return Ok(Self {
                head,
                head_is_all,
                rest,
                body,
                bytes_max,
                holds_no_zero,
                cut: is_cut,
            });
        }
        let reader = Cut { inner: body.reader()?, left: bytes_max, cut: Rc::clone(&is_cut) };
        let source = Self::of_stream(Box::new(reader), bytes_max)?;
        Ok(Self { body: Some(body), cut: is_cut, ..source })
    }

    /// The expanded bytes of an entry. An error in the first bytes is kept and comes again when
    /// the reader gets there.
    pub(crate) fn of_stream(mut stream: Box<dyn Read + 's>, bytes_max: u64) -> io::Result<Self> {
        let mut head = Vec::new();
        let mut failed = None;
        while head.len() < Self::HEAD_BYTES && failed.is_none() {
            let missing = (Self::HEAD_BYTES - head.len()) as u64;
            match (&mut stream).take(missing).read_to_end(&mut head) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => failed = Some(error),
            }
        }
        let head_is_all = head.len() < Self::HEAD_BYTES && failed.is_none();
        let rest = match failed {
            Some(error) if head.is_empty() => return Err(error),
            Some(error) => Rest::Stream(Box::new(Failing(Some(error)))),
            None => Rest::Stream(stream),
        };
        let (body, holds_no_zero, cut) = (None, false, Rc::default());
        Ok(Self { head, head_is_all, rest, body, bytes_max, holds_no_zero, cut })
    }

    /// The first bytes, up to [`Self::HEAD_BYTES`].
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether [`Self::head`] is everything there is.
    pub(crate) fn head_is_all(&self) -> bool {
        self.head_is_all
    }

    /// All bytes in memory, with their body to release them behind the reader, and whether they
    /// were cut at the limit for objects.
    pub(crate) fn mapped(&self) -> Option<(&'s [u8], &'s dyn Body, bool)> {
        match (&self.rest, self.body) {
            (Rest::Mapped { bytes, cut }, Some(body)) => Some((bytes, body, *cut)),
            _ => None,
        }
    }

    /// Tells whether the body goes on behind the limit for objects, once that is known.
    pub(crate) fn cut(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.cut)
    }

    /// Whether it is known that there is no zero in bytes that lie in memory.
    pub(crate) fn holds_no_zero(&self) -> bool {
        self.holds_no_zero
    }

    /// Ends where an archive follows, which is kept. Of much that lies in memory the first bytes might be gone
    /// from the page cache when it was looked through, so that it is watched as it is read.
    pub(crate) fn watched(mut self, marks: &'static [Mark], limits: &Limits) -> (Self, Ending<'s>) {
        let ending = Ending::default();
        if let Rest::Mapped { bytes, cut } = self.rest
            && bytes.len() <= LOOKED_THROUGH_BYTES_MAX
        {
            let telling = telling_byte(bytes);
            let holds_no_zero = telling.is_none_or(|at| memchr::memchr(0, &bytes[at..]).is_none());
            let archive = telling.and_then(|_| archive_follows(bytes, marks));
            let text = archive.map_or(bytes, |at| {
                let archive = io::Cursor::new(&bytes[at..]);
                let (body, end) = (self.body, bytes.len() as u64);
                ending.archive(Box::new(Lent { archive, body, end }));
                self.head.truncate(at);
                &bytes[..at]
            });
            ending.note(text);
            self.holds_no_zero = holds_no_zero;
            self.head_is_all = self.head.len() == text.len();
            return (Self { rest: Rest::Mapped { bytes: text, cut }, ..self }, ending);
        }
        let mut source = self.streamed();
        let Rest::Stream(stream) = source.rest else { return (source, ending) };
        let most = limits.spool_bytes_max;
        let length = source.head.len();
        let stream = Watched::new(&mut source.head, stream, ending.clone(), marks, most);
        let head_is_all = source.head_is_all || source.head.len() < length;
        (Self { rest: Rest::Stream(Box::new(stream)), head_is_all, ..source }, ending)
    }

    /// The same as a stream, of which the first bytes are read.
    fn streamed(self) -> Self {
        let Self { head, head_is_all, body, bytes_max, cut: is_cut, .. } = self;
        let rest = match self.rest {
            Rest::Mapped { bytes, cut } => {
                let source = Self {
                    rest: Rest::Mapped { bytes, cut },
                    head: Vec::new(),
                    head_is_all,
                    body,
                    bytes_max,
                    holds_no_zero: false,
                    cut: Rc::default(),
                };
                let mut reader = source.into_reader();
                // The head is read from memory.
                let skipped = io::copy(&mut (&mut reader).take(head.len() as u64), &mut io::sink());
                debug_assert!(skipped.is_ok(), "the head was read before");
                Rest::Stream(reader)
            }
            stream @ Rest::Stream(_) => stream,
        };
        Self { head, head_is_all, rest, body, bytes_max, holds_no_zero: false, cut: is_cut }
    }

    /// All bytes in order, once through.
    pub(crate) fn into_reader(self) -> Box<dyn Read + 's> {
        match self.rest {
            Rest::Mapped { bytes, cut } => {
                let reader = Releasing { bytes, at: 0, released: 0, body: self.body };
                if !cut {
                    return Box::new(reader);
                }
                let fault = limit_reached(Reason::FileExceedsSizeLimit).into_io();
                Box::new(reader.chain(Failing(Some(fault))))
            }
            Rest::Stream(stream) => Box::new(io::Cursor::new(self.head).chain(stream)),
        }
    }

    /// The same for a reader that looks at its bytes where they lie: those in memory are not copied first.
    pub(crate) fn into_buffered(self) -> Box<dyn BufRead + 's> {
        match self.rest {
            Rest::Mapped { bytes, cut: false } => {
                Box::new(Releasing { bytes, at: 0, released: 0, body: self.body })
            }
            _ => Box::new(BufReader::with_capacity(BUFFER_BYTES, self.into_reader())),
        }
    }

    /// The bytes at any place: in memory, by the store's own means, or spooled to an unlinked
    /// temporary file; where a bound is reached, those before it.
    ///
    /// # Errors
    /// When the body cannot be read, or there is no room for a temporary file.
    pub(crate) fn into_seekable(self, limits: &Limits) -> io::Result<Seekable<'s>> {
        if let Some(body) = self.body
            && let Some(size) = body.size()
        {
            // The body's own reader counts what is read of it.
            let seekable: Box<dyn ReadSeek + 's> = body.seekable()?;
            return Ok(match size > self.bytes_max {
                true => Seekable::beginning(seekable, self.bytes_max),
                false => Seekable::whole(seekable),
            });
        }
        if self.head_is_all {
            return Ok(seekable::in_memory(self.head));
        }
        Seekable::spooled(&mut *self.into_reader(), limits.spool_bytes_max)
    }
}

/// Reads mapped bytes in order and lets go of them behind, which also counts them as read.
struct Releasing<'s> {
    bytes: &'s [u8],
    at: usize,
    released: usize,
    body: Option<&'s dyn Body>,
}

impl Releasing<'_> {
    /// Bytes between two releases.
    const STEP_BYTES: usize = 1024 * 1024;

    fn release(&mut self) {
        if let Some(body) = self.body {
            body.release(self.at as u64);
        }
        self.released = self.at;
    }
}

/// An archive in memory, which counts as read when that was begun.
struct Lent<'s> {
    archive: io::Cursor<&'s [u8]>,
    body: Option<&'s dyn Body>,
    end: u64,
}

impl Read for Lent<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.archive.read(into)
    }
}

impl Seek for Lent<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.archive.seek(to)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(body) = self.body.filter(|_| self.archive.position() > 0) {
            body.release(self.end);
        }
    }
}

impl Read for Releasing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.bytes[self.at..];
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Releasing<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let end = self.bytes.len().min(self.at + Self::STEP_BYTES);
        Ok(&self.bytes[self.at..end])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
        if self.at - self.released >= Self::STEP_BYTES {
            self.release();
        }
    }
}

impl Drop for Releasing<'_> {
    fn drop(&mut self) {
        self.release();
    }
}

/// A reader that fails with `FILE_EXCEEDS_SIZE_LIMIT` when there is a byte behind the limit.
struct Cut<R> {
    inner: R,
    left: u64,
    /// Told there.
    cut: Rc<Cell<bool>>,
}

impl<R: Read> Read for Cut<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            return match self.inner.read(&mut [0])? {
                0 => Ok(0),
                _ => {
                    self.cut.set(true);
                    Err(limit_reached(Reason::FileExceedsSizeLimit).into_io())
                }
            };
        }
        let wanted = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut into[..wanted])?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// A reader that fails once, then ends.
pub(crate) struct Failing(pub(crate) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use magpie_model::BytesBody;

    use super::*;

    /// The bytes that a reader of compressed data is given, and whether they lie where the body has them.
    fn lent(source: Source<'_>, bytes: &[u8]) -> (Vec<u8>, bool) {
        let (mut reader, mut all, mut in_place) = (source.into_buffered(), Vec::new(), true);
        while let Ok(given) = reader.fill_buf()
            && !given.is_empty()
        {
            let (around, inside) = (bytes.as_ptr_range(), given.as_ptr_range());
            in_place &= around.start <= inside.start && inside.end <= around.end;
            all.extend_from_slice(given);
            let taken = given.len();
            reader.consume(taken);
        }
        (all, in_place)
    }

    #[test]
    fn compressed_bytes_in_memory_are_read_where_they_lie() {
        let bytes = b"some words ".repeat(300_000);
        let limits = Limits::default();
        let (mapped, streamed) = (BytesBody::new(&bytes), BytesBody::streamed(&bytes, 61));
        let source = Source::of_body(&mapped, &limits).unwrap();
        assert!(lent(source, &bytes) == (bytes.clone(), true));
        let source = Source::of_body(&streamed, &limits).unwrap();
        assert!(lent(source, &bytes) == (bytes.clone(), false));
        // What lies beyond the limit is not lent.
        let limits = Limits { object_bytes_max: 70_000, ..limits };
        let source = Source::of_body(&mapped, &limits).unwrap();
        assert!(lent(source, &bytes).0 == bytes[..70_000]);
    }
}

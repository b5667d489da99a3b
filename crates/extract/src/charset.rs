//! Charsets: tells which one a text is in, and hands it on as UTF-8.

use std::io::{self, Read};

use magpie_model::Body;

use crate::source::Source;

/// A text as UTF-8 without a byte-order mark: raw where it was UTF-8 already, else transcoded on
/// the way. Raw text may hold invalid bytes; they are handed on as they are.
pub(crate) struct Text<'s> {
    reader: Box<dyn Read + 's>,
    mapped: Option<(&'s [u8], &'s dyn Body, bool)>,
    mark_bytes: Option<u64>,
}

impl<'s> Text<'s> {
    /// The text of a source, its charset told by its first bytes.
    pub(crate) fn of(source: Source<'s>) -> Self {
        let mapped = source.mapped();
        Self { mapped, reader: source.into_reader(), mark_bytes: Some(0) }
    }

    /// The text in memory, the mark left out, with its body to release it behind the reader, and
    /// whether it was cut at the limit for objects. Raw text only.
    pub(crate) fn mapped(&self) -> Option<(&'s [u8], &'s dyn Body, bool)> {
        self.mapped
    }

    /// Bytes of the part before the text (the mark), when offsets in the text are offsets in the
    /// part; `None` for transcoded text.
    pub(crate) fn bytes_before(&self) -> Option<u64> {
        self.mark_bytes
    }
}

impl Read for Text<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reader.read(into)
    }
}

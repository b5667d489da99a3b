//! Pictures and other files that are written into marked-up text: seen and counted, not read. Names of
//! elements and attributes that may hold a value: read once.

use super::{CellKind, Document, Kind, Position, Sink, Stream};
use crate::formats::once::Once;

/// Digits of a name that may be a number; others number a field.
const DIGITS_MIN: usize = 5;
/// Names that are remembered; more are told whenever they come.
const NAMES_MAX: usize = 16_384;

/// How the address of a file begins that is written into the text itself.
const ADDRESSES: &[&[u8]] = &[b"data:image/", b"data:application/", b"data:audio/", b"data:video/"];
/// Bytes of the longest of them.
const ADDRESS_BYTES_MAX: usize = 17;
/// Elements whose text is a file.
const ELEMENTS: &[&[u8]] = &[b"binData", b"binaryData", b"binary-data"];

/// Passes everything on, and counts files on the way.
pub(super) struct Watching<'d, D> {
    document: &'d mut D,
    pub(super) files: u64,
    /// The last bytes that came before, so that it makes no difference how the text is cut.
    tail: Vec<u8>,
    /// Names that were told.
    names: Once,
}

/// Whether a name may hold a value: a number, an address.
fn may_tell(name: &[u8]) -> bool {
    name.contains(&b'@')
        || name.iter().filter(|byte| byte.is_ascii_digit()).nth(DIGITS_MIN - 1).is_some()
}

impl<'d, D: Document> Watching<'d, D> {
    pub(super) fn new(document: &'d mut D) -> Self {
        Self { document, files: 0, tail: Vec::new(), names: Once::new(NAMES_MAX) }
    }

    fn look(&mut self, text: &[u8]) {
        let is_colon = |byte: &u8| *byte == b':';
        if text.iter().any(is_colon) || self.tail.iter().any(is_colon) {
            let begin = &text[..text.len().min(ADDRESS_BYTES_MAX - 1)];
            let border = [&self.tail[..], begin].concat();
            for address in ADDRESSES {
                let across = memchr::memmem::find_iter(&border, address);
                let reach = self.tail.len();
                let across = across.filter(|at| *at < reach && at + address.len() > reach).count();
                self.files += (across + memchr::memmem::find_iter(text, address).count()) as u64;
            }
        }
        self.tail.extend_from_slice(&text[text.len().saturating_sub(ADDRESS_BYTES_MAX - 1)..]);
        let gone = self.tail.len().saturating_sub(ADDRESS_BYTES_MAX - 1);
        self.tail.drain(..gone);
    }
}

impl<D: Document> Document for Watching<'_, D> {
    fn stream(&mut self) -> &mut Stream {
        self.document.stream()
    }

    fn ended(&mut self) {
        self.document.ended();
    }
}

impl<D: Document> Sink for Watching<'_, D> {
    fn name(&mut self, name: &[u8], at: Position) {
        if !may_tell(name) || !self.names.is_new(name) {
            return;
        }
        let stream = self.document.stream();
        let label = stream.label("name");
        stream.aside(CellKind { label, element: true });
        stream.aside_text(name, at);
        stream.aside_end();
    }

    fn open(&mut self, name: &[u8]) {
        let local = memchr::memchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
        self.files += u64::from(ELEMENTS.contains(&local));
        self.document.open(name);
    }

    fn attribute(&mut self, name: &[u8]) {
        self.document.attribute(name);
    }

    fn aside_end(&mut self) {
        self.document.aside_end();
    }

    fn opened(&mut self, self_closing: bool) {
        self.document.opened(self_closing);
    }

    fn close(&mut self, name: &[u8]) -> bool {
        self.document.close(name)
    }

    fn text(&mut self, kind: Kind, text: &[u8], at: Position) {
        self.look(text);
        self.document.text(kind, text, at);
    }

    fn reference(&mut self, kind: Kind, text: &str, at: Position, source_bytes: usize) {
        self.look(text.as_bytes());
        self.document.reference(kind, text, at, source_bytes);
    }
}

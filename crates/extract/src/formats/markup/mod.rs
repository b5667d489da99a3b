//! Marked-up text on its way to the visitor: what stands between tags in one stream, what stands
//! inside them beside it, and a map from the stream back to the document.

mod columns;
mod embedded;
mod entities;
mod entity_names;
mod layout;
mod tokenizer;

use std::io::{self, Read};

use magpie_model::{Body, Outcome, Reason};

pub(crate) use self::columns::Columns;
use self::embedded::Watching;
use self::layout::MarkupLayout;
pub(crate) use self::tokenizer::{Dialect, Kind, Position, Sink, Tokenizer};
use super::Reading;
use crate::budget::limit_reached;
use crate::charset::Text;
use crate::feed::{TextFeed, outcome_of};

/// Bytes of new text in one window. Smaller than for flat texts, because the map of a document
/// full of references takes forty bytes for every byte of text.
const WINDOW_BYTES: usize = 256 * 1024;
/// Bytes of the document that are cut into tokens at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// Text from inside tags waits for a boundary between cells; above this, any boundary does.
const ASIDE_BYTES: usize = 64 * 1024;
/// Above this it does not wait.
const ASIDE_BYTES_MAX: usize = 256 * 1024;
/// Text that waits for the names of columns.
const HELD_BYTES_MAX: usize = 512 * 1024;

/// What separates the text that comes next from the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Boundary {
    /// Nothing: words and numbers run on.
    None,
    /// A line break inside one cell.
    Line,
    /// Another cell: context ends.
    Cell,
}

/// Decodes the reference that a text begins with, as HTML names them, and says how many bytes it takes.
pub(crate) fn reference(text: &[u8]) -> Option<(entities::Decoded, usize)> {
    entities::decode(text, Dialect::Html)
}

/// A format that sorts the tokens of a document into a stream.
pub(crate) trait Document: Sink {
    fn stream(&mut self) -> &mut Stream;

    /// Everything was read; what waits for more is decided.
    fn ended(&mut self) {}
}

/// The label and kind of the cell that text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellKind {
    /// Number of the label.
    pub(crate) label: Option<u32>,
    /// Whether it is the text of one element or attribute, rather than running text.
    pub(crate) element: bool,
}

impl CellKind {
    /// Text that belongs to no element in particular.
    pub(crate) const RUNNING: Self = Self { label: None, element: false };
}

/// The decoded text of a document.
pub(crate) struct Stream {
    feed: TextFeed,
    layout: MarkupLayout,
    cell: CellKind,
    pending: Boundary,
    ends_line: bool,
    aside: Aside,
    /// Tables whose columns have names that are not known yet.
    holds: u32,
}

/// Text from inside tags, held back so that it does not cut the text around it.
#[derive(Default)]
struct Aside {
    open: bool,
    /// The beginning of what is held stands at the end of the stream already.
    continues: bool,
    text: Vec<u8>,
    map: layout::Map,
}

impl Stream {
    pub(crate) fn new(window_bytes: usize) -> Self {
        Self {
            feed: TextFeed::new(window_bytes.min(WINDOW_BYTES)),
            layout: MarkupLayout::default(),
            cell: CellKind::RUNNING,
            pending: Boundary::Cell,
            ends_line: true,
            aside: Aside::default(),
            holds: 0,
        }
    }

    /// A label that is to be told before more of the text is handed out than is held.
    fn reserve(&mut self, text: &str) -> Option<u32> {
        self.layout.labels.reserve(text)
    }

    fn rename(&mut self, label: u32, text: &str) {
        self.layout.labels.rename(label, text);
    }

    fn hold(&mut self) {
        self.holds += 1;
    }

    fn release(&mut self) {
        self.holds = self.holds.saturating_sub(1);
    }

    /// The number of a label by its text; `None` once there are too many.
    pub(crate) fn label(&mut self, text: &str) -> Option<u32> {
        self.layout.labels.number(text)
    }

    /// Separates what comes next from what was before.
    pub(crate) fn separate(&mut self, boundary: Boundary) {
        self.pending = self.pending.max(boundary);
    }

    /// Whether text now would continue the text before it.
    pub(crate) fn runs_on(&self) -> bool {
        self.pending == Boundary::None
    }

    /// Says which cell the text belongs to that comes next. Takes effect at a cell boundary.
    pub(crate) fn enter(&mut self, cell: CellKind) {
        if cell != self.cell {
            self.cell = cell;
            self.pending = Boundary::Cell;
        }
    }

    /// Appends text as it stands in the document.
    pub(crate) fn text(&mut self, text: &[u8], at: Position) {
        if !self.runs_on() && text.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.settle();
        self.layout.map.verbatim(self.feed.offset(), text, at);
        self.append(text);
    }

    /// Appends the text that a reference of `source_bytes` stands for.
    pub(crate) fn reference(&mut self, text: &str, at: Position, source_bytes: usize) {
        if !self.runs_on() && text.trim_ascii().is_empty() {
            return;
        }
        self.settle();
        self.layout.map.reference(self.feed.offset(), at, source_bytes);
        self.append(text.as_bytes());
    }

    /// Begins a text from inside a tag.
    pub(crate) fn aside(&mut self, cell: CellKind) {
        self.aside_end();
        self.aside.open = true;
        self.aside.map.cell(self.aside.text.len() as u64, cell);
    }

    /// Whether a text from inside a tag has begun and not ended.
    pub(crate) fn aside_open(&self) -> bool {
        self.aside.open
    }

    /// Ends it.
    pub(crate) fn aside_end(&mut self) {
        if self.aside.open && (self.aside.continues || !self.aside.text.is_empty()) {
            self.aside.text.push(b'\n');
            self.aside.map.split();
        }
        self.aside.open = false;
    }

    /// Appends to the text from inside a tag.
    pub(crate) fn aside_text(&mut self, text: &[u8], at: Position) {
        self.aside.map.verbatim(self.aside.text.len() as u64, text, at);
        self.aside.text.extend_from_slice(text);
        self.hold_or_flush();
    }

    /// Appends a reference to the text from inside a tag.
    pub(crate) fn aside_reference(&mut self, text: &str, at: Position, source_bytes: usize) {
        self.aside.map.reference(self.aside.text.len() as u64, at, source_bytes);
        self.aside.text.extend_from_slice(text.as_bytes());
        self.hold_or_flush();
    }

    fn hold_or_flush(&mut self) {
        if self.aside.text.len() > ASIDE_BYTES_MAX {
            self.flush_aside();
            self.pending = Boundary::Cell;
        }
    }

    /// Puts the pending boundary into the text.
    fn settle(&mut self) {
        if self.pending == Boundary::None {
            return;
        }
        let held = self.aside.text.len();
        let flush = held > 0 && (self.pending == Boundary::Cell || held > ASIDE_BYTES);
        if flush {
            self.aside_end();
            self.flush_aside();
        }
        self.break_line();
        if flush || self.pending == Boundary::Cell {
            self.layout.map.cell(self.feed.offset(), self.cell);
        }
        self.pending = Boundary::None;
    }

    fn break_line(&mut self) {
        if !self.ends_line {
            self.append(b"\n");
        }
        self.layout.map.split();
    }

    fn append(&mut self, text: &[u8]) {
        if let Some(last) = text.last() {
            self.feed.push(text);
            self.ends_line = *last == b'\n';
        }
    }

    fn flush_aside(&mut self) {
        if !self.aside.continues {
            self.break_line();
        }
        let mut text = std::mem::take(&mut self.aside.text);
        self.layout.map.append(self.feed.offset(), &mut self.aside.map);
        self.append(&text);
        text.clear();
        self.aside.text = text;
        self.aside.continues = self.aside.open;
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        if self.holds > 0 && self.feed.held() < HELD_BYTES_MAX {
            return Ok(());
        }
        self.feed.deal(&mut self.layout, reading)
    }

    fn finish(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.aside_end();
        self.pending = Boundary::Cell;
        self.settle();
        self.feed.finish(&mut self.layout, reading)
    }
}

/// What was met in a document that was read to its end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Met {
    /// Something was not as the dialect demands.
    pub(crate) malformed: bool,
    /// Pictures and other files that are written into the text.
    pub(crate) files: u64,
}

impl Met {
    /// The outcome of a document that was read to its end.
    pub(crate) fn outcome(self) -> Outcome {
        match self.files {
            0 => Outcome::COMPLETE,
            files => Outcome::with_detail(
                Reason::EmbeddedContentNotRead,
                format!("{files} pictures or files that are written into the text are not read"),
            ),
        }
    }
}

/// Reads a whole document into `document`'s stream and the stream into the visitor.
///
/// # Errors
/// The outcome that ends the part before its end; what was read before it has been dealt with.
pub(crate) fn read(
    mut text: Text<'_>,
    dialect: Dialect,
    document: &mut impl Document,
    reading: &mut Reading<'_>,
) -> Result<Met, Outcome> {
    let mut document = Watching::new(document);
    let document = &mut document;
    let mut tokenizer = Tokenizer::new(dialect);
    document.stream().layout.bytes_before = text.bytes_before();
    let ended = match text.mapped() {
        Some((bytes, body, cut)) => {
            let before = text.bytes_before().unwrap_or(0);
            read_mapped(bytes, body, before, &mut tokenizer, document, reading)?;
            if cut { Some(limit(Reason::FileExceedsSizeLimit)) } else { None }
        }
        None => read_stream(&mut text, &mut tokenizer, document, reading)?,
    };
    document.ended();
    document.stream().finish(reading)?;
    match ended {
        Some(outcome) => Err(outcome),
        None => Ok(Met { malformed: tokenizer.malformed(), files: document.files }),
    }
}

fn limit(reason: Reason) -> Outcome {
    Outcome::with_detail(reason, limit_reached(reason).detail)
}

fn read_mapped(
    bytes: &[u8],
    body: &dyn Body,
    bytes_before: u64,
    tokenizer: &mut Tokenizer,
    document: &mut impl Document,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    let mut at = 0;
    loop {
        let end = bytes.len().min(at + CHUNK_BYTES);
        let last = end == bytes.len();
        at += tokenizer.read(&bytes[at..end], last, document);
        document.stream().deal(reading)?;
        if let Some(fault) = body.fault() {
            return Err(Outcome::with_detail(fault.reason, fault.detail));
        }
        body.release(bytes_before + at as u64);
        if last {
            return Ok(());
        }
    }
}

/// Returns the outcome of the error that ended the stream, if one did.
fn read_stream(
    text: &mut Text<'_>,
    tokenizer: &mut Tokenizer,
    document: &mut impl Document,
    reading: &mut Reading<'_>,
) -> Result<Option<Outcome>, Outcome> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut held = 0;
    loop {
        let (read, ended) = match text.read(&mut chunk[held..]) {
            Ok(0) => (0, Some(None)),
            Ok(read) => (read, None),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => (0, Some(Some(outcome_of(&error)))),
        };
        held += read;
        let taken = tokenizer.read(&chunk[..held], ended.is_some(), document);
        chunk.copy_within(taken..held, 0);
        held -= taken;
        document.stream().deal(reading)?;
        if let Some(ended) = ended {
            return Ok(ended);
        }
    }
}

/// An attribute whose value names what its element holds, as in `<field name="ssn">`.
#[derive(Debug)]
pub(crate) struct Naming(Vec<u8>);

impl Naming {
    const ATTRIBUTES: [&[u8]; 5] = [b"field", b"key", b"label", b"name", b"property"];
    /// Elements that are named after what they hold, and not after a person or a thing.
    const ELEMENTS: [&[u8]; 18] = [
        b"attr",
        b"attribute",
        b"button",
        b"column",
        b"data",
        b"entry",
        b"field",
        b"input",
        b"item",
        b"meta",
        b"option",
        b"param",
        b"parameter",
        b"property",
        b"select",
        b"string",
        b"textarea",
        b"value",
    ];
    const BYTES_MAX: usize = 48;
    const DIGITS_MAX: usize = 2;

    /// The beginning of such a value, when `attribute` is one of an element that has them.
    pub(crate) fn of(element: &[u8], attribute: &[u8]) -> Option<Self> {
        let known = |names: &[&[u8]], name: &[u8]| {
            names.iter().any(|known| name.eq_ignore_ascii_case(known))
        };
        let names = known(&Self::ELEMENTS, element) && known(&Self::ATTRIBUTES, attribute);
        names.then(|| Self(Vec::new()))
    }

    pub(crate) fn push(&mut self, text: &[u8]) {
        let room = (Self::BYTES_MAX + 1).saturating_sub(self.0.len());
        self.0.extend_from_slice(&text[..text.len().min(room)]);
    }

    /// The value, when it reads like a name.
    pub(crate) fn name(self) -> Option<String> {
        let begins = self.0.first().is_some_and(u8::is_ascii_alphabetic);
        let words = self.0.iter().all(|b| b.is_ascii_alphanumeric() || b"_-. :".contains(b));
        let digits = self.0.iter().filter(|b| b.is_ascii_digit()).count();
        if !begins || !words || digits > Self::DIGITS_MAX || self.0.len() > Self::BYTES_MAX {
            return None;
        }
        String::from_utf8(self.0).ok()
    }
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;

    use super::*;

    /// Text, attribute values and names in one, so that two parsers can be compared.
    #[derive(Default)]
    struct Tokens(Vec<u8>);

    impl Tokens {
        fn add(&mut self, parts: &[&[u8]]) {
            parts.iter().for_each(|part| self.0.extend_from_slice(part));
        }

        fn into_string(self) -> String {
            String::from_utf8(self.0).unwrap()
        }
    }

    impl Sink for Tokens {
        fn open(&mut self, name: &[u8]) {
            self.add(&[b"<", name]);
        }
        fn attribute(&mut self, name: &[u8]) {
            self.add(&[b" ", name, b"="]);
        }
        fn aside_end(&mut self) {}
        fn opened(&mut self, self_closing: bool) {
            self.add(&[if self_closing { &b"/>"[..] } else { b">" }]);
        }
        fn close(&mut self, name: &[u8]) -> bool {
            self.add(&[b"</", name, b">"]);
            true
        }
        fn text(&mut self, _: Kind, text: &[u8], _: Position) {
            self.add(&[text]);
        }
        fn reference(&mut self, _: Kind, text: &str, _: Position, _: usize) {
            self.add(&[text.as_bytes()]);
        }
    }

    /// `text` cut into tokens, handed over in pieces that end `step` bytes apart.
    fn tokens(text: &[u8], dialect: Dialect, step: usize) -> String {
        let mut tokenizer = Tokenizer::new(dialect);
        let mut tokens = Tokens::default();
        let (mut at, mut end) = (0, 0);
        while end < text.len() {
            end = text.len().min(end.saturating_add(step));
            at += tokenizer.read(&text[at..end], end == text.len(), &mut tokens);
        }
        tokens.into_string()
    }

    /// The same by the library.
    fn by_library(text: &str) -> String {
        let mut reader = quick_xml::Reader::from_str(text);
        let mut tokens = Tokens::default();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return tokens.into_string(),
                event @ (Event::Start(_) | Event::Empty(_)) => {
                    let empty = matches!(event, Event::Empty(_));
                    let (Event::Start(start) | Event::Empty(start)) = event else { continue };
                    tokens.open(start.name().as_ref().as_bytes());
                    for attribute in start.attributes() {
                        let attribute = attribute.unwrap();
                        tokens.attribute(attribute.key.as_ref().as_bytes());
                        let value = quick_xml::escape::unescape(&attribute.value).unwrap();
                        tokens.add(&[value.as_bytes()]);
                    }
                    tokens.opened(empty);
                }
                Event::End(end) => {
                    tokens.close(end.name().as_ref().as_bytes());
                }
                Event::GeneralRef(reference) => {
                    let reference = format!("&{};", &*reference);
                    tokens.add(&[quick_xml::escape::unescape(&reference).unwrap().as_bytes()]);
                }
                Event::Text(text) => tokens.add(&[text.as_bytes()]),
                Event::CData(text) => tokens.add(&[text.as_bytes()]),
                Event::Comment(text) => tokens.add(&[text.as_bytes()]),
                Event::PI(text) => tokens.add(&[text.as_bytes()]),
                Event::Decl(_) | Event::DocType(_) => {}
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn well_formed_documents_read_as_the_library_reads_them(
            pieces in proptest::collection::vec(0..12usize, 0..60),
            step in 48..200usize,
        ) {
            let mut text = String::from("<r>");
            let mut open = Vec::new();
            for (index, piece) in pieces.iter().enumerate() {
                match piece {
                    0 | 1 => {
                        open.push(index);
                        text.push_str(&format!("<n{index} a='v\"{index}' b = \"&lt;é'\">"));
                    }
                    2 => text.push_str(&open.pop().map_or(String::new(), |n| format!("</n{n} >"))),
                    3 => text.push_str("<e/>"),
                    4 => text.push_str("<!-- - -> <x> -->"),
                    5 => text.push_str("<![CDATA[ ]] > <x> &amp; ]]>"),
                    6 => text.push_str("<?pi a?b > ?>"),
                    7 => text.push_str("&amp;&#x41;&apos;"),
                    8 => text.push_str("ñ text\n more"),
                    9 => text.push('>'),
                    10 => text.push_str("<e a='1'/>"),
                    _ => text.push_str("4111 1111"),
                }
            }
            open.iter().rev().for_each(|n| text.push_str(&format!("</n{n}>")));
            text.push_str("</r>");
            let ours = tokens(text.as_bytes(), Dialect::Xml, step);
            proptest::prop_assert_eq!(&ours, &by_library(&text));
        }

        #[test]
        fn pieces_do_not_show(
            pieces in proptest::collection::vec(0..14usize, 0..80),
            step in 1..100usize,
        ) {
            const SOUP: [&str; 14] = [
                "<a b='", "\"", "'", ">", "</a>", "<!--", "-->", "&amp;", "&#4", "<script>",
                "</script ", "<![CDATA[", "]]>", "text é",
            ];
            let text: String = pieces.iter().map(|piece| SOUP[*piece]).collect();
            for dialect in [Dialect::Xml, Dialect::Html] {
                let whole = tokens(text.as_bytes(), dialect, usize::MAX);
                proptest::prop_assert_eq!(tokens(text.as_bytes(), dialect, step), whole);
            }
        }

        #[test]
        fn every_word_of_any_soup_is_handed_on(
            pieces in proptest::collection::vec((0..13usize, 0..1000u32), 0..40),
        ) {
            const SOUP: [&str; 13] = [
                "<a b='", "\"", "'", ">", "</a>", "<!--", "-->", "&amp;", "<", "<script>",
                "</script ", "<![CDATA[", "]]>",
            ];
            let text: String =
                pieces.iter().map(|(piece, n)| format!("{} 4111{n:04} ", SOUP[*piece])).collect();
            for dialect in [Dialect::Xml, Dialect::Html] {
                let seen = tokens(text.as_bytes(), dialect, 77);
                for (_, n) in &pieces {
                    let word = format!("4111{n:04}");
                    proptest::prop_assert!(seen.contains(&word), "{} in {}", word, text);
                }
            }
        }
    }
}

//! The elements of an XML part of a document, as events with whole attributes.

use std::cell::Cell;
use std::io::{self, Read};

use magpie_model::{Outcome, Reason};

use crate::budget::Metered;
use crate::charset::Text;
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::markup::{Dialect, Kind, Position, Sink, Tokenizer};
use crate::formats::once::Once;
use crate::source::Source;

const CHUNK_BYTES: usize = 64 * 1024;
/// Bytes of one attribute that are kept.
const ATTRIBUTE_BYTES_MAX: usize = 64 * 1024;
/// Attributes of one element that are kept.
const ATTRIBUTES_MAX: usize = 64;

/// Values that are told apart from those that came before, in one part.
const SEEN_MAX: usize = 10_000;

/// The attributes of an element.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<Attribute>);

#[derive(Debug)]
struct Attribute {
    name: String,
    value: Vec<u8>,
    /// Its value has become text already.
    taken: Cell<bool>,
}

impl Attributes {
    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<(&Attribute, &str)> {
        let found = self.0.iter().find(|attribute| wanted(&attribute.name))?;
        Some((found, std::str::from_utf8(&found.value).ok()?))
    }

    /// The value of the attribute of that name, its prefix left out.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.find(|known| local(known) == name).map(|(_, value)| value)
    }

    /// The value of the attribute of that name with a prefix, whichever it is.
    pub(super) fn get_prefixed(&self, name: &str) -> Option<&str> {
        let is_one = |known: &str| known.contains(':') && local(known) == name;
        self.find(is_one).map(|(_, value)| value)
    }

    /// The same, for a value that becomes text: [`Events::rest`] will not get it.
    pub(super) fn take(&self, name: &str) -> Option<&str> {
        let (attribute, value) = self.find(|known| local(known) == name)?;
        attribute.taken.set(true);
        Some(value)
    }

    /// The same by the name as written.
    pub(super) fn take_full(&self, name: &str) -> Option<&str> {
        let (attribute, value) = self.find(|known| known == name)?;
        attribute.taken.set(true);
        Some(value)
    }

    /// A number; `None` when there is none.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.trim().parse().ok()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Receives the elements; names come without their prefix.
pub(super) trait Events {
    fn open(&mut self, name: &str, attributes: &Attributes);
    /// Text of the innermost element; tells whether it was taken.
    fn text(&mut self, text: &str) -> bool;
    fn close(&mut self, name: &str);
    /// What nobody took and may say something all the same: an attribute's value, text where none
    /// is expected, a comment of the XML.
    fn rest(&mut self, value: &str);

    /// Called now and then, to hand on what has been gathered.
    ///
    /// # Errors
    /// The outcome that ends the document: the visitor wants to stop.
    fn deal(&mut self, _reading: &mut Reading<'_>) -> Result<(), Outcome> {
        Ok(())
    }
}

/// Why a part was not read to its end.
pub(super) enum Stop {
    /// It is damaged or cannot be read; the document goes on.
    Part(Outcome),
    /// The whole document ends.
    Document(Outcome),
}

/// Reads a part of a document to its end. Its bytes count as expanded.
pub(super) fn parse(
    content: &mut dyn Read,
    events: &mut dyn Events,
    reading: &mut Reading<'_>,
) -> Result<(), Stop> {
    let budget = reading.budget;
    let metered = Metered::new(content, budget);
    let source = Source::of_stream(Box::new(metered), reading.limits.entry_bytes_max)
        .map_err(|error| Stop::Part(outcome_of(&error)))?;
    let mut text = Text::of(source);
    let mut tokenizer = Tokenizer::new(Dialect::Xml);
    let mut gather = Gather {
        events,
        name: String::new(),
        attributes: Attributes::default(),
        rest: String::new(),
        seen: Once::new(SEEN_MAX),
        is_cut: false,
    };
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut held = 0;
    loop {
        let (read, ended) = match text.read(&mut chunk[held..]) {
            Ok(0) => (0, Some(Ok(()))),
            Ok(read) => (read, None),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => (0, Some(Err(Stop::Part(outcome_of(&error))))),
        };
        held += read;
        let taken = tokenizer.read(&chunk[..held], ended.is_some(), &mut gather);
        chunk.copy_within(taken..held, 0);
        held -= taken;
        gather.events.deal(reading).map_err(Stop::Document)?;
        let Some(ended) = ended else { continue };
        gather.flush();
        gather.tell_attributes();
        ended?;
        if gather.is_cut {
            let detail = "an attribute is longer than is kept";
            let outcome = Outcome::with_detail(Reason::MemoryLimitReached, detail);
            return Err(Stop::Part(outcome));
        }
        if tokenizer.malformed() {
            let detail = "a part of the document is not well-formed; all of it was read";
            return Err(Stop::Part(Outcome::with_detail(Reason::MalformedFile, detail)));
        }
        return Ok(());
    }
}

/// Whether a value that nobody expects may say something: measures, flags and short words are how
/// a thing looks.
fn may_tell(value: &str) -> bool {
    let value = value.trim();
    if value.len() < 6 {
        return false;
    }
    let units = ["in", "cm", "mm", "pt", "px", "pc", "em", "%"];
    let number = units.iter().find_map(|unit| value.strip_suffix(unit)).unwrap_or(value);
    let is_number = number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    !is_number || number.bytes().filter(u8::is_ascii_digit).count() > 8
}

/// Whether a value comes again and again and counts once: words, colours, names of schemas.
fn is_usual(value: &str) -> bool {
    let words = !value.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@');
    let colour = value.len() <= 8 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    words || colour || value.starts_with("http://schemas.") || value.starts_with("urn:schemas-")
}

struct Gather<'e> {
    events: &'e mut dyn Events,
    name: String,
    attributes: Attributes,
    /// Text that nobody took, up to the next tag.
    rest: String,
    /// Hashes of usual values that were handed on.
    seen: Once,
    is_cut: bool,
}

impl Gather<'_> {
    fn attribute_text(&mut self, text: &[u8]) {
        if let Some(Attribute { value, .. }) = self.attributes.0.last_mut() {
            let room = ATTRIBUTE_BYTES_MAX.saturating_sub(value.len());
            self.is_cut |= text.len() > room;
            value.extend_from_slice(&text[..text.len().min(room)]);
        }
    }

    fn running(&mut self, text: &str) {
        if !self.events.text(text) {
            self.leave(text);
        }
    }

    /// Text that nobody took.
    fn leave(&mut self, text: &str) {
        self.rest.push_str(text);
        if self.rest.len() > ATTRIBUTE_BYTES_MAX {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let rest = std::mem::take(&mut self.rest);
        self.tell(&rest);
    }

    fn tell(&mut self, value: &str) {
        if !may_tell(value) {
            return;
        }
        if is_usual(value) && !self.seen.is_new(value) {
            return;
        }
        self.events.rest(value);
    }

    fn tell_attributes(&mut self) {
        let mut attributes = std::mem::take(&mut self.attributes);
        for attribute in attributes.0.drain(..) {
            if !attribute.taken.get() {
                self.tell(&String::from_utf8_lossy(&attribute.value));
            }
        }
    }
}

impl Sink for Gather<'_> {
    fn open(&mut self, name: &[u8]) {
        self.flush();
        // Of a closing tag, which has none by right.
        self.tell_attributes();
        self.name = String::from_utf8_lossy(name).into_owned();
    }

    fn attribute(&mut self, name: &[u8]) {
        if self.attributes.0.len() == ATTRIBUTES_MAX {
            // What is too much for one element is told without its name.
            self.attribute_text(b" ");
            return;
        }
        let name = String::from_utf8_lossy(name).into_owned();
        self.attributes.0.push(Attribute { name, value: Vec::new(), taken: Cell::new(false) });
    }

    fn aside_end(&mut self) {}

    fn opened(&mut self, self_closing: bool) {
        self.events.open(local(&self.name), &self.attributes);
        self.tell_attributes();
        if self_closing {
            self.events.close(local(&self.name));
        }
    }

    fn close(&mut self, name: &[u8]) -> bool {
        self.flush();
        let name = String::from_utf8_lossy(name);
        self.events.close(local(&name));
        true
    }

    fn text(&mut self, kind: Kind, text: &[u8], _at: Position) {
        match kind {
            Kind::Text => self.running(&String::from_utf8_lossy(text)),
            Kind::Attribute => self.attribute_text(text),
            Kind::Aside => self.leave(&String::from_utf8_lossy(text)),
        }
    }

    fn reference(&mut self, kind: Kind, text: &str, _at: Position, _source_bytes: usize) {
        match kind {
            Kind::Text => self.running(text),
            Kind::Attribute => self.attribute_text(text.as_bytes()),
            Kind::Aside => self.leave(text),
        }
    }
}

//! The elements of an XML part of a document, as events with whole attributes.

use std::io::{self, Read};

use magpie_model::Outcome;

use crate::budget::Metered;
use crate::charset::Text;
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::markup::{Dialect, Kind, Position, Sink, Tokenizer};
use crate::source::Source;

const CHUNK_BYTES: usize = 64 * 1024;
/// Bytes of one attribute that are kept.
const ATTRIBUTE_BYTES_MAX: usize = 64 * 1024;
/// Attributes of one element that are kept.
const ATTRIBUTES_MAX: usize = 64;

/// The attributes of an element.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(String, Vec<u8>)>);

impl Attributes {
    /// The value of the attribute of that name, its prefix left out.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| local(known) == name)?;
        std::str::from_utf8(&found.1).ok()
    }

    /// The same by the name as written.
    pub(super) fn full(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name)?;
        std::str::from_utf8(&found.1).ok()
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
    fn text(&mut self, text: &str);
    fn close(&mut self, name: &str);

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
    let mut gather = Gather { events, name: String::new(), attributes: Attributes::default() };
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
        match ended {
            Some(Ok(())) if tokenizer.malformed() => {
                let detail = "a part of the document is not well-formed; all of it was read";
                let reason = magpie_model::Reason::MalformedFile;
                return Err(Stop::Part(Outcome::with_detail(reason, detail)));
            }
            Some(ended) => return ended,
            None => {}
        }
    }
}

struct Gather<'e> {
    events: &'e mut dyn Events,
    name: String,
    attributes: Attributes,
}

impl Gather<'_> {
    fn attribute_text(&mut self, text: &[u8]) {
        if let Some((_, value)) = self.attributes.0.last_mut() {
            let room = ATTRIBUTE_BYTES_MAX.saturating_sub(value.len());
            value.extend_from_slice(&text[..text.len().min(room)]);
        }
    }
}

impl Sink for Gather<'_> {
    fn open(&mut self, name: &[u8]) {
        self.name = String::from_utf8_lossy(name).into_owned();
        self.attributes.0.clear();
    }

    fn attribute(&mut self, name: &[u8]) {
        if self.attributes.0.len() < ATTRIBUTES_MAX {
            self.attributes.0.push((String::from_utf8_lossy(name).into_owned(), Vec::new()));
        }
    }

    fn aside_end(&mut self) {}

    fn opened(&mut self, self_closing: bool) {
        self.events.open(local(&self.name), &self.attributes);
        if self_closing {
            self.events.close(local(&self.name));
        }
    }

    fn close(&mut self, name: &[u8]) -> bool {
        let name = String::from_utf8_lossy(name);
        self.events.close(local(&name));
        true
    }

    fn text(&mut self, kind: Kind, text: &[u8], _at: Position) {
        match kind {
            Kind::Text => self.events.text(&String::from_utf8_lossy(text)),
            Kind::Attribute => self.attribute_text(text),
            Kind::Aside => {}
        }
    }

    fn reference(&mut self, kind: Kind, text: &str, _at: Position, _source_bytes: usize) {
        match kind {
            Kind::Text => self.events.text(text),
            Kind::Attribute => self.attribute_text(text.as_bytes()),
            Kind::Aside => {}
        }
    }
}

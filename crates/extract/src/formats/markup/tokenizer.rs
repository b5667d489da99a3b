//! Cuts XML and HTML into names and runs of text, in one pass and in bounded memory.
//!
//! It never gives up: what a strict parser would refuse is text here, so nothing is lost. The
//! document may arrive in pieces of any size; no token is ever held whole.

use super::entities;
use crate::formats::text::count_characters;

/// Bytes that a decision may need to see at once: the longest reference, `<![CDATA[`, a raw
/// text element's end tag.
const LOOKAHEAD_BYTES: usize = 48;
/// Longest element or attribute name that is kept; more of it is text like any other.
const NAME_BYTES_MAX: usize = 128;

/// Which rules a document follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Names as written, references with a semicolon, every element closed.
    Xml,
    /// Names in lower case, values without quotes, raw text in scripts and styles.
    Html,
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// From 1.
    pub(crate) line: u64,
    /// Characters from 1.
    pub(crate) column: u64,
}

impl Position {
    pub(crate) const START: Self = Self { offset: 0, line: 1, column: 1 };

    /// The place behind `passed`, which stands at this one.
    pub(crate) fn after(mut self, passed: &[u8]) -> Self {
        self.offset += passed.len() as u64;
        match memchr::memrchr(b'\n', passed) {
            None => self.column += count_characters(passed),
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
                self.column = 1 + count_characters(&passed[last + 1..]);
            }
        }
        self
    }
}

/// What a run of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Between tags, CDATA sections and raw text elements included.
    Text,
    /// The value of the attribute named last, or a name that has no value.
    Attribute,
    /// A comment, declaration or processing instruction.
    Aside,
}

/// Receives what the tokenizer finds, in document order.
pub(crate) trait Sink {
    /// The name of an element, an attribute with a value, or what closes, which may hold a value itself.
    fn name(&mut self, _name: &[u8], _at: Position) {}
    /// An element opens; its attributes follow.
    fn open(&mut self, name: &[u8]);
    /// An attribute begins; its value follows as text.
    fn attribute(&mut self, name: &[u8]);
    /// An attribute, comment, declaration or instruction has ended.
    fn aside_end(&mut self);
    /// The start tag that opened last has ended.
    fn opened(&mut self, self_closing: bool);
    /// An element closes. Returns whether one by that name was open.
    fn close(&mut self, name: &[u8]) -> bool;
    /// Text exactly as it stands in the document.
    fn text(&mut self, kind: Kind, text: &[u8], at: Position);
    /// Text that a reference of `source_bytes` stands for.
    fn reference(&mut self, kind: Kind, text: &str, at: Position, source_bytes: usize);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// Raw text up to the end tag of the element named in `raw_name`.
    Raw {
        decode: bool,
    },
    Name {
        closing: bool,
    },
    /// Between attributes.
    Tag {
        closing: bool,
        slash: bool,
    },
    AttributeName {
        closing: bool,
    },
    AfterAttributeName {
        closing: bool,
    },
    BeforeValue {
        closing: bool,
    },
    Value {
        closing: bool,
        quote: Option<u8>,
    },
    Comment,
    Cdata,
    Instruction,
    /// `<!…>`; `subset` is whether the square brackets of a document type are open.
    Declaration {
        subset: bool,
    },
}

/// The state between two pieces of a document.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    dialect: Dialect,
    state: State,
    position: Position,
    /// Element name that is being read, or was read last.
    name: Vec<u8>,
    name_at: Position,
    attribute: Vec<u8>,
    attribute_at: Position,
    /// Whether a name or value without quotes is still open: a number may go on in the next one.
    aside: bool,
    raw_name: &'static [u8],
    malformed: bool,
}

impl Tokenizer {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            state: State::Text,
            position: Position::START,
            name: Vec::new(),
            name_at: Position::START,
            attribute: Vec::new(),
            attribute_at: Position::START,
            aside: false,
            raw_name: b"",
            malformed: false,
        }
    }

    /// Whether something was met that a strict parser would refuse.
    pub(crate) fn malformed(&self) -> bool {
        self.malformed
    }

    /// Reads `input` and returns how many bytes of it are dealt with. The rest must stand at the
    /// beginning of the next call's input; `last` leaves no rest.
    pub(crate) fn read(&mut self, input: &[u8], last: bool, sink: &mut impl Sink) -> usize {
        let mut at = 0;
        while at < input.len() {
            let rest = &input[at..];
            let Some(taken) = self.step(rest, last, sink) else { break };
            self.position = self.position.after(&rest[..taken]);
            at += taken;
        }
        if last {
            self.finish(sink);
        }
        at
    }

    /// What is still open when the document ends.
    fn finish(&mut self, sink: &mut impl Sink) {
        match self.state {
            State::Text => {}
            State::AttributeName { .. } | State::AfterAttributeName { .. } => self.lone_name(sink),
            State::Name { closing: true } => {
                sink.close(&self.name);
            }
            State::Name { closing: false } => self.open(sink),
            _ if self.aside => {}
            _ => sink.aside_end(),
        }
        self.end_aside(sink);
        if self.dialect == Dialect::Xml && self.state != State::Text {
            self.malformed = true;
        }
        self.state = State::Text;
    }

    /// Deals with the beginning of `rest`, which is not empty. `None` when more has to be seen.
    fn step(&mut self, rest: &[u8], last: bool, sink: &mut impl Sink) -> Option<usize> {
        let enough = last || rest.len() >= LOOKAHEAD_BYTES;
        match self.state {
            State::Text => self.step_text(rest, enough, sink),
            State::Raw { decode } => self.step_raw(rest, enough, decode, sink),
            State::Name { closing } => Some(self.step_name(rest, closing, sink)),
            State::Tag { closing, slash } => Some(self.step_tag(rest, closing, slash, sink)),
            State::AttributeName { closing } => Some(self.step_attribute_name(rest, closing, sink)),
            State::AfterAttributeName { closing } => {
                Some(self.step_after_attribute_name(rest, closing, sink))
            }
            State::BeforeValue { closing } => Some(self.step_before_value(rest, closing, sink)),
            State::Value { closing, quote } => {
                self.step_value(rest, enough, (closing, quote), sink)
            }
            State::Comment => self.step_until(rest, enough, b"-->", Kind::Aside, sink),
            State::Cdata => self.step_until(rest, enough, b"]]>", Kind::Text, sink),
            State::Instruction => self.step_until(rest, enough, b"?>", Kind::Aside, sink),
            State::Declaration { subset } => Some(self.step_declaration(rest, subset, sink)),
        }
    }

    fn step_text(&mut self, rest: &[u8], enough: bool, sink: &mut impl Sink) -> Option<usize> {
        let run = memchr::memchr2(b'<', b'&', rest).unwrap_or(rest.len());
        if run > 0 {
            sink.text(Kind::Text, &rest[..run], self.position);
            return Some(run);
        }
        if !enough {
            return None;
        }
        if rest[0] == b'&' {
            return Some(self.reference(rest, Kind::Text, sink));
        }
        Some(self.step_markup(rest, sink))
    }

    /// `rest` begins with `<`.
    fn step_markup(&mut self, rest: &[u8], sink: &mut impl Sink) -> usize {
        let html = self.dialect == Dialect::Html;
        let (state, taken) = match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => {
                // `<!-->` and `<!--->` are whole comments in HTML.
                match rest {
                    _ if html && rest.starts_with(b"<!-->") => (State::Text, 5),
                    _ if html && rest.starts_with(b"<!--->") => (State::Text, 6),
                    _ => (State::Comment, 4),
                }
            }
            Some(b'!') if !html && rest.starts_with(b"<![CDATA[") => (State::Cdata, 9),
            Some(b'!') => (State::Declaration { subset: false }, 2),
            Some(b'?') if html => (State::Declaration { subset: false }, 2),
            Some(b'?') => (State::Instruction, 2),
            Some(b'/') if rest.get(2).is_some_and(|byte| begins_name(*byte)) => {
                (State::Name { closing: true }, 2)
            }
            Some(b'/') if html => (State::Declaration { subset: false }, 2),
            Some(byte) if begins_name(*byte) => (State::Name { closing: false }, 1),
            _ => {
                self.malformed |= !html;
                sink.text(Kind::Text, &rest[..1], self.position);
                (State::Text, 1)
            }
        };
        self.name.clear();
        self.name_at = self.position.after(&rest[..taken]);
        self.state = state;
        taken
    }

    fn step_name(&mut self, rest: &[u8], closing: bool, sink: &mut impl Sink) -> usize {
        let run = rest.iter().position(|byte| ends_name(*byte)).unwrap_or(rest.len());
        self.keep_name(&rest[..run], sink);
        if run < rest.len() {
            sink.name(&self.name, self.name_at);
            if closing {
                self.malformed |= !sink.close(&self.name) && self.dialect == Dialect::Xml;
            } else {
                self.open(sink);
            }
            self.state = State::Tag { closing, slash: false };
        }
        run
    }

    /// Appends to the element name; what is too long for a name is handed on as text.
    fn keep_name(&mut self, part: &[u8], sink: &mut impl Sink) {
        let kept = part.len().min(NAME_BYTES_MAX.saturating_sub(self.name.len()));
        self.name.extend_from_slice(&part[..kept]);
        if self.dialect == Dialect::Html {
            self.name.make_ascii_lowercase();
        }
        if kept < part.len() {
            let at = self.position.after(&part[..kept]);
            sink.text(Kind::Aside, &part[kept..], at);
        }
    }

    fn open(&mut self, sink: &mut impl Sink) {
        sink.open(&self.name);
    }

    fn step_tag(&mut self, rest: &[u8], closing: bool, slash: bool, sink: &mut impl Sink) -> usize {
        match rest[0] {
            b'>' => {
                self.tag_ends(closing, slash, sink);
                1
            }
            b'/' => {
                self.state = State::Tag { closing, slash: true };
                1
            }
            byte if byte.is_ascii_whitespace() => 1,
            b'<' if self.dialect == Dialect::Xml => {
                // A tag that was never closed: what follows is markup again.
                self.malformed = true;
                self.tag_ends(closing, false, sink);
                0
            }
            _ => {
                self.attribute.clear();
                self.attribute_at = self.position;
                self.state = State::AttributeName { closing };
                0
            }
        }
    }

    fn tag_ends(&mut self, closing: bool, slash: bool, sink: &mut impl Sink) {
        self.state = State::Text;
        self.end_aside(sink);
        if closing {
            return;
        }
        sink.opened(slash && self.dialect == Dialect::Xml);
        if self.dialect == Dialect::Html
            && let Some((name, decode)) = raw_text(&self.name)
        {
            self.raw_name = name;
            self.state = State::Raw { decode };
        }
    }

    fn step_attribute_name(&mut self, rest: &[u8], closing: bool, sink: &mut impl Sink) -> usize {
        // The first byte of a name may be any, even `=`, or nothing would ever be consumed.
        let first = usize::from(self.attribute.is_empty());
        let run = rest
            .iter()
            .skip(first)
            .position(|byte| ends_name(*byte) || *byte == b'=')
            .map_or(rest.len(), |found| found + first);
        let kept = run.min(NAME_BYTES_MAX.saturating_sub(self.attribute.len()));
        self.attribute.extend_from_slice(&rest[..kept]);
        if kept < run {
            sink.text(Kind::Aside, &rest[kept..run], self.position.after(&rest[..kept]));
        }
        if run < rest.len() {
            self.state = State::AfterAttributeName { closing };
        }
        run
    }

    fn step_after_attribute_name(
        &mut self,
        rest: &[u8],
        closing: bool,
        sink: &mut impl Sink,
    ) -> usize {
        match rest[0] {
            byte if byte.is_ascii_whitespace() => 1,
            b'=' => {
                self.state = State::BeforeValue { closing };
                1
            }
            _ => {
                self.lone_name(sink);
                self.state = State::Tag { closing, slash: false };
                0
            }
        }
    }

    /// A name without a value is text: it may hold anything.
    fn lone_name(&mut self, sink: &mut impl Sink) {
        self.malformed |= self.dialect == Dialect::Xml;
        let Some(first) = self.attribute.first() else { return };
        if self.aside && first.is_ascii_digit() {
            sink.text(Kind::Attribute, b" ", self.attribute_at);
        } else {
            self.end_aside(sink);
            sink.attribute(b"");
        }
        sink.text(Kind::Attribute, &self.attribute, self.attribute_at);
        self.aside = true;
    }

    /// Ends what numbers without quotes would have gone on in.
    fn end_aside(&mut self, sink: &mut impl Sink) {
        if std::mem::take(&mut self.aside) {
            sink.aside_end();
        }
    }

    fn step_before_value(&mut self, rest: &[u8], closing: bool, sink: &mut impl Sink) -> usize {
        let (quote, taken) = match rest[0] {
            byte if byte.is_ascii_whitespace() => return 1,
            b'>' => {
                self.lone_name(sink);
                self.state = State::Tag { closing, slash: false };
                return 0;
            }
            quote @ (b'"' | b'\'') => (Some(quote), 1),
            _ => {
                self.malformed |= self.dialect == Dialect::Xml;
                (None, 0)
            }
        };
        if self.dialect == Dialect::Html {
            self.attribute.make_ascii_lowercase();
        }
        self.end_aside(sink);
        sink.name(&self.attribute, self.attribute_at);
        sink.attribute(&self.attribute);
        self.state = State::Value { closing, quote };
        taken
    }

    fn step_value(
        &mut self,
        rest: &[u8],
        enough: bool,
        (closing, quote): (bool, Option<u8>),
        sink: &mut impl Sink,
    ) -> Option<usize> {
        let run = match quote {
            Some(quote) => memchr::memchr2(quote, b'&', rest),
            None => rest
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'&')),
        }
        .unwrap_or(rest.len());
        if run > 0 {
            sink.text(Kind::Attribute, &rest[..run], self.position);
            return Some(run);
        }
        if rest[0] == b'&' {
            return enough.then(|| self.reference(rest, Kind::Attribute, sink));
        }
        self.aside = true;
        if quote.is_some() {
            self.end_aside(sink);
        }
        self.state = State::Tag { closing, slash: false };
        Some(usize::from(quote.is_some()))
    }

    /// Text as it stands up to `end`, which is dropped.
    fn step_until(
        &mut self,
        rest: &[u8],
        enough: bool,
        end: &[u8],
        kind: Kind,
        sink: &mut impl Sink,
    ) -> Option<usize> {
        let run = memchr::memmem::find(rest, end);
        let text = match run {
            Some(found) => found,
            // The last bytes may be the beginning of the end.
            None if !enough || rest.len() >= LOOKAHEAD_BYTES => {
                rest.len().saturating_sub(end.len() - 1)
            }
            None => rest.len(),
        };
        if text > 0 {
            sink.text(kind, &rest[..text], self.position);
        }
        if run.is_some() {
            sink.aside_end();
            self.state = State::Text;
            return Some(text + end.len());
        }
        (text > 0).then_some(text)
    }

    fn step_declaration(&mut self, rest: &[u8], subset: bool, sink: &mut impl Sink) -> usize {
        let stop = if subset {
            memchr::memchr(b']', rest)
        } else if self.dialect == Dialect::Xml {
            memchr::memchr2(b'[', b'>', rest)
        } else {
            memchr::memchr(b'>', rest)
        };
        let run = stop.unwrap_or(rest.len());
        if run > 0 {
            sink.text(Kind::Aside, &rest[..run], self.position);
        }
        match stop.map(|stop| rest[stop]) {
            Some(b'>') => {
                sink.aside_end();
                self.state = State::Text;
            }
            Some(bracket) => self.state = State::Declaration { subset: bracket == b'[' },
            None => return run,
        }
        run + 1
    }

    fn step_raw(
        &mut self,
        rest: &[u8],
        enough: bool,
        decode: bool,
        sink: &mut impl Sink,
    ) -> Option<usize> {
        let run =
            if decode { memchr::memchr2(b'<', b'&', rest) } else { memchr::memchr(b'<', rest) }
                .unwrap_or(rest.len());
        if run > 0 {
            sink.text(Kind::Text, &rest[..run], self.position);
            return Some(run);
        }
        if !enough {
            return None;
        }
        if rest[0] == b'&' {
            return Some(self.reference(rest, Kind::Text, sink));
        }
        let name = rest.get(2..2 + self.raw_name.len());
        let ends = rest.get(1) == Some(&b'/')
            && name.is_some_and(|name| name.eq_ignore_ascii_case(self.raw_name))
            && rest.get(2 + self.raw_name.len()).is_none_or(|byte| ends_name(*byte));
        if ends {
            self.state = State::Text;
            return Some(self.step_markup(rest, sink));
        }
        sink.text(Kind::Text, &rest[..1], self.position);
        Some(1)
    }

    /// `rest` begins with `&`; one that names nothing known stays as it is.
    fn reference(&mut self, rest: &[u8], kind: Kind, sink: &mut impl Sink) -> usize {
        let seen = &rest[..rest.len().min(LOOKAHEAD_BYTES)];
        match entities::decode(seen, self.dialect) {
            Some((text, taken)) => {
                sink.reference(kind, text.as_str(), self.position, taken);
                taken
            }
            None => {
                sink.text(kind, &rest[..1], self.position);
                1
            }
        }
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// HTML elements whose content is not markup, and whether references in it count.
fn raw_text(name: &[u8]) -> Option<(&'static [u8], bool)> {
    const RAW: &[(&[u8], bool)] = &[
        (b"iframe", false),
        (b"noembed", false),
        (b"noframes", false),
        (b"script", false),
        (b"style", false),
        (b"textarea", true),
        (b"title", true),
        (b"xmp", false),
    ];
    RAW.iter().find(|(raw, _)| *raw == name).copied()
}

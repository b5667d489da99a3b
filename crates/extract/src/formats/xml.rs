//! XML: the text between the tags and in attributes.
//!
//! Elements whose parent has text already run on with it, as emphasis in a sentence does; any
//! other element is a cell, labelled with the path to it. Text that stands in a tag (attributes)
//! or aside (comments, instructions, declarations) has cells of its own. Declared entities are
//! never expanded.

use std::hash::{DefaultHasher, Hash, Hasher};

use magpie_model::{Outcome, Reason};

use super::Reading;
use super::markup::{self, Boundary, CellKind, Dialect, Document, Kind, Position, Sink, Stream};
use crate::charset::Text;

/// Longest path that is kept as a label.
const PATH_BYTES_MAX: usize = 512;

/// Feeds text and attribute values, each labelled with its element.
pub(crate) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut elements = Elements::new(reading.limits.window_bytes, reading.limits.xml_depth_max);
    match markup::read(text, Dialect::Xml, &mut elements, reading) {
        Err(outcome) => outcome,
        Ok(malformed) if malformed || elements.any_open() => Outcome::with_detail(
            Reason::MalformedFile,
            "the document is not well-formed; all of it was read, some without its element",
        ),
        Ok(_) => Outcome::COMPLETE,
    }
}

/// An element that is open.
struct Level {
    /// Length of the path without it.
    outer: usize,
    name: u64,
    /// Its text is that of the element around it.
    runs_on: bool,
    /// It has text, so that elements in it run on.
    has_text: bool,
}

struct Elements {
    stream: Stream,
    depth_max: usize,
    levels: Vec<Level>,
    /// Elements open beyond the deepest level that is kept.
    deeper: u64,
    path: String,
    /// Name of the element that opened last.
    element: Vec<u8>,
    naming: Option<markup::Naming>,
}

impl Elements {
    fn new(window_bytes: usize, depth_max: usize) -> Self {
        Self {
            stream: Stream::new(window_bytes),
            depth_max,
            levels: Vec::new(),
            deeper: 0,
            path: String::new(),
            element: Vec::new(),
            naming: None,
        }
    }

    fn any_open(&self) -> bool {
        !self.levels.is_empty() || self.deeper > 0
    }

    fn cell(&mut self) -> CellKind {
        CellKind { label: self.stream.label(&self.path), element: true }
    }

    /// The innermost element has text.
    fn has_text(&mut self) {
        let Some(level) = self.levels.last_mut() else {
            self.stream.enter(CellKind::RUNNING);
            return;
        };
        level.has_text = true;
        if !level.runs_on && !self.stream.runs_on() {
            let cell = self.cell();
            self.stream.enter(cell);
        }
    }

    fn extend_path(&mut self, separator: &str, step: &str) {
        if self.path.len() + separator.len() + step.len() <= PATH_BYTES_MAX {
            if !self.path.is_empty() {
                self.path.push_str(separator);
            }
            self.path.push_str(step);
        }
    }

    fn leave(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        self.path.truncate(level.outer);
        if !level.runs_on {
            self.stream.separate(Boundary::Cell);
        }
    }
}

fn hash_of(name: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Document for Elements {
    fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }
}

impl Sink for Elements {
    fn open(&mut self, name: &[u8]) {
        self.element.clear();
        self.element.extend_from_slice(name);
        if self.levels.len() >= self.depth_max {
            self.deeper += 1;
            self.stream.separate(Boundary::Line);
            return;
        }
        let runs_on = self.levels.last().is_some_and(|level| level.has_text);
        if !runs_on {
            self.stream.separate(Boundary::Cell);
        }
        let outer = self.path.len();
        self.extend_path("/", &String::from_utf8_lossy(name));
        self.levels.push(Level { outer, name: hash_of(name), runs_on, has_text: runs_on });
    }

    fn attribute(&mut self, name: &[u8]) {
        let outer = self.path.len();
        if !name.is_empty() {
            self.extend_path("/@", &String::from_utf8_lossy(name));
        }
        let cell = self.cell();
        self.path.truncate(outer);
        self.stream.aside(cell);
        self.naming = markup::Naming::of(&self.element, name);
    }

    fn aside_end(&mut self) {
        self.stream.aside_end();
        if let Some(name) = self.naming.take().and_then(|naming| naming.name())
            && self.deeper == 0
        {
            self.extend_path("", &format!("[{name}]"));
        }
    }

    fn opened(&mut self, self_closing: bool) {
        if !self_closing {
            return;
        }
        match self.deeper {
            0 => self.leave(),
            _ => self.deeper -= 1,
        }
    }

    fn close(&mut self, name: &[u8]) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            self.stream.separate(Boundary::Line);
            return true;
        }
        let name = hash_of(name);
        let Some(index) = self.levels.iter().rposition(|level| level.name == name) else {
            return false;
        };
        let innermost = index + 1 == self.levels.len();
        while self.levels.len() > index {
            self.leave();
        }
        innermost
    }

    fn text(&mut self, kind: Kind, text: &[u8], at: Position) {
        match kind {
            Kind::Text => {
                if !text.iter().all(u8::is_ascii_whitespace) {
                    self.has_text();
                }
                self.stream.text(text, at);
            }
            Kind::Attribute | Kind::Aside => {
                if let Some(naming) = &mut self.naming {
                    naming.push(text);
                }
                if !self.stream.aside_open() {
                    let cell = self.cell();
                    self.stream.aside(cell);
                }
                self.stream.aside_text(text, at);
            }
        }
    }

    fn reference(&mut self, kind: Kind, text: &str, at: Position, source_bytes: usize) {
        match kind {
            Kind::Text => {
                self.has_text();
                self.stream.reference(text, at, source_bytes);
            }
            Kind::Attribute | Kind::Aside => {
                if let Some(naming) = &mut self.naming {
                    naming.push(text.as_bytes());
                }
                self.stream.aside_reference(text, at, source_bytes);
            }
        }
    }
}

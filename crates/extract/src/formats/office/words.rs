//! Running text of documents: paragraphs as lines, table cells under the names in their first row.
//!
//! Serves WordprocessingML, DrawingML (slides, text boxes) and OpenDocument text, whose elements
//! have different names and the same meaning.

use magpie_model::{Outcome, Place};

use super::events::{Attributes, Events};
use crate::formats::Reading;
use crate::formats::composed::Composed;

/// Bytes of a column's name, and of deleted text that waits for the end of its paragraph.
const NAME_BYTES_MAX: usize = 128;
const ASIDE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a text that is kept to tell what only repeats it.
const SAID_BYTES_MAX: usize = 256 * 1024;
/// Tables in tables whose columns have names.
const TABLES_MAX: usize = 16;

/// A table that is open.
#[derive(Default)]
struct Table {
    row: u64,
    column: usize,
    names: Vec<String>,
}

/// Sorts the elements of one part into a document's text.
pub(super) struct Words<'t> {
    text: &'t mut Composed,
    /// What the part is, such as `comment`; empty for the body.
    story: String,
    /// Elements whose text counts only inside others: `w:t` against layout white space.
    only_in_runs: bool,
    in_run: u32,
    said: Said,
    tables: Vec<Table>,
    /// Text that is not part of the sentence around it, under its label.
    aside: Option<(&'static str, u32)>,
    asides: Vec<(&'static str, String)>,
    /// What nobody expects, until the part or enough of it ends.
    rest: Vec<String>,
    rest_bytes: usize,
    /// Elements with a label of their own that are open.
    stories: Vec<String>,
    pages: u64,
}

/// What a text says, to be compared with what may only say it again.
#[derive(Default)]
pub(super) struct Said {
    text: String,
    /// More was said than is kept.
    is_cut: bool,
    /// Alternatives that are open, one in the other.
    alternatives: u32,
    keeps: bool,
    /// Elements open in which everything may be a repetition, and what they say.
    repeating: u32,
    repeated: String,
}

impl Said {
    fn hear(&mut self, text: &str) {
        if self.keeps && self.repeating == 0 {
            if self.text.len() < SAID_BYTES_MAX {
                self.text.push_str(text);
            } else {
                self.is_cut = true;
            }
        }
    }

    fn forget(&mut self) {
        self.text.clear();
        self.is_cut = false;
        self.keeps = false;
    }

    /// What was said in a repetition and not before.
    fn news(&mut self) -> Option<String> {
        let repeated = std::mem::take(&mut self.repeated);
        let is_known = repeated.trim().is_empty() || self.text.contains(repeated.trim());
        (!is_known).then_some(repeated)
    }
}

/// The slide that a text is on, or is a note to.
fn page_of(story: &str) -> Option<u32> {
    let number = story.strip_prefix("slide ").or_else(|| story.strip_prefix("notes "))?;
    number.parse().ok()
}

impl<'t> Words<'t> {
    /// Text of Office Open XML, where only runs hold text.
    pub(super) fn office(text: &'t mut Composed, story: &str) -> Self {
        Self::new(text, story, true)
    }

    /// The same for a part that draws what `said` says already: only what is new is handed on.
    pub(super) fn drawing(text: &'t mut Composed, story: &str, said: Said) -> Self {
        let mut words = Self::new(text, story, true);
        words.said = Said { repeating: 1, ..said };
        words
    }

    /// Keeps what is said, for a part that draws it again.
    pub(super) fn keeping(mut self, said: Said) -> Self {
        self.said = Said { keeps: true, ..said };
        self
    }

    /// What was said, and what was said before it.
    pub(super) fn take_said(&mut self) -> Said {
        self.end_repetition();
        std::mem::take(&mut self.said)
    }

    /// Text of OpenDocument, where paragraphs hold text.
    pub(super) fn open(text: &'t mut Composed) -> Self {
        Self::new(text, "", false)
    }

    fn new(text: &'t mut Composed, story: &str, only_in_runs: bool) -> Self {
        let mut words = Self {
            text,
            story: story.to_owned(),
            only_in_runs,
            in_run: 0,
            said: Said::default(),
            tables: Vec::new(),
            aside: None,
            asides: Vec::new(),
            rest: Vec::new(),
            rest_bytes: 0,
            stories: Vec::new(),
            pages: 0,
        };
        words.cell();
        words
    }

    /// Begins a cell of what is open now.
    fn cell(&mut self) {
        if self.said.repeating > 0 {
            return;
        }
        let story = &self.stories.last().unwrap_or(&self.story).clone();
        let name = self.tables.last().filter(|table| table.row > 1).and_then(|table| {
            table.names.get(table.column.checked_sub(1)?).map(|name| name.trim().to_owned())
        });
        let label = match name.filter(|name| !name.is_empty()) {
            Some(name) => self.text.label(&name),
            None => self.text.label(story),
        };
        let place = match page_of(story) {
            Some(number) => Place::Page { number },
            None if label.is_some() => Place::Element,
            None => Place::Text,
        };
        self.text.cell(label, place);
    }

    fn push(&mut self, text: &str) {
        if self.said.repeating > 0 {
            self.said.repeated.push_str(text);
            if self.said.repeated.len() > ASIDE_BYTES_MAX {
                self.end_repetition();
            }
            return;
        }
        self.said.hear(text);
        if let Some((label, _)) = self.aside {
            match self.asides.last_mut() {
                Some((known, held)) if *known == label && held.len() < ASIDE_BYTES_MAX => {
                    held.push_str(text);
                }
                _ => self.asides.push((label, text.to_owned())),
            }
            return;
        }
        if let Some(table) = self.tables.last_mut().filter(|table| table.row == 1)
            && let Some(name) = table.names.last_mut()
        {
            let room = NAME_BYTES_MAX.saturating_sub(name.len()).min(text.len());
            name.push_str(&text[..text.floor_char_boundary(room)]);
        }
        self.text.push(text.as_bytes());
    }

    /// Hands on what stood aside of the paragraph that has ended.
    fn flush_asides(&mut self) {
        if self.asides.is_empty() {
            return;
        }
        for (label, held) in std::mem::take(&mut self.asides) {
            let label = self.text.label(label);
            self.text.cell(label, Place::Element);
            self.text.push(held.as_bytes());
        }
        self.cell();
    }

    /// A text that stands in an attribute.
    fn attribute(&mut self, label: &'static str, value: Option<&str>) {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        if self.said.repeating > 0 && self.said.text.contains(value) {
            return;
        }
        self.said.hear(value);
        self.asides.push((label, value.to_owned()));
    }

    /// Hands on a paragraph of a repetition when it was not said before.
    fn end_repetition(&mut self) {
        if let Some(news) = self.said.news() {
            self.asides.push(("", news));
        }
    }

    /// Hands on what nobody expected, each by itself.
    fn flush_rest(&mut self) {
        self.rest_bytes = 0;
        for value in std::mem::take(&mut self.rest) {
            self.text.cell(None, Place::Element);
            self.text.push(value.as_bytes());
        }
    }

    /// What stands aside while an element is open.
    fn aside_of(name: &str) -> Option<&'static str> {
        match name {
            "delText" | "delInstrText" | "deletion" => Some("deleted text"),
            "instrText" => Some("field"),
            _ => None,
        }
    }

    /// What has a label of its own while it is open.
    fn story_of(&mut self, name: &str, attributes: &Attributes) -> Option<String> {
        match name {
            "comment" | "annotation" => Some("comment".to_owned()),
            "footnote" | "endnote" | "note" => Some("note".to_owned()),
            "header" | "header-first" | "header-left" if !self.only_in_runs => {
                Some("header".to_owned())
            }
            "footer" | "footer-first" | "footer-left" if !self.only_in_runs => {
                Some("footer".to_owned())
            }
            "notes" if !self.only_in_runs => Some(format!("notes {}", self.pages)),
            "page" if !self.only_in_runs && attributes.get("name").is_some() => {
                self.pages += 1;
                Some(format!("slide {}", self.pages))
            }
            _ => None,
        }
    }
}

impl Events for Words<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "AlternateContent" => self.said.alternatives += 1,
            "Choice" if self.said.alternatives > 0 => self.said.keeps = true,
            // The fallback mostly says the same again for older programs.
            "Fallback" if self.said.alternatives > 0 => self.said.repeating += 1,
            _ => {}
        }
        if let Some((_, depth)) = &mut self.aside {
            *depth += 1;
        } else if let Some(label) = Self::aside_of(name) {
            self.aside = Some((label, 0));
        }
        if let Some(story) = self.story_of(name, attributes) {
            self.attribute("author", attributes.take("author"));
            self.stories.push(story);
            self.cell();
        }
        match name {
            "t" | "delText" | "instrText" | "delInstrText" | "text" if self.only_in_runs => {
                self.in_run += 1;
            }
            "tab" => self.push("\t"),
            "br" | "cr" | "line-break" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "s" if !self.only_in_runs => {
                let count = attributes.number("c").unwrap_or(1).clamp(1, 64) as usize;
                self.push(&" ".repeat(count));
            }
            "tbl" | "table" if self.tables.len() < TABLES_MAX => {
                self.tables.push(Table::default());
                self.cell();
            }
            "tr" | "table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                    table.column = 0;
                }
            }
            "tc" | "table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                    if table.row == 1 {
                        table.names.push(String::new());
                    }
                }
                self.cell();
            }
            "docPr" | "cNvPr" => {
                self.attribute("alternative text", attributes.take("descr"));
                self.attribute("alternative text", attributes.take("title"));
            }
            "a" if !self.only_in_runs => self.attribute("link", attributes.take("href")),
            "user-defined" => self.attribute("property", attributes.take_full("meta:name")),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        if self.only_in_runs && self.in_run == 0 {
            return false;
        }
        if self.only_in_runs {
            self.push(text);
        } else {
            // Line breaks of the file are white space in OpenDocument.
            let plain = text.replace(['\n', '\r'], " ");
            if !plain.trim().is_empty() || !plain.is_empty() && text == " " {
                self.push(&plain);
            }
        }
        true
    }

    fn rest(&mut self, value: &str) {
        if self.said.repeating > 0 && self.said.text.contains(value) {
            return;
        }
        self.said.hear(value);
        self.rest_bytes += value.len();
        self.rest.push(value.to_owned());
    }

    fn close(&mut self, name: &str) {
        match name {
            "Fallback" if self.said.repeating > 0 && self.said.alternatives > 0 => {
                self.end_repetition();
                self.said.repeating -= 1;
            }
            "AlternateContent" => {
                self.said.alternatives = self.said.alternatives.saturating_sub(1);
                if self.said.alternatives == 0 {
                    self.said.forget();
                }
            }
            _ => {}
        }
        match name {
            "t" | "delText" | "instrText" | "delInstrText" | "text" if self.only_in_runs => {
                self.in_run = self.in_run.saturating_sub(1);
            }
            "p" | "h" | "title" | "desc" => {
                if self.said.repeating > 0 {
                    self.end_repetition();
                } else if self.aside.is_some() {
                    self.push("\n");
                } else {
                    self.text.line();
                    self.flush_asides();
                    if self.rest_bytes > ASIDE_BYTES_MAX {
                        self.flush_rest();
                        self.cell();
                    }
                }
            }
            "tbl" | "table" => {
                self.tables.pop();
                self.cell();
            }
            _ => {}
        }
        match &mut self.aside {
            Some((_, 0)) => self.aside = None,
            Some((_, depth)) => *depth -= 1,
            None => {}
        }
        let ends_story = match name {
            "comment" | "annotation" | "footnote" | "endnote" | "note" => true,
            "notes" | "header" | "header-first" | "header-left" | "footer" | "footer-first"
            | "footer-left" | "page" => !self.only_in_runs,
            _ => false,
        };
        if ends_story && self.stories.pop().is_some() {
            self.flush_asides();
            self.cell();
        }
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

impl Drop for Words<'_> {
    fn drop(&mut self) {
        self.aside = None;
        self.end_repetition();
        self.flush_asides();
        self.flush_rest();
    }
}

/// Document properties: every element's text, and links, under their names.
pub(super) struct Properties<'t> {
    text: &'t mut Composed,
    named: Option<String>,
    element: String,
    held: String,
}

impl<'t> Properties<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self { text, named: None, element: String::new(), held: String::new() }
    }

    /// Hands on the text of the element that was open last.
    fn flush(&mut self) {
        let held = std::mem::take(&mut self.held);
        if !held.trim().is_empty() {
            let label = self.named.clone().unwrap_or_else(|| self.element.clone());
            self.put(&label, &held);
        }
    }

    fn put(&mut self, label: &str, value: &str) {
        let label = self.text.label(label);
        self.text.cell(label, Place::Element);
        self.text.push(value.as_bytes());
    }
}

impl Events for Properties<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes) {
        self.flush();
        self.element = name.to_owned();
        match name {
            "property" | "user-defined" => {
                self.named = attributes.get("name").map(str::to_owned);
            }
            "Relationship" if attributes.get("TargetMode") == Some("External") => {
                if let Some(target) = attributes.take("Target") {
                    self.put("link", target);
                }
            }
            "docVar" | "connectString" | "query" => {
                if let Some(value) = attributes.take("val") {
                    let label = attributes.get("name").unwrap_or(name);
                    self.put(label, value);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> bool {
        self.held.push_str(text);
        if self.held.len() > ASIDE_BYTES_MAX {
            self.flush();
        }
        true
    }

    fn rest(&mut self, value: &str) {
        self.text.cell(None, Place::Element);
        self.text.push(value.as_bytes());
    }

    fn close(&mut self, name: &str) {
        self.flush();
        if matches!(name, "property" | "user-defined") {
            self.named = None;
        }
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

/// Parts that hold no text of people by right: whatever they hold all the same.
pub(super) struct Furniture<'t> {
    text: &'t mut Composed,
}

impl<'t> Furniture<'t> {
    pub(super) fn new(text: &'t mut Composed) -> Self {
        Self { text }
    }
}

impl Events for Furniture<'_> {
    fn open(&mut self, _name: &str, _attributes: &Attributes) {}

    fn text(&mut self, _text: &str) -> bool {
        false
    }

    fn close(&mut self, _name: &str) {}

    fn rest(&mut self, value: &str) {
        self.text.cell(None, Place::Element);
        self.text.push(value.as_bytes());
    }

    fn deal(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        self.text.deal(reading)
    }
}

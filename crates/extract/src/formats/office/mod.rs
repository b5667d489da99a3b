//! Office documents in a zip: Office Open XML, OpenDocument, EPUB.
//!
//! What the document says is one text: the body, headers, footers, comments, deletions, sheets,
//! slides, properties. Everything else in the package (pictures, embedded files, parts that are not
//! known) is an entry of its own, so that nothing is left out in silence.

mod binary;
mod events;
pub(super) mod grid;
mod open_sheet;
mod related;
mod words;
mod workbook;

use std::collections::BTreeMap;
use std::io::Read;

use magpie_model::{Outcome, Place, ReadSeek, Reason};

use self::binary::Binary;
use self::events::{Events, Stop, parse};
use self::words::{Furniture, Properties, Said, Words};
use self::workbook::{Cells, Comments, Relations, Rendering, Sheets, Strings, Styles};
use super::Reading;
use super::archive::Tally;
use super::composed::Composed;
use super::runs;
use super::zip::Package;
use crate::budget::Metered;

/// What a part of a document is to its text.
enum Role {
    /// Running text under a label; the body has none.
    Words(String),
    Properties,
    Sheet,
    Comments,
    /// OpenDocument's content and page styles.
    Open,
    /// The shapes of a diagram, which mostly say again what its data says.
    Drawing,
    /// Known, and without anything that a person wrote by right: read for what it holds all the
    /// same.
    Furniture,
    /// A known binary without anything that a person wrote by right: its printable runs are read.
    Binary,
    /// Anything else: an entry.
    Entry,
}

/// Reads a document whose package is in `file`.
pub(crate) fn read(
    format: &'static str,
    file: &mut (dyn ReadSeek + '_),
    reading: &mut Reading<'_>,
) -> Outcome {
    let package = match Package::open(file) {
        Ok(Some(package)) => package,
        Ok(None) => return super::zip::read(file, reading),
        Err(error) => return crate::feed::outcome_of(&error),
    };
    let mut document = Office {
        format,
        package,
        text: Composed::new(reading),
        tally: Tally::default(),
        commented: Vec::new(),
    };
    if document.package.damaged {
        document.tally.malformed("the document's directory is damaged; parts may be missing");
    }
    if let Some(outcome) = document.encrypted(reading) {
        return outcome;
    }
    if let Err(outcome) = document.tell(reading) {
        return document.text.finish(reading).err().unwrap_or(outcome);
    }
    document.entries(reading);
    let Office { mut package, mut text, mut tally, .. } = document;
    package.beside(&mut text, &mut tally, reading);
    match text.finish(reading) {
        Ok(()) => tally.outcome_of_document(reading),
        Err(outcome) => outcome,
    }
}

struct Office<'f> {
    format: &'static str,
    package: Package<'f>,
    text: Composed,
    tally: Tally,
    /// Entries with comments, and the name of the sheet that they are on.
    commented: Vec<(usize, String)>,
}

/// The number in a name such as `ppt/slides/slide12.xml`.
fn number_in(name: &str) -> u64 {
    let digits: String = name.chars().rev().skip_while(|c| !c.is_ascii_digit()).collect();
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().unwrap_or(0)
}

/// Parts that hold no text of people: how things look, and what is computed anew.
const FURNITURE: &[&str] = &[
    "styles",
    "styleswitheffects",
    "theme",
    "fonttable",
    "websettings",
    "numbering",
    "calcchain",
    "presprops",
    "viewprops",
    "tablestyles",
    "sharedstrings",
    "workbook",
    "metadata",
    "commentsextended",
    "commentsids",
    "commentsextensible",
    "itemprops",
    "themeoverride",
    "presentation",
    "colors",
    "style",
];

/// What an entry is to a document of Office Open XML.
fn office_role(name: &str) -> Role {
    let name = name.to_ascii_lowercase();
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let is_xml = file.ends_with(".xml");
    if file == "[content_types].xml" {
        return Role::Furniture;
    }
    if file.ends_with(".rels") {
        return Role::Properties;
    }
    let stem =
        file.strip_suffix(".xml").unwrap_or(file).trim_end_matches(|c: char| c.is_ascii_digit());
    if is_xml && FURNITURE.contains(&stem) {
        return Role::Furniture;
    }
    let printer = folder.ends_with("printersettings") && file.ends_with(".bin");
    if printer || file.ends_with(".odttf") || file.ends_with(".fntdata") {
        return Role::Binary;
    }
    if is_xml && (folder == "docprops" || stem == "settings") {
        return Role::Properties;
    }
    if !is_xml {
        return Role::Entry;
    }
    let label = |label: &str| Role::Words(label.to_owned());
    match (folder, stem) {
        ("word" | "word/glossary", "document") => label(""),
        ("word", "header") => label("header"),
        ("word", "footer") => label("footer"),
        ("word", "footnotes" | "endnotes") => label("note"),
        ("word", "comments") => label("comment"),
        ("ppt/slides", _) => Role::Words(format!("slide {}", number_in(file))),
        ("ppt/notesslides", _) => Role::Words(format!("notes {}", number_in(file))),
        ("ppt/comments", _) => label("comment"),
        (
            "ppt/slidemasters" | "ppt/slidelayouts" | "ppt/notesmasters" | "ppt/handoutmasters",
            _,
        ) => label("slide master"),
        ("ppt", "commentauthors") => Role::Entry,
        ("word/diagrams" | "ppt/diagrams" | "xl/diagrams", "data") => label("diagram"),
        ("word/diagrams" | "ppt/diagrams" | "xl/diagrams", "drawing") => Role::Drawing,
        ("word/diagrams" | "ppt/diagrams" | "xl/diagrams", _) => Role::Furniture,
        ("xl/drawings" | "word/drawings" | "ppt/drawings", _) => label("text box"),
        ("xl/worksheets" | "xl/chartsheets" | "xl/dialogsheets" | "xl/macrosheets", _) => {
            Role::Sheet
        }
        (
            "xl" | "xl/comments" | "xl/threadedcomments",
            "comments" | "comment" | "threadedcomment",
        ) => Role::Comments,
        _ => Role::Entry,
    }
}

/// What an entry is to a workbook of binary records, whose own parts are read before.
fn binary_role(name: &str) -> Role {
    let lower = name.to_ascii_lowercase();
    let (folder, file) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let holds_files = ["embeddings", "media", "activex"].iter().any(|part| folder.ends_with(part));
    match file.strip_suffix(".bin") {
        Some(stem) if stem != "vbaproject" && !holds_files => Role::Binary,
        _ => office_role(name),
    }
}

/// Whether an entry holds the comments of a sheet as binary records.
fn is_binary_comments(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("xl/comments") && lower.ends_with(".bin")
}

/// What an entry is to an OpenDocument file.
fn open_role(name: &str) -> Role {
    let file = name.rsplit('/').next().unwrap_or(name);
    match name {
        "mimetype" | "META-INF/manifest.xml" | "manifest.rdf" | "settings.xml" => Role::Furniture,
        "layout-cache" => Role::Binary,
        "content.xml" | "styles.xml" => Role::Open,
        "meta.xml" => Role::Properties,
        _ if name.starts_with("Configurations2/") && name.ends_with(".xml") => Role::Furniture,
        // Objects inside have files of the same names.
        _ if matches!(file, "content.xml") => Role::Open,
        _ if matches!(file, "styles.xml" | "settings.xml" | "meta.xml") => Role::Furniture,
        _ => Role::Entry,
    }
}

fn book_role(name: &str) -> Role {
    let lower = name.to_ascii_lowercase();
    let font = [".ttf", ".otf", ".woff", ".woff2"].iter().any(|ending| lower.ends_with(ending));
    match &lower[..] {
        "mimetype" | "meta-inf/container.xml" => Role::Furniture,
        _ if font => Role::Binary,
        _ => Role::Entry,
    }
}

impl Office<'_> {
    fn role(&self, name: &str) -> Role {
        match self.format {
            "docx" | "xlsx" | "pptx" => office_role(name),
            "xlsb" => binary_role(name),
            "odt" | "ods" | "odp" | "odg" => open_role(name),
            "epub" => book_role(name),
            _ => Role::Entry,
        }
    }

    /// The outcome of a document that says of itself that it is encrypted.
    fn encrypted(&mut self, reading: &mut Reading<'_>) -> Option<Outcome> {
        if !matches!(self.format, "odt" | "ods" | "odp" | "odg") {
            return None;
        }
        const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;
        let manifest = self.package.find("META-INF/manifest.xml")?;
        let mut content = self.package.content(manifest).ok()?;
        let budget = reading.budget;
        let mut bytes = Vec::new();
        let metered = Metered::new(&mut content, budget);
        metered.take(MANIFEST_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        memchr::memmem::find(&bytes, b"encryption-data")?;
        Some(Outcome::with_detail(Reason::EncryptedContent, "the document has a password"))
    }

    /// Every entry that is not known yet and its role, in the order in which they are told.
    fn parts(&self, known: &[usize], slides: &BTreeMap<usize, String>) -> Vec<(usize, Role)> {
        let roles = self.package.names().map(|(index, name)| (index, self.role(name)));
        let mut parts: Vec<(usize, Role)> =
            roles.filter(|(index, _)| !known.contains(index)).collect();
        let rank = |index: usize, role: &Role| match role {
            Role::Words(label) if label.is_empty() => 0,
            Role::Open if self.package.name(index) == "content.xml" => 0,
            Role::Words(_) | Role::Open | Role::Comments => 1,
            Role::Drawing | Role::Properties => 2,
            _ => 3,
        };
        parts.sort_by_key(|(index, role)| {
            let name = self.package.name(*index);
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            let number =
                slides.get(index).map_or_else(|| number_in(name), |story| number_in(story));
            (rank(*index, role), folder, number, *index)
        });
        parts
    }

    /// Hands on the document's own text.
    fn tell(&mut self, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        let known = match self.format {
            "xlsx" => self.workbook(reading)?,
            "xlsb" => self.binary_workbook(reading)?,
            _ => Vec::new(),
        };
        let slides = match self.format {
            "pptx" => self.slides(reading)?,
            _ => BTreeMap::new(),
        };
        let parts = self.parts(&known, &slides);
        let mut said = Said::default();
        for (index, role) in parts {
            let text = &mut self.text;
            match role {
                Role::Words(story) if story == "diagram" => {
                    let mut events = Words::office(text, &story).keeping(said);
                    let read =
                        part(&mut self.package, index, &mut events, &mut self.tally, reading);
                    said = events.take_said();
                    drop(events);
                    read?;
                }
                Role::Drawing => {
                    let mut events = Words::drawing(text, "diagram", said);
                    let read =
                        part(&mut self.package, index, &mut events, &mut self.tally, reading);
                    said = events.take_said();
                    drop(events);
                    read?;
                }
                Role::Words(story) => {
                    let story = slides.get(&index).unwrap_or(&story);
                    let mut events = Words::office(text, story);
                    part(&mut self.package, index, &mut events, &mut self.tally, reading)?;
                }
                Role::Open => {
                    let mut events = open_sheet::content(self.format, text);
                    part(&mut self.package, index, &mut *events, &mut self.tally, reading)?;
                }
                Role::Properties => {
                    let mut events = Properties::new(text);
                    part(&mut self.package, index, &mut events, &mut self.tally, reading)?;
                }
                Role::Comments => {
                    let sheet = self.commented.iter().find(|(known, _)| *known == index);
                    let sheet = sheet.map(|(_, sheet)| &sheet[..]);
                    let mut events = Comments::new(text, sheet);
                    part(&mut self.package, index, &mut events, &mut self.tally, reading)?;
                }
                Role::Furniture => {
                    let mut events = Furniture::new(text);
                    part(&mut self.package, index, &mut events, &mut self.tally, reading)?;
                }
                Role::Binary => self.binary(index, reading)?,
                Role::Sheet | Role::Entry => {}
            }
            self.text.deal(reading)?;
        }
        Ok(())
    }

    /// The printable runs of a binary that holds no text by right.
    fn binary(&mut self, index: usize, reading: &mut Reading<'_>) -> Result<(), Outcome> {
        let budget = reading.budget;
        let read = match self.package.content(index) {
            Ok(mut content) => {
                runs::read_into(&mut self.text, Metered::new(&mut content, budget), reading)?
            }
            Err(outcome) => Err(outcome),
        };
        if let Err(outcome) = read {
            self.tally.damaged(outcome);
        }
        Ok(())
    }

    /// The workbook: its sheets in their order, then those that it does not name. Returns the
    /// entries that are read beside the sheets.
    fn workbook(&mut self, reading: &mut Reading<'_>) -> Result<Vec<usize>, Outcome> {
        let (text, package, tally) = (&mut self.text, &mut self.package, &mut self.tally);
        let mut known = Vec::new();
        let mut named = |name: &str, events: &mut dyn Events, reading: &mut Reading<'_>| {
            let Some(index) = package.find(name) else { return Ok(()) };
            known.push(index);
            part(package, index, events, tally, reading)
        };
        let mut events = Sheets::new(text);
        named("xl/workbook.xml", &mut events, reading)?;
        let Sheets { sheets, dates_from_1904, .. } = events;
        let mut events = Styles::new(text);
        named("xl/styles.xml", &mut events, reading)?;
        let is_date = events.is_date;
        let mut events = Strings::new(text);
        named("xl/sharedStrings.xml", &mut events, reading)?;
        let kept = events.kept;
        let rendering = Rendering { strings: &kept, is_date: &is_date, dates_from_1904 };
        self.sheets(sheets, &rendering, reading)?;
        for text in kept.unnamed() {
            self.text.cell(None, Place::Text);
            self.text.push(text.as_bytes());
            self.text.deal(reading)?;
        }
        Ok(known)
    }

    /// The same of a workbook whose parts are binary records.
    fn binary_workbook(&mut self, reading: &mut Reading<'_>) -> Result<Vec<usize>, Outcome> {
        let mut book = Binary::default();
        let mut known = Vec::new();
        for name in ["xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin"] {
            if let Some(index) = self.package.find(name) {
                known.push(index);
                self.binary_part(index, &mut book, reading)?;
            }
        }
        let is_sheet = |name: &str| {
            let lower = name.to_ascii_lowercase();
            let sheets = ["worksheets", "chartsheets", "dialogsheets", "macrosheets"];
            let folder = lower.strip_prefix("xl/").and_then(|rest| rest.split_once('/'));
            folder.is_some_and(|(folder, file)| {
                sheets.contains(&folder)
                    && file.ends_with(".bin")
                    && !file.starts_with("binaryindex")
            })
        };
        let sheets = std::mem::take(&mut book.sheets);
        let relations = "xl/_rels/workbook.bin.rels";
        for (index, name) in self.ordered(sheets, relations, &is_sheet, reading)? {
            known.push(index);
            book.begin_sheet(&name, &mut self.text);
            let read = self.binary_part(index, &mut book, reading);
            book.end_sheet(&mut self.text);
            read?;
            self.text.deal(reading)?;
            self.note_comments(index, name, reading)?;
        }
        let comments = self.package.names().filter(|(_, name)| is_binary_comments(name));
        let comments: Vec<usize> = comments.map(|(index, _)| index).collect();
        for index in comments {
            known.push(index);
            let sheet = self.commented.iter().find(|(known, _)| *known == index);
            book.commented = sheet.map(|(_, sheet)| sheet.clone());
            self.binary_part(index, &mut book, reading)?;
        }
        for text in book.strings.unnamed() {
            self.text.cell(None, Place::Text);
            self.text.push(text.as_bytes());
            self.text.deal(reading)?;
        }
        Ok(known)
    }

    fn binary_part(
        &mut self,
        index: usize,
        book: &mut Binary,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        if let Some(outcome) = reading.halted() {
            return Err(outcome);
        }
        let read = match self.package.content(index) {
            Ok(mut content) => book.read(&mut content, &mut self.text, reading),
            Err(outcome) => Err(Stop::Part(outcome)),
        };
        match read {
            Ok(()) => Ok(()),
            Err(Stop::Part(outcome)) => {
                self.tally.damaged(outcome);
                Ok(())
            }
            Err(Stop::Document(outcome)) => Err(outcome),
        }
    }

    /// The sheets, in this order, then those that are not named in it.
    fn sheets(
        &mut self,
        sheets: Vec<(String, String)>,
        rendering: &Rendering<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        let is_sheet = |name: &str| matches!(office_role(name), Role::Sheet);
        let ordered = self.ordered(sheets, "xl/_rels/workbook.xml.rels", &is_sheet, reading)?;
        for (index, name) in ordered {
            let mut cells = Cells::new(&name, rendering, &mut self.text);
            let ended = part(&mut self.package, index, &mut cells, &mut self.tally, reading);
            cells.finish();
            ended?;
            self.text.deal(reading)?;
            self.note_comments(index, name, reading)?;
        }
        Ok(())
    }

    /// The entries of the sheets with their names, in this order, then those that are not named.
    fn ordered(
        &mut self,
        sheets: Vec<(String, String)>,
        relations_name: &str,
        is_sheet: &dyn Fn(&str) -> bool,
        reading: &mut Reading<'_>,
    ) -> Result<Vec<(usize, String)>, Outcome> {
        let mut relations = Relations::default();
        if let Some(index) = self.package.find(relations_name) {
            part(&mut self.package, index, &mut relations, &mut self.tally, reading)?;
        }
        let mut left: Vec<usize> = Vec::new();
        for (index, name) in self.package.names() {
            if is_sheet(name) {
                left.push(index);
            }
        }
        let mut ordered: Vec<(usize, String)> = Vec::new();
        for (name, relation) in sheets {
            let target = relations.0.iter().find(|(id, _)| *id == relation);
            let path = target.map(|(_, target)| match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            });
            if let Some(index) = path.and_then(|path| self.package.find(&path))
                && let Some(at) = left.iter().position(|known| *known == index)
            {
                left.remove(at);
                ordered.push((index, name));
            }
        }
        for index in left {
            let name = self.package.name(index).rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(".xml").or(name.strip_suffix(".bin")).unwrap_or(name);
            ordered.push((index, name.to_owned()));
        }
        Ok(ordered)
    }

    /// Reads what is no part of the document's own text.
    fn entries(&mut self, reading: &mut Reading<'_>) {
        let roles = self.package.names().map(|(index, name)| (index, self.role(name)));
        let entries: Vec<usize> =
            roles.filter(|(_, role)| matches!(role, Role::Entry)).map(|(index, _)| index).collect();
        for index in entries {
            if reading.halted().is_some() {
                return;
            }
            let name = self.package.name(index).to_owned();
            let outcome = match self.package.content(index) {
                Ok(mut content) => reading.entry(&name, &mut content),
                Err(outcome) => reading.refuse(&name, "unknown", outcome),
            };
            self.tally.count(&outcome);
        }
    }
}

/// Reads one part of the document's own text. What is wrong with it is noted and the document
/// goes on.
fn part(
    package: &mut Package<'_>,
    index: usize,
    events: &mut dyn Events,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    if let Some(outcome) = reading.halted() {
        return Err(outcome);
    }
    let parsed = match package.content(index) {
        Ok(mut content) => parse(&mut content, events, reading),
        Err(outcome) => Err(Stop::Part(outcome)),
    };
    match parsed {
        Ok(()) => Ok(()),
        Err(Stop::Part(outcome)) => {
            tally.damaged(outcome);
            Ok(())
        }
        Err(Stop::Document(outcome)) => Err(outcome),
    }
}

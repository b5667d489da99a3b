//! Text that names its values line by line: configurations, directories, address books, calendars.
//! Each value is a cell under its name.

mod escapes;
mod flat;
mod folded;

mod shape;
mod yaml;

use magpie_model::{Outcome, Place};

use self::escapes::Escapes;
use self::flat::Flat;
use self::yaml::Yaml;
use super::Reading;
use super::placed::{Placed, Spot};
use super::source_lines::{SourceLines, content};
use crate::charset::Text;
use crate::feed::outcome_of;

pub(crate) use shape::shape;

/// Remarks above an entry belong to it, up to so many bytes of them.
const REMARK_BYTES_MAX: usize = 512;

/// How a text names its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Yaml,
    Toml,
    Ini,
    Properties,
    Env,
    Ldif,
    VCard,
    ICalendar,
}

impl Dialect {
    /// The name used in the ledger.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Toml => "toml",
            Self::Ini => "ini",
            Self::Properties => "properties",
            Self::Env => "env",
            Self::Ldif => "ldif",
            Self::VCard => "vcard",
            Self::ICalendar => "icalendar",
        }
    }

    fn escapes(self) -> Escapes {
        match self {
            Self::Yaml | Self::Toml | Self::Env => Escapes::InQuotes,
            Self::Properties => Escapes::Anywhere,
            Self::VCard | Self::ICalendar => Escapes::OfCards,
            Self::Ini | Self::Ldif => Escapes::None,
        }
    }
}

/// What a line is to the lines before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// An entry begins; the reader of the dialect tells its path.
    Entry,
    /// The value goes on.
    Continues,
    /// A remark, which belongs to the entry below it.
    Remark,
    /// A mark or heading, with nothing around it.
    Apart,
}

/// Follows the names of one dialect.
trait Keys {
    /// Takes in the next line, without its end.
    fn line(&mut self, line: &[u8]) -> Told;
    /// The names of the entry that began last, from the outermost.
    fn path(&self) -> &str;
}

/// Feeds the whole text.
pub(crate) fn read(text: Text<'_>, dialect: Dialect, reading: &mut Reading<'_>) -> Outcome {
    let placed = Placed::new(reading, text.bytes_before().is_some());
    let lines = SourceLines::new(text);
    let keys: Box<dyn Keys> = match dialect {
        Dialect::Ldif | Dialect::VCard | Dialect::ICalendar => {
            return folded::read(lines, dialect, placed, reading);
        }
        Dialect::Yaml => Box::new(Yaml::default()),
        _ => Box::new(Flat::new(dialect)),
    };
    let entries =
        Entries { placed, keys, escapes: dialect.escapes(), remark: Vec::new(), id: false };
    entries.read(lines, reading)
}

struct Entries {
    placed: Placed,
    keys: Box<dyn Keys>,
    escapes: Escapes,
    /// Lines of a remark that wait for the entry below them.
    remark: Vec<(Vec<u8>, Spot)>,
    /// Whether the entry that began last is the id of an access key.
    id: bool,
}

impl Entries {
    fn read(mut self, mut lines: SourceLines<'_>, reading: &mut Reading<'_>) -> Outcome {
        loop {
            match lines.next() {
                Ok(true) => {}
                Ok(false) => return self.finish(reading),
                Err(error) => {
                    self.line(&lines);
                    let ended = self.finish(reading);
                    return if ended == Outcome::COMPLETE { outcome_of(&error) } else { ended };
                }
            }
            self.line(&lines);
            if let Err(outcome) = self.placed.deal(reading) {
                return outcome;
            }
        }
    }

    fn finish(&mut self, reading: &mut Reading<'_>) -> Outcome {
        self.drop_remark();
        match self.placed.finish(reading) {
            Ok(()) => Outcome::COMPLETE,
            Err(outcome) => outcome,
        }
    }

    fn line(&mut self, lines: &SourceLines<'_>) {
        let (line, spot) = (&lines.line, lines.spot);
        let told = if lines.begins { self.keys.line(content(line)) } else { Told::Continues };
        match told {
            Told::Remark => {
                let held: usize = self.remark.iter().map(|(line, _)| line.len()).sum();
                if held + line.len() > REMARK_BYTES_MAX {
                    self.drop_remark();
                }
                self.remark.push((line.clone(), spot));
                return;
            }
            Told::Entry => self.begin_entry(),
            Told::Apart => {
                self.drop_remark();
                self.placed.cell(None, Place::Text);
            }
            Told::Continues => self.drop_remark(),
        }
        self.escapes.push(line, spot, &mut self.placed);
    }

    fn begin_entry(&mut self) {
        let path = self.keys.path();
        // A secret below its id is one value with it.
        let is_secret = self.id && self.remark.is_empty() && names(path, b"secretaccesskey");
        self.id = names(path, b"accesskeyid");
        if is_secret {
            return;
        }
        let label = self.placed.label(path);
        self.placed.cell(label, Place::Element);
        for (line, spot) in self.remark.drain(..) {
            self.placed.verbatim(&line, spot);
        }
    }

    /// The remark is a text of its own: no entry follows at once.
    fn drop_remark(&mut self) {
        if !self.remark.is_empty() {
            self.placed.cell(None, Place::Text);
        }
        for (line, spot) in self.remark.drain(..) {
            self.placed.verbatim(&line, spot);
        }
    }
}

/// Whether the letters at the end of a path are these, however its words are parted.
fn names(path: &str, letters: &[u8]) -> bool {
    let mut own = path.bytes().rev().filter(u8::is_ascii_alphanumeric);
    letters.iter().rev().all(|letter| own.next().is_some_and(|b| b.eq_ignore_ascii_case(letter)))
}

#[cfg(test)]
mod tests;

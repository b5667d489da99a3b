//! Messages that organisations exchange: HL7 v2 and EDIFACT. Each field is a cell under its segment,
//! its number and its standard name.

mod names;

use magpie_model::{Outcome, Place};

use self::names::name_of;
use super::Reading;
use super::placed::{Placed, Pushed, Spot};
use super::source_lines::SourceLines;
use crate::charset::Text;
use crate::feed::outcome_of;

/// The marks of a message, which its first segment names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    syntax: Syntax,
    field: u8,
    /// Of an HL7 message: between components, repetitions and parts of components.
    parts: [u8; 3],
    escape: u8,
    /// Between segments; of an HL7 message, any line end besides.
    end: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Hl7,
    Edifact,
}

impl Dialect {
    /// The name used in the ledger.
    pub(crate) fn name(self) -> &'static str {
        match self.syntax {
            Syntax::Hl7 => "hl7",
            Syntax::Edifact => "edifact",
        }
    }
}

/// Bytes of a segment's name; what is longer is no segment.
const NAME_BYTES: usize = 3;
/// Bytes of an escape in an HL7 message.
const ESCAPE_BYTES_MAX: usize = 64;
/// A block of the lower layer begins with this.
const BLOCK_START: u8 = 0x0B;

/// The marks of a text that begins like such a message.
pub(crate) fn shape(text: &[u8]) -> Option<Dialect> {
    let text = text.strip_prefix(&[BLOCK_START]).unwrap_or(text).trim_ascii_start();
    hl7(text).or_else(|| edifact(text))
}

fn hl7(text: &[u8]) -> Option<Dialect> {
    let rest = [&b"MSH"[..], b"FHS", b"BHS"].iter().find_map(|name| text.strip_prefix(*name))?;
    let &[field, component, repetition, escape, part, behind] = rest.first_chunk()?;
    let marks = [field, component, repetition, escape, part];
    let distinct = (0..5).all(|at| !marks[..at].contains(&marks[at]));
    // A further mark cuts what is too long, since version 2.7.
    let ends = behind == field || rest.get(6) == Some(&field);
    (distinct && marks.iter().all(u8::is_ascii_punctuation) && ends).then_some(Dialect {
        syntax: Syntax::Hl7,
        field,
        parts: [component, repetition, part],
        escape,
        end: b'\r',
    })
}

fn edifact(text: &[u8]) -> Option<Dialect> {
    let usual = [b':', b'+', b'.', b'?', b' ', b'\''];
    let (marks, rest) = match text.strip_prefix(b"UNA") {
        Some(rest) => (*rest.first_chunk()?, rest[6..].trim_ascii_start()),
        None => (usual, text),
    };
    let [part, field, _, escape, _, end] = marks;
    let rest = rest.strip_prefix(b"UNB")?;
    let begins = rest.first() == Some(&field) && rest.get(1..4)?.eq_ignore_ascii_case(b"UNO");
    let fits = [part, field, end].iter().all(|mark| mark.is_ascii_punctuation() || *mark < 32);
    (begins && fits).then_some(Dialect {
        syntax: Syntax::Edifact,
        field,
        parts: [part; 3],
        escape,
        end,
    })
}

/// Feeds the whole text.
pub(crate) fn read(text: Text<'_>, dialect: Dialect, reading: &mut Reading<'_>) -> Outcome {
    let placed = Placed::new(reading, text.bytes_before().is_some());
    let mut lines = SourceLines::new(text);
    let mut fields = Fields { dialect, placed, name: Vec::new(), number: 0, released: false };
    loop {
        let more = lines.next();
        if !matches!(more, Ok(false)) {
            fields.line(&lines.line, lines.spot);
        }
        let dealt = match &more {
            Ok(true) => fields.placed.deal(reading),
            _ => fields.placed.finish(reading),
        };
        match (dealt, more) {
            (Err(outcome), _) => return outcome,
            (Ok(()), Ok(true)) => {}
            (Ok(()), Ok(false)) => return Outcome::COMPLETE,
            (Ok(()), Err(error)) => return outcome_of(&error),
        }
    }
}

struct Fields {
    dialect: Dialect,
    placed: Placed,
    /// The name of the segment, as far as it is read.
    name: Vec<u8>,
    /// The number of the field; 0 in the name.
    number: u32,
    /// Behind the mark that takes the meaning from the next one, in EDIFACT.
    released: bool,
}

impl Fields {
    fn line(&mut self, line: &[u8], spot: Spot) {
        let Dialect { syntax, field, escape, end, .. } = self.dialect;
        let mut out = Pushed::new(line, spot);
        let mut at = 0;
        while let Some(&byte) = line.get(at) {
            at += 1;
            if std::mem::take(&mut self.released) {
                continue;
            }
            if byte == end || (syntax == Syntax::Hl7 && byte == b'\n') {
                out.upto(at, &mut self.placed);
                self.placed.cell(None, Place::Text);
                self.name.clear();
                self.number = 0;
            } else if byte == field {
                out.upto(at, &mut self.placed);
                self.begin_field();
            } else if byte == escape {
                let escaped = self.escaped(&line[at - 1..]);
                if let Some((mut text, bytes)) = escaped {
                    if text == [field] && at > 1 && line[at - 2] == field {
                        // Beside the mark of the field, the plus sign of a number would be none.
                        text.insert(0, b' ');
                    }
                    out.decoded(at - 1, at - 1 + bytes, &text, &mut self.placed);
                    at += bytes - 1;
                }
            } else if self.number == 0 && byte > b' ' && self.name.len() <= NAME_BYTES {
                self.name.push(byte);
            }
        }
        out.upto(line.len(), &mut self.placed);
    }

    fn begin_field(&mut self) {
        // The mark itself is the first field of a header.
        let is_header = self.dialect.syntax == Syntax::Hl7
            && [&b"MSH"[..], b"FHS", b"BHS"].contains(&&self.name[..]);
        self.number = self.number.saturating_add(if is_header && self.number == 0 { 2 } else { 1 });
        let is_segment =
            self.name.len() == NAME_BYTES && self.name.iter().all(u8::is_ascii_alphanumeric);
        if !is_segment {
            return self.placed.cell(None, Place::Text);
        }
        let segment = String::from_utf8_lossy(&self.name);
        let known = match self.dialect.syntax {
            Syntax::Hl7 => name_of(names::HL7, &segment, self.number),
            Syntax::Edifact => name_of(names::EDIFACT, &segment, self.number),
        };
        let space = if known.is_empty() { "" } else { " " };
        let label = self.placed.label(&format!("{segment}-{}{space}{known}", self.number));
        self.placed.cell(label, Place::Element);
    }

    /// What the escape at the beginning stands for, and its bytes.
    fn escaped(&mut self, escape: &[u8]) -> Option<(Vec<u8>, usize)> {
        if self.dialect.syntax == Syntax::Edifact {
            let released = escape.get(1).copied();
            self.released = released.is_none();
            return released.map(|byte| (vec![byte], 2));
        }
        // The header names the marks themselves.
        if self.number < 3 && self.name == b"MSH" {
            return None;
        }
        let reach = &escape[1..escape.len().min(ESCAPE_BYTES_MAX)];
        let end = memchr::memchr(self.dialect.escape, reach)?;
        let [component, repetition, part] = self.dialect.parts;
        let text = match &reach[..end] {
            b"F" => vec![self.dialect.field],
            b"S" => vec![component],
            b"R" => vec![repetition],
            b"T" => vec![part],
            b"E" => vec![self.dialect.escape],
            b".br" | b".sp" => vec![b'\n'],
            [b'X', digits @ ..] if !digits.is_empty() && digits.len() % 2 == 0 => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let pair = |two: &[u8]| Some((digit(two[0])? * 16 + digit(two[1])?) as u8);
                digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>()?
            }
            // Highlights, and what only the writer knows.
            b"H" | b"N" => Vec::new(),
            _ => return None,
        };
        Some((text, end + 2))
    }
}

#[cfg(test)]
mod tests;

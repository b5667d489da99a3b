//! Entries whose values run over several lines and may be encoded: LDIF, vCard, iCalendar.

use std::io;

use magpie_model::{Outcome, Place};

use super::escapes::Escapes;
use super::{Dialect, Placed, Spot};
use crate::feed::outcome_of;
use crate::formats::Reading;
use crate::formats::base64;
use crate::formats::mail::quoted_printable;
use crate::formats::source_lines::{SourceLines, content};

/// Bytes of an entry that are put together; what is longer is read as it stands.
const ENTRY_BYTES_MAX: usize = 1024 * 1024;
/// What a line takes besides its bytes.
const LINE_BYTES: usize = 64;
/// Bytes of a name.
const NAME_BYTES_MAX: usize = 256;

/// How the value of an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Plain,
    Base64,
    QuotedPrintable,
}

/// Feeds the whole text.
pub(super) fn read(
    mut lines: SourceLines<'_>,
    dialect: Dialect,
    placed: Placed,
    reading: &mut Reading<'_>,
) -> Outcome {
    let mut folded = Folded { dialect, placed, entry: Vec::new(), bytes: 0, begun: false };
    let walked = folded.walk(&mut lines, reading);
    folded.end();
    if let Err(outcome) = folded.placed.finish(reading) {
        return outcome;
    }
    match walked {
        Ok(None) => Outcome::COMPLETE,
        Ok(Some(outcome)) => outcome,
        Err(error) => outcome_of(&error),
    }
}

struct Folded {
    dialect: Dialect,
    placed: Placed,
    /// The lines of the entry, and where each stands.
    entry: Vec<(Vec<u8>, Spot)>,
    bytes: usize,
    /// Whether lines of the entry are handed on already.
    begun: bool,
}

impl Folded {
    fn walk(
        &mut self,
        lines: &mut SourceLines<'_>,
        reading: &mut Reading<'_>,
    ) -> io::Result<Option<Outcome>> {
        loop {
            let more = lines.next();
            if !matches!(more, Ok(false)) {
                self.line(lines);
            }
            if !more? {
                return Ok(None);
            }
            if let Err(outcome) = self.placed.deal(reading) {
                return Ok(Some(outcome));
            }
        }
    }

    fn line(&mut self, lines: &SourceLines<'_>) {
        if !self.goes_on(lines) {
            self.end();
        } else if self.bytes > ENTRY_BYTES_MAX {
            self.hand_on(false);
        }
        self.bytes += lines.line.len() + LINE_BYTES;
        self.entry.push((lines.line.clone(), lines.spot));
    }

    /// Whether the line belongs to the entry above it.
    fn goes_on(&self, lines: &SourceLines<'_>) -> bool {
        let Some((first, _)) = self.entry.first().filter(|(line, _)| !content(line).is_empty())
        else {
            return false;
        };
        if !lines.begins {
            return true;
        }
        match lines.line.first() {
            Some(b' ') => true,
            Some(b'\t') => self.dialect != Dialect::Ldif,
            // A soft line end.
            _ => {
                self.dialect != Dialect::Ldif
                    && self.entry.last().is_some_and(|(line, _)| content(line).ends_with(b"="))
                    && name_of(first).is_some_and(|name| {
                        written(name, b"", self.dialect) == Written::QuotedPrintable
                    })
            }
        }
    }

    /// The entry is whole.
    fn end(&mut self) {
        if !self.entry.is_empty() {
            self.hand_on(true);
        }
        self.begun = false;
    }

    /// Hands on the lines there are, as one; `whole` when no more of the entry follow.
    fn hand_on(&mut self, whole: bool) {
        let entry = std::mem::take(&mut self.entry);
        let mut begin = 0;
        if !self.begun
            && let Some((first, spot)) = entry.first()
        {
            let name = name_of(first).unwrap_or_default();
            let place = if name.is_empty() { Place::Text } else { Place::Element };
            let label = self.placed.label(&label(name, self.dialect));
            self.placed.cell(label, place);
            let marks = |byte: &&u8| matches!(**byte, b':' | b' ');
            begin = name.len() + first[name.len()..].iter().take_while(marks).count();
            let how = written(name, &first[name.len()..begin], self.dialect);
            if how != Written::Plain && whole && self.decoded(&entry, begin, how) {
                self.bytes = 0;
                return;
            }
            self.placed.verbatim(&first[..begin], *spot);
        }
        self.unfolded(&entry, begin, whole);
        self.begun = true;
        self.bytes = 0;
    }

    /// The lines as one.
    fn unfolded(&mut self, entry: &[(Vec<u8>, Spot)], begin: usize, whole: bool) {
        let escapes = match self.dialect {
            Dialect::Ldif => Escapes::None,
            _ => Escapes::OfCards,
        };
        for (index, (line, spot)) in entry.iter().enumerate() {
            let is_first = index == 0 && !self.begun;
            let from = if is_first { begin } else { fold_bytes(line, *spot) };
            let last = whole && index + 1 == entry.len();
            let to = if last { line.len() } else { content(line).len().max(from) };
            let spot = spot.behind(&line[..from]);
            escapes.push(&line[from..to], spot, &mut self.placed);
        }
    }

    /// The value decoded, when that gives text.
    fn decoded(&mut self, entry: &[(Vec<u8>, Spot)], begin: usize, how: Written) -> bool {
        let mut value = Vec::new();
        let mut decoder = base64::Decoder::default();
        let mut held: &[u8] = b"";
        for (index, (line, spot)) in entry.iter().enumerate() {
            let from = if index == 0 { begin } else { fold_bytes(line, *spot) };
            match how {
                Written::QuotedPrintable => {
                    value.extend_from_slice(held);
                    held = quoted_printable(&line[from..], &mut value);
                }
                _ => decoder.decode(&line[from..], &mut value),
            }
        }
        decoder.finish(&mut value);
        let Ok(text) = std::str::from_utf8(&value) else { return false };
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return false;
        }
        let (Some((first, start)), Some((last, last_spot))) = (entry.first(), entry.last()) else {
            return false;
        };
        self.placed.verbatim(&first[..begin], *start);
        let end = last_spot.behind(content(last));
        self.placed.decoded(text.as_bytes(), start.behind(&first[..begin]), end);
        self.placed.verbatim(b"\n", end);
        true
    }
}

/// Bytes of the mark at the beginning of a further line; a piece of a long line has none.
fn fold_bytes(line: &[u8], spot: Spot) -> usize {
    usize::from(spot.column == 0 && matches!(line.first(), Some(b' ' | b'\t')))
}

/// The name of an entry with its parameters: all before the colon.
fn name_of(line: &[u8]) -> Option<&[u8]> {
    let reach = &line[..line.len().min(NAME_BYTES_MAX)];
    let mut quoted = false;
    let end = reach.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b':' && !quoted
    })?;
    let name = &line[..end];
    let begins = name.first().is_some_and(u8::is_ascii_alphabetic);
    (begins && !name.iter().take_while(|byte| **byte != b';').any(|byte| *byte == b' '))
        .then_some(name)
}

/// How the value behind this name and these marks is written.
fn written(name: &[u8], marks: &[u8], dialect: Dialect) -> Written {
    if dialect == Dialect::Ldif {
        return if marks.starts_with(b"::") { Written::Base64 } else { Written::Plain };
    }
    let told = |wanted: &str| {
        name.split(|byte| *byte == b';').skip(1).any(|parameter| {
            let value = parameter.split(|byte| *byte == b'=').next_back().unwrap_or_default();
            value.eq_ignore_ascii_case(wanted.as_bytes())
        })
    };
    if told("QUOTED-PRINTABLE") {
        Written::QuotedPrintable
    } else if told("BASE64") || told("B") {
        Written::Base64
    } else {
        Written::Plain
    }
}

/// What a name says: without parameters and groups, with words where it is short.
fn label(name: &[u8], dialect: Dialect) -> String {
    let name = name.split(|byte| *byte == b';').next().unwrap_or_default();
    let name = String::from_utf8_lossy(name);
    if dialect == Dialect::Ldif {
        return name.into_owned();
    }
    let name = name.rsplit('.').next().unwrap_or_default();
    let words = match &name.to_ascii_uppercase()[..] {
        "TEL" => " telephone",
        "BDAY" => " date of birth",
        "ADR" => " address",
        "FN" => " full name",
        "N" => " name",
        _ => "",
    };
    format!("{name}{words}")
}

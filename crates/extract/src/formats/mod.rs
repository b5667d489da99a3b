//! One reader for each format, and the dispatch that picks it by content.

mod ar;
mod archive;
mod armoured;
pub(crate) mod aside;
mod base64;
mod cells;
mod composed;
mod compressed;
mod cpio;
mod csv;
mod encoded;
mod exchange;
mod grid;
mod gzip;
mod hadoop;
mod html;
mod json;
mod keyed;
mod logs;
mod mail;
mod markup;
mod media;
mod notes;
#[cfg(test)]
pub(crate) mod observed;
mod office;
mod ole;
mod once;
mod placed;
mod rtf;
mod runs;
mod segments;
mod source_lines;
mod sql;
mod tar;
mod text;
mod xml;
mod zip;

use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;

use magpie_model::{DocumentReaders, Outcome, ReadSeek, Reason, TextVisitor};

use crate::budget::{Budget, Limits, Metered};
use crate::charset::Text;
use crate::ending::{self, Ending};
use crate::feed::{limit_outcome, outcome_of};
use crate::sniff::{self, Format};
use crate::source::Source;
use crate::transcode::Offsets;

use self::encoded::Hidden;

pub(crate) use armoured::is_armoured;
pub(crate) use compressed::{Codec, is_deflate, is_lzma, is_zlib, of_skippable};
pub(crate) use cpio::is_cpio;
pub(crate) use csv::{Dialect, NAMED_COLUMNS_MAX, column_name, first_rows};
pub(crate) use exchange::{Dialect as ExchangeDialect, shape as exchange_shape};
pub(crate) use hadoop::codec as hadoop_codec;
pub(crate) use json::{Shape as JsonShape, shape as json_shape};
pub(crate) use keyed::{Dialect as KeyedDialect, shape as keyed_shape};
pub(crate) use logs::columns as log_columns;
pub(crate) use mail::{is_inline, is_mbox, is_message};
pub(crate) use sql::{Dialect as SqlDialect, shape as sql_shape};

/// Stands in a path for an entry without a name.
const UNNAMED: &str = "unnamed";

/// What stands behind the end of a file that tells where it ends.
const BEHIND_END: &str = "behind the end";
/// What stands behind a text or an unknown binary.
const BEHIND_TEXT: &str = "behind the text";
const BEHIND_AS_TEXT: &str = "behind the text, as text";

/// The part of the bytes that an object may expand to that goes to pictures, sounds and films, of which
/// little is read.
const MEDIA_SHARE: u64 = 4;

/// The reading of one object: what the readers nested in each other share.
pub(crate) struct Reading<'a> {
    /// The bounds.
    pub(crate) limits: &'a Limits,
    /// What of the bounds is used up.
    pub(crate) budget: &'a Budget<'a>,
    /// Readers of formats that have none here.
    pub(crate) readers: &'a dyn DocumentReaders,
    /// Where text goes.
    pub(crate) visitor: &'a mut dyn TextVisitor,
    /// Inner path of the part being read; empty for the object's own body.
    path: String,
    /// Archives around the part being read.
    depth: u32,
    /// Decoded runs of the object that have the words before them for a label.
    labelled_runs: u32,
    /// Bytes of pictures, sounds and films in archives that are looked at.
    media_bytes_left: u64,
    /// What the text of the part being read holds in another alphabet that is not read.
    hidden: Option<Hidden>,
    /// The way from the text that is being read to the part's own bytes, where it was transcoded.
    pub(crate) offsets: Option<Rc<RefCell<Offsets>>>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        limits: &'a Limits,
        budget: &'a Budget<'a>,
        readers: &'a dyn DocumentReaders,
        visitor: &'a mut dyn TextVisitor,
    ) -> Self {
        Self {
            limits,
            budget,
            readers,
            visitor,
            path: String::new(),
            depth: 0,
            labelled_runs: 0,
            media_bytes_left: limits.expanded_bytes_max / MEDIA_SHARE,
            hidden: None,
            offsets: None,
        }
    }

    /// Why the whole object must be left now: interrupted, out of time, or a total bound
    /// reached. Archives ask before every entry and end with this outcome.
    pub(crate) fn halted(&self) -> Option<Outcome> {
        if let Some(reason) = self.visitor.stop() {
            return Some(Outcome::of(reason));
        }
        self.budget.exhausted().map(limit_outcome)
    }

    /// Reads one entry of an archive as a part of its own: counts it, tells its format, begins
    /// and ends it, whatever becomes of it. `bytes` are the entry's expanded bytes.
    ///
    /// Returns the entry's outcome, so that the archive can tell its own.
    pub(crate) fn entry(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome {
        if let Err(reason) = self.budget.take_entry() {
            return limit_outcome(reason);
        }
        let budget = self.budget;
        let outer = self.enter(name);
        let metered = Metered::new(bytes, budget);
        let outcome = match Source::of_stream(Box::new(metered), self.limits.entry_bytes_max) {
            Ok(source) => read(source, name, self).1,
            Err(error) => self.refuse_here("unknown", outcome_of(&error)),
        };
        self.leave(outer);
        outcome
    }

    /// Reads the printable runs of an entry, whatever it is.
    fn entry_as_runs(&mut self, name: &str, bytes: &mut dyn Read) {
        if self.budget.take_entry().is_err() {
            return;
        }
        let outer = self.enter(name);
        let metered = Metered::new(bytes, self.budget);
        self.visitor.begin(&self.path, "binary");
        let outcome = match Source::of_stream(Box::new(metered), self.limits.entry_bytes_max) {
            Ok(source) => runs::read(source, self),
            Err(error) => outcome_of(&error),
        };
        self.visitor.end(outcome);
        self.leave(outer);
    }

    /// Records an entry that is not read (encrypted, a link, an unknown compression method) as a
    /// part with the outcome it has.
    pub(crate) fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) -> Outcome {
        if let Err(reason) = self.budget.take_entry() {
            return limit_outcome(reason);
        }
        let outer = self.enter(name);
        let outcome = self.refuse_here(format, outcome);
        self.leave(outer);
        outcome
    }

    /// Records that the object's own body could not be read at all.
    pub(crate) fn refuse_body(&mut self, outcome: Outcome) {
        self.refuse_here("unknown", outcome);
    }

    fn refuse_here(&mut self, format: &'static str, outcome: Outcome) -> Outcome {
        self.visitor.begin(&self.path, format);
        self.visitor.end(outcome.clone());
        outcome
    }

    /// Ends the part that was read last, which is not complete where its text hides something.
    fn end(&mut self, outcome: Outcome) -> Outcome {
        let outcome = match self.hidden {
            Some(hidden) if outcome == Outcome::COMPLETE => hidden.outcome(),
            _ => outcome,
        };
        self.visitor.end(outcome.clone());
        outcome
    }

    /// Goes into an entry; returns the length of the path to come back to. An entry without a
    /// name gets one, because the empty path is the object's own body.
    fn enter(&mut self, name: &str) -> usize {
        let outer = self.path.len();
        if outer > 0 {
            self.path.push('!');
        }
        self.path.push_str(if name.is_empty() { UNNAMED } else { name });
        self.depth += 1;
        outer
    }

    fn leave(&mut self, outer: usize) {
        self.path.truncate(outer);
        self.depth -= 1;
    }
}

/// Reads one part as what its content says it is: begins it, hands over its text, ends it.
pub(crate) fn read(
    source: Source<'_>,
    name: &str,
    reading: &mut Reading<'_>,
) -> (&'static str, Outcome) {
    let around = reading.hidden.take();
    let read = read_part(source, name, reading);
    reading.hidden = around;
    read
}

fn read_part(source: Source<'_>, name: &str, reading: &mut Reading<'_>) -> (&'static str, Outcome) {
    let format = sniff::format(source.head(), source.head_is_all(), name);
    if format.is_archive() && reading.depth >= reading.limits.archive_depth_max {
        let outcome = limit_outcome(Reason::ArchiveNestingLevelOverLimit);
        return (format.name(), reading.refuse_here(format.name(), outcome));
    }
    match format {
        Format::Zip => return read_zip(source, reading),
        Format::Ole => return read_ole(source, reading),
        _ => {}
    }
    let (format_name, cut) = (format.name(), source.cut());
    let marks = match format {
        Format::Unsupported("binary") => Some(ending::ZIP_ONLY),
        Format::Unsupported(_) => None,
        _ => (!format.is_archive()).then_some(ending::ALL),
    };
    let (source, ending) = match marks {
        Some(marks) => source.watched(marks, reading.limits),
        None => (source, Ending::default()),
    };
    reading.visitor.begin(&reading.path, format_name);
    let outcome = match format {
        Format::Unsupported(what) if reading.readers.reads(what) => {
            segments::read(source, what, reading.readers, reading)
        }
        Format::Unsupported("binary") => runs::read(source, reading),
        Format::Unsupported(what) => media::read(what, source, reading),
        Format::Ar => ar::read(source, reading),
        Format::Compressed(codec) => compressed::read(codec, source, name, reading),
        Format::Cpio => cpio::read(source, reading),
        Format::Mail => mail::read(source, reading),
        Format::Mbox => mail::read_mbox(source, reading),
        Format::Gzip => gzip::read(source, name, reading),
        Format::Rtf => rtf::read(source, reading),
        Format::Tar => tar::read(source, reading),
        Format::Inline => mail::read_inline(source, reading),
        Format::Armoured => of_text(source, reading, armoured::read),
        Format::Ole => unsupported("ole"),
        Format::Zip => unsupported("zip"),
        Format::Xml => of_text(source, reading, xml::read),
        Format::Html => of_text(source, reading, html::read),
        Format::Csv(dialect) => of_text(source, reading, |text, r| csv::read(text, dialect, r)),
        Format::Json => {
            of_text(source, reading, |text, r| json::read(text, json::Shape::Document, r))
        }
        Format::JsonLines => {
            of_text(source, reading, |text, r| json::read(text, json::Shape::Lines, r))
        }
        Format::Keyed(dialect) => of_text(source, reading, |text, r| keyed::read(text, dialect, r)),
        Format::Exchange(dialect) => {
            of_text(source, reading, |text, r| exchange::read(text, dialect, r))
        }
        Format::Sql(dialect) => of_text(source, reading, |text, r| sql::read(text, dialect, r)),
        Format::Text => of_text(source, reading, text::read),
    };
    let outcome = match read_behind(&ending, outcome, reading) {
        outcome if cut.get() => of_cut(outcome),
        outcome => outcome,
    };
    (format_name, reading.end(outcome))
}

/// The outcome of an object of which only the first bytes may be read: that is why it was not read in full,
/// whatever its reader made of where they end.
fn of_cut(outcome: Outcome) -> Outcome {
    match outcome.reason {
        None
        | Some(
            Reason::MalformedFile
            | Reason::EmbeddedContentNotRead
            | Reason::ArchiveContainsUnprocessedFiles
            | Reason::BinaryReadAsText,
        ) => limit_outcome(Reason::FileExceedsSizeLimit),
        _ => outcome,
    }
}

/// Reads the archive that stands behind a text. If that is damaged, its printable runs are read too: lines may
/// stand there. Of a tar all of it is read, and would be told twice.
fn read_behind(ending: &Ending<'_>, outcome: Outcome, reading: &mut Reading<'_>) -> Outcome {
    let archive = ending.take_archive().filter(|_| reading.halted().is_none());
    let gap = |detail: &str| match outcome == Outcome::COMPLETE {
        true => Outcome::with_detail(Reason::EmbeddedContentNotRead, detail),
        false => outcome.clone(),
    };
    let Some(mut archive) = archive else {
        return match ending.is_zip() {
            true => gap("an archive stands behind the text; its entries are not read"),
            false if ending.is_pdf() => gap("a PDF stands behind the text, which was read as text"),
            false => outcome,
        };
    };
    let read = reading.entry(BEHIND_TEXT, &mut archive);
    let is_read = read == Outcome::COMPLETE;
    let is_damaged = read.reason == Some(Reason::MalformedFile);
    if is_damaged && reading.halted().is_none() && !is_tar(&mut archive) && archive.rewind().is_ok()
    {
        reading.entry_as_runs(BEHIND_AS_TEXT, &mut archive);
    }
    match reading.halted().or(ending.cut()) {
        Some(halted) if outcome == Outcome::COMPLETE => halted,
        None if !is_read => gap("an archive stands behind the text and was not read in full"),
        _ => outcome,
    }
}

fn is_tar(archive: &mut dyn ReadSeek) -> bool {
    let mut head = Vec::new();
    let read =
        archive.rewind().and_then(|()| archive.take(sniff::TAR_BYTES).read_to_end(&mut head));
    read.is_ok() && sniff::is_tar(&head)
}

/// Reads a text whose offsets are told in the part's own bytes, whatever charset it is in.
fn of_text(
    source: Source<'_>,
    reading: &mut Reading<'_>,
    read: impl FnOnce(Text<'_>, &mut Reading<'_>) -> Outcome,
) -> Outcome {
    let text = Text::of(source);
    let noise = text.noise();
    let outer = std::mem::replace(&mut reading.offsets, text.offsets());
    let outcome = read(text, reading);
    reading.offsets = outer;
    if outcome == Outcome::COMPLETE && noise.get() {
        let detail = "a stretch of the text is something else; it was read as text";
        return Outcome::with_detail(Reason::BinaryReadAsText, detail);
    }
    outcome
}

/// A zip is told from an office document by its directory, so it is opened before it begins. The directory of
/// one that is cut lies behind the bound; its entries are read by the headers before them.
fn read_zip(source: Source<'_>, reading: &mut Reading<'_>) -> (&'static str, Outcome) {
    let mut file = match source.into_seekable(reading.limits) {
        Ok(file) => file,
        Err(error) => return ("zip", reading.refuse_here("zip", outcome_of(&error))),
    };
    let is_cut = file.cut().is_some();
    let document = if is_cut { None } else { zip::document_format(file.boxed()) };
    let format = document.unwrap_or("zip");
    reading.visitor.begin(&reading.path, format);
    let outcome = match document {
        Some(what @ "vsdx") => unsupported(what),
        Some(what) => office::read(what, file.file(), reading),
        None if is_cut => zip::read_beginning(&mut file, reading),
        None => zip::read(file.file(), reading),
    };
    let outcome = file.ended(outcome, reading);
    (format, reading.end(outcome))
}

/// What document a compound file is, its directory tells, wherever that stands.
fn read_ole(source: Source<'_>, reading: &mut Reading<'_>) -> (&'static str, Outcome) {
    let mut file = match source.into_seekable(reading.limits) {
        Ok(file) => file,
        Err(error) => return ("ole", reading.refuse_here("ole", outcome_of(&error))),
    };
    let format = ole::document_format(file.file());
    reading.visitor.begin(&reading.path, format);
    let outcome = match reading.readers.reads(format) {
        true => segments::read_file(&mut file, format, reading.readers, reading),
        false => unsupported(format),
    };
    (format, reading.end(outcome))
}

fn unsupported(what: &str) -> Outcome {
    Outcome::with_detail(Reason::UnsupportedFileType, format!("{what} is not read yet"))
}

//! PDF: the text of each page, annotations, form fields, attachments and metadata. Pictures are not
//! read, and a page that holds nothing else is said to have no text.

mod corners;
mod earlier;
mod end;
mod fields;
mod fonts;
mod page;
mod place;
mod streams;
mod strings;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink, Status};

use self::earlier::Once;
use self::page::{Page, PageReader};
use self::streams::Content;
use crate::{File, blob};

/// Bytes within which a document begins; what may stand before it and says nothing.
const BEGINS_WITHIN: usize = 1024 + 5;
const MARK_OR_BLANK: &[u8] = b"\xEF\xBB\xBF \t\r\n\0";
/// Bytes of one stream when it is expanded.
const STREAM_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Bytes of a broken file that are looked at for printable runs.
const RUNS_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Pages of one document.
const PAGES_MAX: u32 = 1_000_000;
/// Earlier versions of one document, the latest of them.
const VERSIONS_MAX: usize = 64;
/// Bytes of one page's text in one segment.
const TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let length = usize::try_from(file.length()).unwrap_or(usize::MAX);
    let Ok(bytes) = file.bytes_at(0, length) else {
        return Outcome::with_detail(Reason::ReadError, "the file could not be read");
    };
    let (before, bytes) = bytes.split_at(begins(&bytes));
    let outcome = document(bytes, !before.is_empty(), sink);
    let is_read = matches!(outcome.status, Status::Complete | Status::Partial);
    if !is_read || before.iter().all(|byte| MARK_OR_BLANK.contains(byte)) {
        return outcome;
    }
    let read = sink.file("before the document", &mut &before[..]);
    match outcome == Outcome::COMPLETE && read != Outcome::COMPLETE {
        true => {
            let detail = "what stands before the document was not read in full";
            Outcome::with_detail(Reason::ArchiveContainsUnprocessedFiles, detail)
        }
        false => outcome,
    }
}

/// Where the document begins; places in it are counted from there.
fn begins(bytes: &[u8]) -> usize {
    let near = &bytes[..bytes.len().min(BEGINS_WITHIN)];
    memchr::memmem::find(near, b"%PDF-").unwrap_or(0)
}

/// Reads the document and the versions of it; `is_behind` says whether other bytes stand before it.
fn document(bytes: &[u8], is_behind: bool, sink: &mut dyn SegmentSink) -> Outcome {
    let versions = end::versions(bytes);
    let earlier = versions.split_last().map_or(&[][..], |(_, earlier)| earlier);
    let mut once = Once::new(sink);
    let mut outcome = version(bytes, is_behind, &mut once);
    let beyond = earlier.len().saturating_sub(VERSIONS_MAX);
    for (index, &end) in earlier.iter().enumerate().skip(beyond).rev() {
        if outcome.status != Status::Complete && outcome.status != Status::Partial {
            return outcome;
        }
        once.begin_version(format!("version {}", index + 1));
        let read = version(&bytes[..end], is_behind, &mut once);
        let is_read = read == Outcome::COMPLETE;
        match once.end_version(read, outcome == Outcome::COMPLETE) {
            Ok(true) if !is_read && outcome == Outcome::COMPLETE => {
                let detail = "an earlier version of the document was not read in full";
                outcome = Outcome::with_detail(Reason::ArchiveContainsUnprocessedFiles, detail);
            }
            Ok(_) => {}
            Err(halted) => return halted,
        }
    }
    if beyond > 0 && outcome == Outcome::COMPLETE {
        let detail = format!("{beyond} earlier versions of the document are beyond what is read");
        return Outcome::with_detail(Reason::MemoryLimitReached, detail);
    }
    outcome
}

/// Reads the document as it is where these bytes end.
fn version(bytes: &[u8], is_behind: bool, sink: &mut Once<'_>) -> Outcome {
    let load = |force: bool| {
        let options = LoadOptions {
            filter: Some(without_pictures),
            max_decompressed_size: Some(STREAM_BYTES_MAX),
            force_reconstruct: force,
            ..LoadOptions::default()
        };
        Document::load_mem_with_options(bytes, options)
    };
    let loaded = match load(false) {
        // The objects may stand elsewhere than the file says.
        Ok(document) if document.get_pages().is_empty() => {
            Ok((load(true).unwrap_or(document), true))
        }
        Ok(document) => {
            let is_repaired = document.xref_recovery.is_some();
            Ok((document, is_repaired))
        }
        Err(Error::InvalidPassword | Error::Decryption(_)) => return encrypted(),
        Err(_) => load(true).map(|document| (document, true)),
    };
    match loaded {
        Ok((document, _)) if document.is_encrypted() && !document.was_encrypted() => encrypted(),
        // A text that shows how a document begins.
        Ok((document, _)) if is_behind && document.get_pages().is_empty() => broken(bytes, sink),
        Ok((document, is_repaired)) => match all(&document, bytes, sink) {
            Ok(outcome) if outcome == Outcome::COMPLETE && is_repaired => malformed(),
            Ok(outcome) | Err(outcome) => outcome,
        },
        Err(Error::InvalidPassword | Error::Decryption(_)) => encrypted(),
        Err(_) => broken(bytes, sink),
    }
}

/// Leaves the bytes of pictures out: nobody reads them, and most of a large file are such.
fn without_pictures(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
        // A stream without any byte is taken for one that was not read.
        stream.content = vec![0];
    }
    // Streams stay where they are; what is returned counts within object streams only, which
    // hold none.
    Some((id, Object::Null))
}

/// Objects that the file lists and that could not be read.
fn lost(document: &Document) -> u64 {
    let listed = document.reference_table.entries.iter();
    let lost = listed.filter(|(number, entry)| {
        let generation = match entry {
            XrefEntry::Normal { generation, .. } => *generation,
            XrefEntry::Compressed { .. } => 0,
            _ => return false,
        };
        !document.objects.contains_key(&(**number, generation))
    });
    // Deciphering takes away the object that tells how.
    (lost.count() as u64).saturating_sub(u64::from(document.was_encrypted()))
}

fn encrypted() -> Outcome {
    Outcome::with_detail(Reason::EncryptedContent, "a password is needed to open the document")
}

fn malformed() -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, "the file is damaged; what could be told was read")
}

/// What is left of a file that cannot be opened.
fn broken(bytes: &[u8], sink: &mut dyn SegmentSink) -> Outcome {
    let bytes = &bytes[..bytes.len().min(RUNS_BYTES_MAX)];
    let read = blob::runs(bytes, |_, run| {
        sink.segment(&Segment { text: run.as_bytes(), place: Place::Text, label: None })
    });
    read.err().unwrap_or_else(malformed)
}

/// What of a document could not be read.
#[derive(Default)]
struct Gaps {
    /// Pages that show something and hold no text.
    pages_without_text: u64,
    pictures: u64,
    /// Pages with text in fonts that do not say which letters they show.
    pages_unmapped: u64,
    damaged: u64,
    /// Forms that call each other endlessly.
    cut: bool,
    files: u64,
    /// Sounds, films and three-dimensional models.
    media: u64,
    /// Pages and annotations beyond those that are read.
    beyond: u64,
}

impl Gaps {
    fn note(&mut self, page: &Page) {
        let shows = page.pictures > 0 || page.strokes >= page::OUTLINE_STROKES_MIN;
        if page.text.trim().is_empty() && shows {
            self.pages_without_text += 1;
        }
        self.pictures += page.pictures;
        self.pages_unmapped += u64::from(page.unmapped > 0);
        self.damaged += page.damaged;
        self.cut |= page.cut;
    }

    fn outcome(&self) -> Outcome {
        let told = |reason, detail: String| Outcome::with_detail(reason, detail);
        if self.cut {
            let detail = "the pages call more content than may be read".to_owned();
            return told(Reason::ExpansionRatioOverLimit, detail);
        }
        if self.beyond > 0 {
            let detail =
                format!("{} pages, annotations or streams are beyond what is read", self.beyond);
            return told(Reason::MemoryLimitReached, detail);
        }
        if self.damaged > 0 {
            let detail = format!("{} objects are damaged or too large", self.damaged);
            return told(Reason::MalformedFile, detail);
        }
        if self.pages_without_text + self.pages_unmapped > 0 {
            let pages = self.pages_without_text + self.pages_unmapped;
            let detail = format!("{pages} pages show what is no text, or text that cannot be told");
            return told(Reason::NoTextLayer, detail);
        }
        if self.pictures + self.media > 0 {
            let detail = format!("{} pictures or films are not read", self.pictures + self.media);
            return told(Reason::EmbeddedContentNotRead, detail);
        }
        if self.files > 0 {
            let detail = format!("{} files in the document were not read in full", self.files);
            return told(Reason::ArchiveContainsUnprocessedFiles, detail);
        }
        Outcome::COMPLETE
    }
}

fn all(document: &Document, bytes: &[u8], sink: &mut Once<'_>) -> Result<Outcome, Outcome> {
    let mut gaps = Gaps { damaged: lost(document), ..Gaps::default() };
    let pages = document.get_pages();
    let mut reader = PageReader::new(document);
    gaps.beyond += (pages.len() as u64).saturating_sub(u64::from(PAGES_MAX));
    let mut asides = Vec::new();
    for (&number, &id) in pages.range(..=PAGES_MAX) {
        let page = reader.page(id);
        gaps.note(&page);
        gaps.beyond += u64::from(page.stands_for.len() == page::STANDS_FOR_MAX);
        let shown = letters(&page.text);
        let told = page.stands_for.iter().filter(|said| !shown.contains(&letters(said)));
        asides.extend(told.map(|said| (number, said.clone())));
        for text in chunks(&page.text) {
            let place = Place::Page { number };
            sink.segment(&Segment { text: text.as_bytes(), place, label: None })?;
        }
        sink.pass(page.operations)?;
    }
    unlisted(document, &pages, &mut reader, &mut gaps, sink)?;
    let told = fields::read(document, &pages, sink)?;
    gaps.media += told.media;
    gaps.beyond += told.beyond;
    gaps.damaged += told.damaged;
    for fields::Drawn { page: number, stream, says } in told.drawn {
        let page = reader.appearance(stream);
        gaps.note(&Page { strokes: 0, ..page.clone() });
        if page.text.is_empty() || repeats(&says, &page.text) {
            continue;
        }
        let place = Place::Page { number };
        sink.segment(&Segment { text: page.text.as_bytes(), place, label: None })?;
    }
    if pages.is_empty() {
        gaps.damaged += 1;
    }
    gaps.damaged += strings::read(document, sink)?;
    sink.picky(true);
    for (number, said) in &asides {
        let place = Place::Page { number: *number };
        sink.segment(&Segment { text: said.as_bytes(), place, label: None })?;
    }
    corners::strings(document, sink)?;
    sink.picky(false);
    attachments(document, sink, &mut gaps)?;
    let versions = end::versions(bytes);
    let streams = corners::streams(document, versions.len() > 1);
    gaps.beyond += u64::from(streams.len() == corners::STREAMS_MAX);
    for (number, text) in streams {
        let outcome = sink.file(&format!("stream {number}"), &mut &text[..]);
        gaps.files += u64::from(outcome != Outcome::COMPLETE);
        sink.pass(0)?;
    }
    if let Some(behind) = end::behind(bytes, &versions) {
        let outcome = sink.file("behind the document", &mut &behind[..]);
        gaps.files += u64::from(outcome != Outcome::COMPLETE);
        sink.pass(0)?;
    }
    Ok(gaps.outcome())
}

/// Pages that were taken out of the document and are still in the file.
fn unlisted(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    reader: &mut PageReader<'_>,
    gaps: &mut Gaps,
    sink: &mut dyn SegmentSink,
) -> Result<(), Outcome> {
    let listed: BTreeSet<ObjectId> = pages.values().copied().collect();
    let is_page = |object: &Object| {
        let kind = dictionary_of(object).and_then(|page| page.get(b"Type").ok());
        kind.and_then(|kind| kind.as_name().ok()).is_some_and(|kind| kind == b"Page")
    };
    let left =
        document.objects.iter().filter(|(id, object)| is_page(object) && !listed.contains(id));
    for (&id, _) in left {
        let page = reader.page(id);
        gaps.note(&page);
        if !page.text.trim().is_empty() {
            let label = Some(sink.label("removed page"));
            for text in chunks(&page.text) {
                let place = Place::Element;
                sink.segment(&Segment { text: text.as_bytes(), place, label })?;
            }
        }
        sink.pass(page.operations)?;
    }
    Ok(())
}

/// Whether what an annotation shows is what it says already, however its lines are cut.
fn repeats(says: &str, shows: &str) -> bool {
    letters(says).contains(&letters(shows))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text in pieces that are cut between lines where possible.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let most = rest.floor_char_boundary(TEXT_BYTES_MAX);
        let end = match most == rest.len() {
            true => most,
            false => rest[..most].rfind('\n').map_or(most, |at| at + 1),
        };
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece)
    })
}

/// Files inside, each read as a part of its own, and the metadata, which is XML.
fn attachments(
    document: &Document,
    sink: &mut dyn SegmentSink,
    gaps: &mut Gaps,
) -> Result<(), Outcome> {
    let mut give = |name: &str, id: ObjectId, sink: &mut dyn SegmentSink| {
        match document.get_object(id).and_then(Object::as_stream) {
            Ok(stream) => {
                let content = streams::content(stream, STREAM_BYTES_MAX);
                gaps.damaged += u64::from(content.is_damaged);
                let outcome = sink.file(name, &mut &content.bytes[..]);
                gaps.files += u64::from(outcome != Outcome::COMPLETE);
            }
            Err(_) => gaps.damaged += 1,
        }
        sink.pass(0)
    };
    for object in document.objects.values() {
        let Some(dictionary) = dictionary_of(object) else { continue };
        if let Ok(files) = dictionary.get_deref(b"EF", document).and_then(Object::as_dict) {
            let file = [&b"UF"[..], b"F", b"Unix", b"Mac", b"DOS"]
                .into_iter()
                .find_map(|key| files.get(key).ok());
            if let Some(id) = file.and_then(|file| file.as_reference().ok()) {
                let name = strings::of(dictionary, b"UF", document, &mut 0);
                let name = name.or_else(|| strings::of(dictionary, b"F", document, &mut 0));
                give(&name.unwrap_or_else(|| "attachment".to_owned()), id, sink)?;
            }
        }
    }
    // The document's own, and that of its pictures and pages.
    let is_metadata = |object: &Object| {
        let kind = object.as_stream().and_then(|stream| stream.dict.get(b"Type"));
        kind.and_then(Object::as_name).is_ok_and(|kind| kind == b"Metadata")
    };
    let own = document.catalog().and_then(|catalog| catalog.get(b"Metadata"));
    let own = own.and_then(Object::as_reference).ok();
    for (&id, object) in &document.objects {
        if own == Some(id) || is_metadata(object) {
            give("metadata.xml", id, sink)?;
        }
    }
    if let Some(form) = forms(document) {
        gaps.damaged += u64::from(form.is_damaged);
        let form = form.bytes;
        let outcome = sink.file("form.xml", &mut &form[..]);
        gaps.files += u64::from(outcome != Outcome::COMPLETE);
    }
    Ok(())
}

/// The XML of a form that brings its own layout and data (XFA), its pieces put together.
fn forms(document: &Document) -> Option<Content> {
    let form = document.catalog().ok()?.get_deref(b"AcroForm", document).ok()?.as_dict().ok()?;
    let content = |object: &Object| {
        let (_, object) = document.dereference(object).ok()?;
        Some(streams::content(object.as_stream().ok()?, STREAM_BYTES_MAX))
    };
    match form.get_deref(b"XFA", document).ok()? {
        Object::Array(pieces) => {
            let mut whole = Content { bytes: Vec::new(), is_damaged: false };
            for piece in pieces.iter().filter_map(content) {
                whole.is_damaged |= piece.is_damaged;
                if whole.bytes.len() + piece.bytes.len() <= STREAM_BYTES_MAX {
                    whole.bytes.extend(piece.bytes);
                } else {
                    whole.is_damaged = true;
                }
            }
            Some(whole)
        }
        stream @ Object::Stream(_) => content(stream),
        _ => None,
    }
}

fn dictionary_of(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

//! PDF: the text of each page, annotations, form fields, attachments and metadata. Pictures are not
//! read, and a page that holds nothing else is said to have no text.

mod fields;
mod fonts;
mod page;
mod place;
mod strings;

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use self::page::{Page, PageReader};
use crate::{File, blob};

/// Bytes of one stream when it is expanded.
const STREAM_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Bytes of a broken file that are looked at for printable runs.
const RUNS_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Pages of one document.
const PAGES_MAX: u32 = 1_000_000;
/// Bytes of one page's text in one segment.
const TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let length = usize::try_from(file.length()).unwrap_or(usize::MAX);
    let Ok(bytes) = file.bytes_at(0, length) else {
        return Outcome::with_detail(Reason::ReadError, "the file could not be read");
    };
    let load = |force: bool| {
        let options = LoadOptions {
            max_decompressed_size: Some(STREAM_BYTES_MAX),
            force_reconstruct: force,
            ..LoadOptions::default()
        };
        Document::load_mem_with_options(&bytes, options)
    };
    let loaded = match load(false) {
        Ok(document) => Ok((document, false)),
        Err(Error::InvalidPassword | Error::Decryption(_)) => return encrypted(),
        Err(_) => load(true).map(|document| (document, true)),
    };
    match loaded {
        Ok((document, _)) if document.is_encrypted() && !document.was_encrypted() => encrypted(),
        Ok((document, is_repaired)) => match all(&document, sink) {
            Ok(outcome) if outcome == Outcome::COMPLETE && is_repaired => malformed(),
            Ok(outcome) | Err(outcome) => outcome,
        },
        Err(Error::InvalidPassword | Error::Decryption(_)) => encrypted(),
        Err(_) => runs(&bytes[..length.min(RUNS_BYTES_MAX)], sink).err().unwrap_or_else(malformed),
    }
}

fn encrypted() -> Outcome {
    Outcome::with_detail(Reason::EncryptedContent, "a password is needed to open the document")
}

fn malformed() -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, "the file is damaged; what could be told was read")
}

/// What is left of a file that cannot be opened.
fn runs(bytes: &[u8], sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    blob::runs(bytes, |_, run| {
        sink.segment(&Segment { text: run.as_bytes(), place: Place::Text, label: None })
    })
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
        if self.damaged > 0 {
            let detail = format!("{} streams are damaged or too large", self.damaged);
            return told(Reason::MalformedFile, detail);
        }
        if self.pages_without_text + self.pages_unmapped > 0 {
            let pages = self.pages_without_text + self.pages_unmapped;
            let detail = format!("{pages} pages show what is no text, or text that cannot be told");
            return told(Reason::NoTextLayer, detail);
        }
        if self.pictures > 0 {
            let detail = format!("{} pictures are not read", self.pictures);
            return told(Reason::EmbeddedContentNotRead, detail);
        }
        if self.files > 0 {
            let detail = format!("{} attachments were not read in full", self.files);
            return told(Reason::ArchiveContainsUnprocessedFiles, detail);
        }
        Outcome::COMPLETE
    }
}

fn all(document: &Document, sink: &mut dyn SegmentSink) -> Result<Outcome, Outcome> {
    let mut gaps = Gaps::default();
    let pages = document.get_pages();
    let mut reader = PageReader::new(document);
    for (&number, &id) in pages.range(..=PAGES_MAX) {
        let page = reader.page(id);
        gaps.note(&page);
        for text in chunks(&page.text) {
            let place = Place::Page { number };
            sink.segment(&Segment { text: text.as_bytes(), place, label: None })?;
        }
        sink.pass(page.operations)?;
    }
    let mut drawn = fields::read(document, &pages, sink)?;
    for (number, stream) in drawn.drain(..) {
        let page = reader.appearance(stream);
        gaps.note(&Page { strokes: 0, ..page.clone() });
        let place = Place::Page { number };
        sink.segment(&Segment { text: page.text.as_bytes(), place, label: None })?;
    }
    if pages.is_empty() {
        gaps.damaged += 1;
    }
    strings::read(document, sink)?;
    attachments(document, sink, &mut gaps)?;
    Ok(gaps.outcome())
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
        let stream = document.get_object(id).and_then(Object::as_stream);
        let content = stream.and_then(|s| s.get_plain_content_with_limit(STREAM_BYTES_MAX));
        match content {
            Ok(content) => {
                let outcome = sink.file(name, &mut &content[..]);
                gaps.files += u64::from(outcome != Outcome::COMPLETE);
            }
            Err(_) => gaps.damaged += 1,
        }
        sink.pass(0)
    };
    for object in document.objects.values() {
        let Some(dictionary) = dictionary_of(object) else { continue };
        if let Ok(files) = dictionary.get_deref(b"EF", document).and_then(Object::as_dict) {
            let file = files.get(b"UF").or_else(|_| files.get(b"F"));
            if let Ok(id) = file.and_then(Object::as_reference) {
                let name = strings::of(dictionary, b"UF", document);
                let name = name.or_else(|| strings::of(dictionary, b"F", document));
                give(&name.unwrap_or_else(|| "attachment".to_owned()), id, sink)?;
            }
        }
    }
    let metadata = document.catalog().and_then(|catalog| catalog.get(b"Metadata"));
    if let Ok(id) = metadata.and_then(Object::as_reference) {
        give("metadata.xml", id, sink)?;
    }
    Ok(())
}

fn dictionary_of(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

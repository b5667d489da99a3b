//! Strings and texts that nothing of the document shows: private data of programs, signatures, scripts,
//! names of layers and places, streams that nobody draws.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::{STREAM_BYTES_MAX, dictionary_of, streams, strings};
use crate::blob;

/// Objects in objects.
const DEPTH_MAX: usize = 32;
/// Shorter strings say nothing.
const CHARACTERS_MIN: usize = 6;
/// Streams that are given as texts of their own.
pub(super) const STREAMS_MAX: usize = 10_000;
/// Entries whose strings are no text, or are told elsewhere: sums and keys, dates, how a field is drawn.
const OTHER: &[&[u8]] = &[
    b"Cert",
    b"CheckSum",
    b"Contents",
    b"CreationDate",
    b"DA",
    b"DS",
    b"ID",
    b"Lookup",
    b"M",
    b"ModDate",
    b"O",
    b"OE",
    b"Perms",
    b"U",
    b"UE",
];
/// Names of files and addresses of forms, the second in letters of any script.
const FILE: &[u8] = b"F";
const FILE_TOO: &[u8] = b"UF";
/// Entries whose streams are drawn, or say how something is.
const KNOWN: &[&[u8]] = &[
    b"AP",
    b"CIDSet",
    b"CIDToGIDMap",
    b"CharProcs",
    b"ColorSpace",
    b"Contents",
    b"D",
    b"DestOutputProfile",
    b"EF",
    b"Encoding",
    b"FontFile",
    b"FontFile2",
    b"FontFile3",
    b"JS",
    b"Metadata",
    b"N",
    b"Pattern",
    b"R",
    b"RC",
    b"RV",
    b"Shading",
    b"Thumb",
    b"ToUnicode",
    b"UseCMap",
    b"V",
    b"XFA",
    b"XObject",
];

/// Delivers every string of the document.
///
/// # Errors
/// A bound on the object is reached, or the visitor wants to stop.
pub(super) fn strings(document: &Document, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    for object in document.objects.values() {
        texts(object, b"", DEPTH_MAX, sink)?;
    }
    let own = Object::Dictionary(document.trailer.clone());
    texts(&own, b"", DEPTH_MAX, sink)
}

fn texts(
    object: &Object,
    key: &[u8],
    depth: usize,
    sink: &mut dyn SegmentSink,
) -> Result<(), Outcome> {
    let Some(below) = depth.checked_sub(1) else { return Ok(()) };
    match object {
        Object::String(..) if !OTHER.contains(&key) => text(object, key, sink),
        Object::Array(items) => items.iter().try_for_each(|item| texts(item, key, below, sink)),
        Object::Dictionary(dictionary) => within(dictionary, below, sink),
        Object::Stream(stream) => within(&stream.dict, below, sink),
        _ => Ok(()),
    }
}

fn within(
    dictionary: &Dictionary,
    depth: usize,
    sink: &mut dyn SegmentSink,
) -> Result<(), Outcome> {
    // The name of an attachment is that of its part.
    let is_attached = dictionary.has(b"EF");
    let file = |key| dictionary.get(key).ok().and_then(strings::decoded);
    let is_twice = file(FILE) == file(FILE_TOO);
    let is_told = |key: &[u8]| match key {
        FILE => !is_attached,
        FILE_TOO => !is_attached && !is_twice,
        _ => true,
    };
    let told = dictionary.iter().filter(|(key, _)| is_told(key));
    told.into_iter().try_for_each(|(key, value)| texts(value, key, depth, sink))
}

fn text(string: &Object, key: &[u8], sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    let Some(text) = strings::decoded(string) else { return Ok(()) };
    let is_text = !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    if !is_text || text.chars().filter(|c| c.is_alphanumeric()).count() < CHARACTERS_MIN {
        return Ok(());
    }
    let key = String::from_utf8_lossy(key);
    let label = (!key.is_empty()).then(|| sink.label(&key));
    sink.segment(&Segment { text: text.as_bytes(), place: Place::Element, label })
}

/// Streams of text that no page, field or font has, by their numbers. What was drawn by a page of an
/// earlier version is left to that.
pub(super) fn streams(document: &Document, has_earlier: bool) -> BTreeMap<u32, Vec<u8>> {
    let mut known = BTreeSet::new();
    for object in document.objects.values() {
        if let Some(dictionary) = dictionary_of(object) {
            references(&Object::Dictionary(dictionary.clone()), false, DEPTH_MAX, &mut known);
        }
    }
    let mut found = BTreeMap::new();
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        let is_typed =
            [&b"Type"[..], b"Subtype", b"FunctionType", b"ShadingType", b"Length1", b"Alternate"]
                .iter()
                .any(|key| stream.dict.has(key));
        if is_typed || known.contains(id) || found.len() >= STREAMS_MAX {
            continue;
        }
        let content = streams::content(stream, STREAM_BYTES_MAX);
        let text = content.bytes;
        let is_drawn = [&b"Tj"[..], b"TJ"].iter().any(|o| memchr::memmem::find(&text, o).is_some());
        if text.len() >= CHARACTERS_MIN && blob::is_text(&text) && !(has_earlier && is_drawn) {
            found.insert(id.0, text);
        }
    }
    found
}

/// Notes what the entries refer to whose streams are known.
fn references(object: &Object, is_known: bool, depth: usize, known: &mut BTreeSet<ObjectId>) {
    let Some(below) = depth.checked_sub(1) else { return };
    match object {
        Object::Reference(id) if is_known => drop(known.insert(*id)),
        Object::Array(items) => {
            items.iter().for_each(|item| references(item, is_known, below, known));
        }
        Object::Dictionary(dictionary) => {
            for (key, value) in dictionary {
                references(value, is_known || KNOWN.contains(&&key[..]), below, known);
            }
        }
        _ => {}
    }
}

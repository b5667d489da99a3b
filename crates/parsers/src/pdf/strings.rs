//! Text outside the pages: the document's properties, bookmarks, scripts.

use lopdf::{Dictionary, Document, Object, decode_text_string};
use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::{STREAM_BYTES_MAX, dictionary_of, streams};

/// The text of an entry, whatever its encoding; counts streams that are damaged.
pub(super) fn of(
    dictionary: &Dictionary,
    key: &[u8],
    document: &Document,
    damaged: &mut u64,
) -> Option<String> {
    text(dictionary.get_deref(key, document).ok()?, document, damaged)
}

/// The text of a string.
pub(super) fn decoded(string: &Object) -> Option<String> {
    let Object::String(bytes, _) = string else { return None };
    let decoded = decode_text_string(string);
    Some(decoded.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned()))
}

/// The text of a string, name or stream.
pub(super) fn text(object: &Object, document: &Document, damaged: &mut u64) -> Option<String> {
    match object {
        Object::String(..) => decoded(object),
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        Object::Integer(number) => Some(number.to_string()),
        Object::Real(number) => Some(number.to_string()),
        Object::Stream(stream) => {
            let content = streams::content(stream, STREAM_BYTES_MAX);
            *damaged += u64::from(content.is_damaged);
            Some(String::from_utf8_lossy(&content.bytes).into_owned())
        }
        Object::Reference(id) => match document.get_object(*id).ok()? {
            Object::Reference(_) => None,
            found => text(found, document, damaged),
        },
        _ => None,
    }
}

/// Answers how many streams are damaged.
pub(super) fn read(document: &Document, sink: &mut dyn SegmentSink) -> Result<u64, Outcome> {
    let damaged = &mut 0;
    let information = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    if let Ok(information) = information {
        for (key, value) in information {
            if let Some(text) = text(value, document, damaged).filter(|_| value.as_name().is_err())
            {
                give(&String::from_utf8_lossy(key), &text, sink)?;
            }
        }
    }
    for object in document.objects.values() {
        let Some(dictionary) = dictionary_of(object) else { continue };
        let is_bookmark = dictionary.has(b"Parent") && dictionary.has(b"Title");
        if let Some(title) = of(dictionary, b"Title", document, damaged).filter(|_| is_bookmark) {
            give("bookmark", &title, sink)?;
            let action = dictionary.get_deref(b"A", document).and_then(Object::as_dict).ok();
            if let Some(link) = action.and_then(|action| of(action, b"URI", document, damaged)) {
                give("link", &link, sink)?;
            }
        }
        // What stands for a picture, in a structure of the document.
        if let Some(alternative) =
            of(dictionary, b"Alt", document, damaged).filter(|_| dictionary.has(b"S"))
        {
            give("alternative text", &alternative, sink)?;
        }
        if let Some(script) = of(dictionary, b"JS", document, damaged) {
            give("script", &script, sink)?;
        }
    }
    Ok(*damaged)
}

fn give(label: &str, text: &str, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    if text.is_empty() {
        return Ok(());
    }
    let label = Some(sink.label(label));
    sink.segment(&Segment { text: text.as_bytes(), place: Place::Element, label })
}

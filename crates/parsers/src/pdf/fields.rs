//! Annotations and form fields, each with its page.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::strings;

/// Fields in fields.
const DEPTH_MAX: usize = 50;
/// Annotations of one page.
const ANNOTATIONS_MAX: usize = 100_000;

/// Delivers what annotations and fields say. Returns the appearances of those that say nothing
/// themselves, with their pages.
pub(super) fn read(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    sink: &mut dyn SegmentSink,
) -> Result<Vec<(u32, ObjectId)>, Outcome> {
    let mut reader = Fields {
        document,
        sink,
        told: BTreeSet::new(),
        walked: BTreeSet::new(),
        drawn: Vec::new(),
    };
    for (&number, &id) in pages {
        let annotations = document
            .get_dictionary(id)
            .and_then(|page| page.get_deref(b"Annots", document))
            .and_then(Object::as_array);
        let Ok(annotations) = annotations else { continue };
        for annotation in annotations.iter().take(ANNOTATIONS_MAX) {
            reader.annotation(annotation, number)?;
        }
    }
    // Fields without a place on any page.
    let form = document.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", document));
    if let Ok(fields) = form
        .and_then(Object::as_dict)
        .and_then(|form| form.get_deref(b"Fields", document))
        .and_then(Object::as_array)
    {
        for field in fields {
            reader.fields(field, 0)?;
        }
    }
    Ok(reader.drawn)
}

struct Fields<'d, 's> {
    document: &'d Document,
    sink: &'s mut dyn SegmentSink,
    /// Fields whose value has been delivered.
    told: BTreeSet<ObjectId>,
    /// Fields whose kids have been gone into.
    walked: BTreeSet<ObjectId>,
    drawn: Vec<(u32, ObjectId)>,
}

impl<'d> Fields<'d, '_> {
    fn resolve(&self, object: &'d Object) -> Option<(Option<ObjectId>, &'d Dictionary)> {
        let (id, object) = self.document.dereference(object).ok()?;
        Some((id, object.as_dict().ok()?))
    }

    fn annotation(&mut self, object: &'d Object, number: u32) -> Result<(), Outcome> {
        let Some((id, annotation)) = self.resolve(object) else { return Ok(()) };
        let place = Place::Page { number };
        let mut says = self.value(id, annotation, place)?;
        for (key, label) in [(&b"Contents"[..], "annotation"), (b"T", "author")] {
            // A field's T is its name.
            if key == b"T" && annotation.has(b"FT") {
                continue;
            }
            if let Some(text) = strings::of(annotation, key, self.document) {
                says |= key == b"Contents";
                self.give(&text, label, place)?;
            }
        }
        let action = annotation.get_deref(b"A", self.document).and_then(Object::as_dict);
        if let Some(link) = action.ok().and_then(|a| strings::of(a, b"URI", self.document)) {
            self.give(&link, "link", place)?;
            says = true;
        }
        let drawn = annotation
            .get_deref(b"AP", self.document)
            .and_then(Object::as_dict)
            .and_then(|appearances| appearances.get(b"N"))
            .and_then(Object::as_reference);
        if let (false, Ok(drawn)) = (says, drawn) {
            self.drawn.push((number, drawn));
        }
        Ok(())
    }

    /// The value of a field, which may stand on the field that its widget belongs to. Tells
    /// whether there is one.
    fn value(
        &mut self,
        id: Option<ObjectId>,
        widget: &'d Dictionary,
        place: Place,
    ) -> Result<bool, Outcome> {
        let (mut at, mut id, mut names) = (widget, id, Vec::new());
        let mut value = None;
        for _ in 0..DEPTH_MAX {
            names.extend(strings::of(at, b"T", self.document));
            if value.is_none()
                && let Ok(found) = at.get(b"V")
            {
                value = Some((id, found));
            }
            let Some((parent, dictionary)) = at.get(b"Parent").ok().and_then(|p| self.resolve(p))
            else {
                break;
            };
            (id, at) = (parent, dictionary);
        }
        let Some((owner, value)) = value else { return Ok(false) };
        if owner.is_some_and(|owner| !self.told.insert(owner)) {
            return Ok(true);
        }
        names.reverse();
        let name = names.join(".");
        let choices = match self.document.dereference(value) {
            Ok((_, Object::Array(choices))) => choices.iter().collect(),
            _ => vec![value],
        };
        for choice in choices {
            if let Some(text) = strings::text(choice, self.document) {
                self.give(&text, &name, place)?;
            }
        }
        Ok(true)
    }

    fn fields(&mut self, object: &'d Object, depth: usize) -> Result<(), Outcome> {
        let Some((id, field)) = self.resolve(object) else { return Ok(()) };
        if depth > DEPTH_MAX || self.walked.len() > ANNOTATIONS_MAX {
            return Ok(());
        }
        self.value(id, field, Place::Element)?;
        let kids = field.get_deref(b"Kids", self.document).and_then(Object::as_array);
        for kid in kids.into_iter().flatten() {
            // Each is gone into once, however they refer to each other.
            if kid.as_reference().map_or(true, |id| self.walked.insert(id)) {
                self.fields(kid, depth + 1)?;
            }
        }
        Ok(())
    }

    fn give(&mut self, text: &str, label: &str, place: Place) -> Result<(), Outcome> {
        if text.is_empty() {
            return Ok(());
        }
        let label = Some(self.sink.label(label));
        self.sink.segment(&Segment { text: text.as_bytes(), place, label })
    }
}

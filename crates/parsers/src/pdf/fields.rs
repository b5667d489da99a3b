//! Annotations and form fields, each with its page.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::strings;

/// Fields in fields.
const DEPTH_MAX: usize = 50;
/// Annotations of one page.
const ANNOTATIONS_MAX: usize = 100_000;

/// What an annotation shows.
pub(super) struct Drawn {
    pub(super) page: u32,
    pub(super) stream: ObjectId,
    /// What it says itself, which it mostly shows.
    pub(super) says: String,
}

/// What annotations are, beside what they say.
#[derive(Default)]
pub(super) struct Told {
    pub(super) drawn: Vec<Drawn>,
    /// Sounds, films and three-dimensional models.
    pub(super) media: u64,
    /// Annotations and fields beyond those that are read.
    pub(super) beyond: u64,
    /// Texts that are streams and damaged.
    pub(super) damaged: u64,
}

/// Annotations that hold what is not read.
const MEDIA: &[&[u8]] = &[b"3D", b"Movie", b"RichMedia", b"Screen", b"Sound"];

/// Delivers what annotations and fields say.
pub(super) fn read(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    sink: &mut dyn SegmentSink,
) -> Result<Told, Outcome> {
    let mut reader = Fields {
        document,
        sink,
        told: BTreeSet::new(),
        described: BTreeSet::new(),
        walked: BTreeSet::new(),
        found: Told::default(),
    };
    for (&number, &id) in pages {
        let annotations = document
            .get_dictionary(id)
            .and_then(|page| page.get_deref(b"Annots", document))
            .and_then(Object::as_array);
        let Ok(annotations) = annotations else { continue };
        reader.found.beyond += annotations.len().saturating_sub(ANNOTATIONS_MAX) as u64;
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
    Ok(reader.found)
}

struct Fields<'d, 's> {
    document: &'d Document,
    sink: &'s mut dyn SegmentSink,
    /// Fields whose value has been delivered.
    told: BTreeSet<ObjectId>,
    /// Fields of which it has been delivered what they offer and explain.
    described: BTreeSet<ObjectId>,
    /// Fields whose kids have been gone into.
    walked: BTreeSet<ObjectId>,
    found: Told,
}

impl<'d> Fields<'d, '_> {
    fn resolve(&self, object: &'d Object) -> Option<(Option<ObjectId>, &'d Dictionary)> {
        let (id, object) = self.document.dereference(object).ok()?;
        Some((id, object.as_dict().ok()?))
    }

    fn annotation(&mut self, object: &'d Object, number: u32) -> Result<(), Outcome> {
        let Some((id, annotation)) = self.resolve(object) else { return Ok(()) };
        let place = Place::Page { number };
        let kind = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        self.found.media += u64::from(MEDIA.contains(&kind));
        let mut says = self.value(id, annotation, place)?;
        for (key, label) in
            [(&b"Contents"[..], "annotation"), (b"T", "author"), (b"Subj", "subject")]
        {
            // A field's T is its name.
            if key == b"T" && annotation.has(b"FT") {
                continue;
            }
            if let Some(text) = strings::of(annotation, key, self.document, &mut self.found.damaged)
            {
                self.give(&text, label, place)?;
                says.push_str(&text);
            }
        }
        let action = annotation.get_deref(b"A", self.document).and_then(Object::as_dict);
        let damaged = &mut self.found.damaged;
        let link = action.ok().and_then(|a| strings::of(a, b"URI", self.document, damaged));
        if let Some(link) = link {
            self.give(&link, "link", place)?;
            says.push_str(&link);
        }
        // One appearance, or one for each state.
        let drawn = annotation
            .get_deref(b"AP", self.document)
            .and_then(Object::as_dict)
            .and_then(|appearances| appearances.get(b"N"));
        let Ok(drawn) = drawn else { return Ok(()) };
        let mut push = |stream: ObjectId, says: String| {
            self.found.drawn.push(Drawn { page: number, stream, says });
        };
        match self.document.dereference(drawn) {
            Ok((_, Object::Dictionary(states))) => {
                for (_, state) in states {
                    state.as_reference().into_iter().for_each(|stream| push(stream, says.clone()));
                }
            }
            Ok((Some(stream), _)) => push(stream, says),
            _ => {}
        }
        Ok(())
    }

    /// The value of a field, which may stand on the field that its widget belongs to. Returns it,
    /// also when it was delivered before.
    fn value(
        &mut self,
        id: Option<ObjectId>,
        widget: &'d Dictionary,
        place: Place,
    ) -> Result<String, Outcome> {
        let (mut at, mut id, mut names) = (widget, id, Vec::new());
        let (mut value, mut beside) = (None, Vec::new());
        for _ in 0..DEPTH_MAX {
            names.extend(strings::of(at, b"T", self.document, &mut self.found.damaged));
            if value.is_none()
                && let Ok(found) = at.get(b"V")
            {
                value = Some((id, found));
            }
            let is_new = id.is_none_or(|id| self.described.insert(id));
            beside.extend(self.beside(at).into_iter().map(|text| (text, is_new)));
            let Some((parent, dictionary)) = at.get(b"Parent").ok().and_then(|p| self.resolve(p))
            else {
                break;
            };
            (id, at) = (parent, dictionary);
        }
        names.reverse();
        let name = names.join(".");
        let (owner, value) = match value {
            Some((owner, value)) => (owner, Some(value)),
            None => (None, None),
        };
        let is_told = owner.is_some_and(|owner| !self.told.insert(owner));
        let mut says = self.given(value, is_told, &name, place)?;
        for (text, is_new) in beside {
            // What is chosen, or stands there at first, is mostly what the value says.
            if is_new && !says.contains(&text) {
                self.give(&text, &name, place)?;
            }
            says.push_str(&text);
        }
        Ok(says)
    }

    /// What a field offers to choose from, holds at first and explains itself by.
    fn beside(&mut self, field: &'d Dictionary) -> Vec<String> {
        let (document, damaged) = (self.document, &mut self.found.damaged);
        let options = field.get_deref(b"Opt", document).and_then(Object::as_array);
        let options = options.into_iter().flatten().take(ANNOTATIONS_MAX);
        let mut texts: Vec<String> = Vec::new();
        for option in options {
            // What is shown may have another text behind it, which is sent.
            match document.dereference(option) {
                Ok((_, Object::Array(both))) => {
                    let both = both.iter().filter_map(|one| strings::text(one, document, damaged));
                    let both: Vec<String> = both.collect();
                    let shown = both.last().cloned();
                    texts.extend(
                        both.into_iter().rev().skip(1).filter(|o| Some(o) != shown.as_ref()),
                    );
                    texts.extend(shown);
                }
                _ => texts.extend(strings::text(option, document, damaged)),
            }
        }
        let mut own = |key: &[u8]| strings::of(field, key, document, damaged);
        let begins = own(b"DV").filter(|text| !texts.contains(text));
        texts.into_iter().chain(begins).chain(own(b"TU")).filter(|text| !text.is_empty()).collect()
    }

    /// Delivers the value of a field, one text or several, unless it was before; returns it.
    fn given(
        &mut self,
        value: Option<&'d Object>,
        is_told: bool,
        name: &str,
        place: Place,
    ) -> Result<String, Outcome> {
        let mut says = String::new();
        let Some(value) = value else { return Ok(says) };
        let choices = match self.document.dereference(value) {
            Ok((_, Object::Array(choices))) => choices.iter().collect(),
            _ => vec![value],
        };
        for choice in choices {
            if let Some(text) = strings::text(choice, self.document, &mut self.found.damaged) {
                if !is_told {
                    self.give(&text, name, place)?;
                }
                says.push_str(&text);
            }
        }
        Ok(says)
    }

    fn fields(&mut self, object: &'d Object, depth: usize) -> Result<(), Outcome> {
        let Some((id, field)) = self.resolve(object) else { return Ok(()) };
        if depth > DEPTH_MAX || self.walked.len() > ANNOTATIONS_MAX {
            self.found.beyond += 1;
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

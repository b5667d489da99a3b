//! Walks a batch of columns: nested ones down to their values, dictionaries once for each value.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::RunEndIndexType;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::{ArrowNativeType, NullBuffer};
use arrow_schema::{DataType, Fields, Schema};
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use super::values::Texts;
use crate::claims::{Claim, Claims};
use crate::{blob, path};

/// Types in types, deeper than this, are not walked.
const DEPTH_MAX: usize = 64;

/// The record of each element of an array.
#[derive(Clone)]
enum Records {
    /// Element 0 is of this record, the next of the next.
    From(u64),
    Each(Arc<Vec<u64>>),
}

impl Records {
    fn of(&self, element: usize) -> u64 {
        match self {
            Self::From(first) => first + element as u64,
            Self::Each(records) => records.get(element).copied().unwrap_or(0),
        }
    }
}

/// A dictionary whose values have been looked at.
struct Known {
    path: String,
    values: ArrayRef,
    telling: Vec<bool>,
    /// Which of them some row has.
    used: Vec<bool>,
}

/// Delivers batches, and keeps count of what could only be read in part.
pub(super) struct Walk<'s> {
    sink: &'s mut dyn SegmentSink,
    /// By the labels of their columns.
    known: BTreeMap<u32, Known>,
    /// What is said to be in the column that is being read.
    claims: Claims,
    /// Values that are files of their own.
    files: u64,
    /// Columns of types that no value can be read of.
    unread: u64,
}

impl<'s> Walk<'s> {
    pub(super) fn new(sink: &'s mut dyn SegmentSink) -> Self {
        Self { sink, known: BTreeMap::new(), claims: Claims::default(), files: 0, unread: 0 }
    }

    /// Delivers what the schema says beside its types: notes, and the names of columns, which may be
    /// values where a table was turned.
    pub(super) fn schema(&mut self, schema: &Schema) -> Result<(), Outcome> {
        self.notes(schema.metadata())?;
        self.fields(schema.fields(), 0)
    }

    fn fields(&mut self, fields: &Fields, depth: usize) -> Result<(), Outcome> {
        for field in fields.iter().filter(|_| depth <= DEPTH_MAX) {
            let label = Some(self.sink.label("column"));
            let (text, place) = (field.name().as_bytes(), Place::Element);
            self.sink.segment(&Segment { text, place, label })?;
            self.notes(field.metadata())?;
            match field.data_type() {
                DataType::Struct(inner) => self.fields(inner, depth + 1)?,
                DataType::List(inner) | DataType::LargeList(inner) | DataType::Map(inner, _) => {
                    self.fields(&Fields::from(vec![Arc::clone(inner)]), depth + 1)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn notes(&mut self, notes: &HashMap<String, String>) -> Result<(), Outcome> {
        let mut notes: Vec<_> = notes.iter().collect();
        notes.sort_unstable();
        for (key, value) in notes {
            let label = Some(self.sink.label(key));
            let (text, place) = (value.as_bytes(), Place::Element);
            self.sink.segment(&Segment { text, place, label })?;
        }
        Ok(())
    }

    /// Delivers a batch whose first row is this record. Columns below the top bear their path.
    pub(super) fn batch(&mut self, batch: &RecordBatch, record: u64) -> Result<(), Outcome> {
        let schema = batch.schema();
        for (field, column) in schema.fields().iter().zip(batch.columns()) {
            let path = path::member(path::ROOT, field.name());
            self.array(column, &path, &Records::From(record), 0)?;
        }
        Ok(())
    }

    /// How a file ends that was read to its end.
    pub(super) fn outcome(&self) -> Outcome {
        if self.files > 0 {
            let detail = format!("{} values are files, read as printable runs", self.files);
            return Outcome::with_detail(Reason::EmbeddedContentNotRead, detail);
        }
        if self.unread > 0 {
            let detail = format!("{} columns are of types that cannot be read", self.unread);
            return Outcome::with_detail(Reason::EmbeddedContentNotRead, detail);
        }
        Outcome::COMPLETE
    }

    fn array(
        &mut self,
        array: &ArrayRef,
        path: &str,
        records: &Records,
        depth: usize,
    ) -> Result<(), Outcome> {
        if depth > DEPTH_MAX {
            self.unread += 1;
            return Ok(());
        }
        let below = depth + 1;
        match array.data_type() {
            DataType::Struct(fields) => {
                let columns = array.as_struct();
                for (field, column) in fields.iter().zip(columns.columns()) {
                    self.array(column, &path::member(path, field.name()), records, below)?;
                }
                Ok(())
            }
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                let bounds = list.value_offsets().iter().map(|&at| at.as_usize());
                self.items(list.values(), bounds, path, records, below)
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>();
                let bounds = list.value_offsets().iter().map(|&at| at.as_usize());
                self.items(list.values(), bounds, path, records, below)
            }
            DataType::FixedSizeList(_, size) => {
                let size = usize::try_from(*size).unwrap_or(0);
                let bounds = (0..=array.len()).map(|element| element * size);
                self.items(array.as_fixed_size_list().values(), bounds, path, records, below)
            }
            DataType::Map(_, _) => {
                let map = array.as_map();
                let bounds = map.value_offsets().iter().map(|&at| at.as_usize());
                let entries: ArrayRef = Arc::new(map.entries().clone());
                self.items(&entries, bounds, path, records, below)
            }
            DataType::Dictionary(_, _) => self.dictionary(array, path, records, below),
            DataType::RunEndEncoded(ends, _) => match ends.data_type() {
                DataType::Int16 => self.runs::<arrow_array::types::Int16Type>(array, path, records),
                DataType::Int32 => self.runs::<arrow_array::types::Int32Type>(array, path, records),
                _ => self.runs::<arrow_array::types::Int64Type>(array, path, records),
            },
            DataType::Union(fields, _) => self.union(array, fields, path, records, below),
            _ => self.values(array, path, records),
        }
    }

    /// The items of a list; `bounds` are where each list begins, and where the last ends.
    fn items(
        &mut self,
        values: &ArrayRef,
        bounds: impl Iterator<Item = usize>,
        path: &str,
        records: &Records,
        depth: usize,
    ) -> Result<(), Outcome> {
        let bounds: Vec<usize> = bounds.collect();
        let (Some(&first), Some(&last)) = (bounds.first(), bounds.last()) else { return Ok(()) };
        let mut each = Vec::new();
        for (list, bound) in bounds.windows(2).enumerate() {
            let length = bound[1].saturating_sub(bound[0]).min(values.len());
            each.extend(std::iter::repeat_n(records.of(list), length));
        }
        let length = last.min(values.len()).saturating_sub(first);
        let items = values.slice(first.min(values.len()), length);
        self.array(&items, &path::items(path), &Records::Each(Arc::new(each)), depth)
    }

    fn union(
        &mut self,
        array: &ArrayRef,
        fields: &arrow_schema::UnionFields,
        path: &str,
        records: &Records,
        depth: usize,
    ) -> Result<(), Outcome> {
        let union = array.as_union();
        for (id, _) in fields.iter() {
            let (mut each, mut places) = (Vec::new(), Vec::new());
            for element in (0..union.len()).filter(|&element| union.type_id(element) == id) {
                each.push(records.of(element));
                places.push(union.value_offset(element));
            }
            let child = union.child(id);
            for (&record, place) in each.iter().zip(places) {
                if place < child.len() {
                    self.array(&child.slice(place, 1), path, &Records::From(record), depth)?;
                }
            }
        }
        Ok(())
    }

    fn runs<R: RunEndIndexType>(
        &mut self,
        array: &ArrayRef,
        path: &str,
        records: &Records,
    ) -> Result<(), Outcome> {
        let Some(runs) = array.as_any().downcast_ref::<arrow_array::RunArray<R>>() else {
            self.unread += 1;
            return Ok(());
        };
        let typed = runs.values().clone();
        for element in 0..runs.len() {
            let value = typed.slice(runs.get_physical_index(element), 1);
            self.values(&value, path, &Records::From(records.of(element)))?;
        }
        Ok(())
    }

    /// Looks at each value of a dictionary once, and delivers rows only of those that tell
    /// something.
    fn dictionary(
        &mut self,
        array: &ArrayRef,
        path: &str,
        records: &Records,
        depth: usize,
    ) -> Result<(), Outcome> {
        let dictionary = array.as_any_dictionary();
        let (values, keys) = (dictionary.values(), dictionary.normalized_keys());
        if !Texts::reads(values.data_type()) {
            // A dictionary of lists or structs: row by row.
            for (element, key) in keys.iter().enumerate() {
                if array.is_valid(element) && *key < values.len() {
                    let record = Records::From(records.of(element));
                    self.array(&values.slice(*key, 1), path, &record, depth)?;
                }
            }
            return Ok(());
        }
        let label = self.sink.label(path);
        let mut known = self.look_at(values, label, path)?;
        let mut texts = Texts::new(values);
        let nulls = array.nulls();
        let is_null = |element| nulls.is_some_and(|nulls: &NullBuffer| nulls.is_null(element));
        let mut dull = 0;
        for (element, key) in keys.iter().enumerate() {
            if known.telling.get(*key) == Some(&true) && !is_null(element) {
                known.used[*key] = true;
                self.value(&mut texts, *key, label, records.of(element))?;
            } else {
                dull += 1;
            }
        }
        self.known.insert(label, known);
        self.sink.pass(dull)
    }

    /// Says what is claimed of the column that comes next.
    pub(super) fn claim(&mut self, path: &str, claims: Vec<Claim>) -> Result<(), Outcome> {
        self.claims = Claims::default();
        self.claims.add(claims, path, self.sink)
    }

    /// A column has ended, or the file: delivers what it was said to hold, and what its dictionaries hold,
    /// without any row that has it.
    pub(super) fn ended(&mut self, path: &str) -> Result<(), Outcome> {
        std::mem::take(&mut self.claims).ended(path, self.sink)?;
        for (_, known) in std::mem::take(&mut self.known) {
            self.unused(&known)?;
        }
        Ok(())
    }

    fn unused(&mut self, known: &Known) -> Result<(), Outcome> {
        let mut texts = Texts::new(&known.values);
        for index in (0..known.values.len()).filter(|&at| known.telling[at] && !known.used[at]) {
            let Some(text) = texts.get(index).filter(|text| blob::is_text(text)) else { continue };
            let label = Some(self.sink.label(&format!("{} unused", known.path)));
            self.sink.segment(&Segment { text, place: Place::Element, label })?;
        }
        Ok(())
    }

    /// Looks at the values of a dictionary, unless that was done; one that goes on where the one before
    /// ended is the same.
    fn look_at(&mut self, values: &ArrayRef, label: u32, path: &str) -> Result<Known, Outcome> {
        let mut used = Vec::new();
        if let Some(known) = self.known.remove(&label) {
            let length = known.values.len();
            let is_same = known.values.to_data().ptr_eq(&values.to_data());
            if is_same || (length == values.len() && known.values.as_ref() == values.as_ref()) {
                return Ok(known);
            }
            match length < values.len() && values.slice(0, length).as_ref() == known.values.as_ref()
            {
                true => used = known.used,
                false => self.unused(&known)?,
            }
        }
        let mut texts = Texts::new(values);
        let mut bytes = Vec::new();
        let mut bounds = vec![0];
        for index in 0..values.len() {
            if let Some(text) = texts.get(index) {
                bytes.extend_from_slice(text);
            }
            bounds.push(bytes.len());
        }
        let slices: Vec<&[u8]> = bounds.windows(2).map(|b| &bytes[b[0]..b[1]]).collect();
        let mut telling = self.sink.telling(Place::Record { index: 0 }, Some(label), &slices)?;
        for (telling, value) in telling.iter_mut().zip(&slices) {
            // What is no text is read as runs, row by row.
            *telling |= !blob::is_text(value);
        }
        used.resize(values.len(), false);
        Ok(Known { path: path.to_owned(), values: values.clone(), telling, used })
    }

    fn values(&mut self, array: &ArrayRef, path: &str, records: &Records) -> Result<(), Outcome> {
        if !Texts::reads(array.data_type()) {
            if !Texts::is_dull(array.data_type()) {
                self.unread += 1;
            }
            return self.sink.pass(array.len() as u64);
        }
        let label = self.sink.label(path);
        if array.null_count() > 0 {
            self.sink.pass(array.null_count() as u64)?;
        }
        let mut texts = Texts::new(array);
        for element in 0..array.len() {
            self.value(&mut texts, element, label, records.of(element))?;
        }
        Ok(())
    }

    fn value(
        &mut self,
        texts: &mut Texts<'_>,
        element: usize,
        label: u32,
        record: u64,
    ) -> Result<(), Outcome> {
        let may_be_bytes = texts.may_be_bytes();
        let Some(text) = texts.get(element) else { return Ok(()) };
        self.claims.meet(text);
        let place = Place::Record { index: record };
        if !may_be_bytes || blob::is_text(text) {
            return match text.is_empty() {
                true => Ok(()),
                false => self.sink.segment(&Segment { text, place, label: Some(label) }),
            };
        }
        self.files += u64::from(blob::is_file(text));
        let sink = &mut *self.sink;
        blob::runs(text, |_, run| {
            sink.segment(&Segment { text: run.as_bytes(), place, label: Some(label) })
        })?;
        sink.pass(1)
    }
}

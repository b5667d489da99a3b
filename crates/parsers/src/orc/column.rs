//! The columns of a stripe, each down to its values.

use std::collections::BTreeSet;

use bytes::Bytes;
use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::runs::{Numbers, Octets, bits};
use super::statistics::{self, Claimed, Said};
use super::{Footer, Layout, Notes};
use crate::claims::{Claim, Claims};
use crate::{File, blob, path};

/// Types in types, deeper than this, are not read.
const DEPTH_MAX: usize = 64;
/// Values of a nested column in one stripe.
const VALUES_MAX: usize = 16 * 1024 * 1024;
/// Seconds from 1970 to 2015, from which times are counted.
const EPOCH_SECONDS: i64 = 1_420_070_400;

pub(super) const PRESENT: u64 = 0;
pub(super) const DATA: u64 = 1;
pub(super) const LENGTH: u64 = 2;
pub(super) const DICTIONARY: u64 = 3;
const SECONDARY: u64 = 5;
/// What is said of stretches of rows.
const INDEX: u64 = 6;

/// The record of each value of a column.
pub(super) enum Records {
    /// The first is of this record, the next of the next, so many in all.
    From(u64, u64),
    Each(Vec<u64>),
}

impl Records {
    fn iter(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        match self {
            Self::From(first, count) => Box::new(*first..first.saturating_add(*count)),
            Self::Each(records) => Box::new(records.iter().copied()),
        }
    }
}

/// One stripe being read.
pub(super) struct Stripe<'s> {
    file: &'s File,
    footer: &'s Footer,
    sink: &'s mut dyn SegmentSink,
    notes: &'s mut Notes,
    layout: Layout,
    said: Said<'s>,
    claimed: &'s mut Claimed,
    /// Columns that were read: none belongs to two others.
    walked: BTreeSet<usize>,
}

impl<'s> Stripe<'s> {
    pub(super) fn new(
        (file, footer): (&'s File, &'s Footer),
        layout: Layout,
        said: Said<'s>,
        sink: &'s mut dyn SegmentSink,
        claimed: &'s mut Claimed,
        notes: &'s mut Notes,
    ) -> Self {
        Self { file, footer, sink, notes, layout, said, claimed, walked: BTreeSet::new() }
    }

    /// Takes in what is said of a column.
    fn claim(&mut self, column: usize, path: &str) -> Result<(), Outcome> {
        let said = self.said.iter().filter_map(|columns| columns.as_ref()?.get(column));
        let mut claims: Vec<Claim> = said.flat_map(|said| statistics::claims(said)).collect();
        // An index that is damaged says nothing; the rows decide.
        let index = self.layout.content(self.file, self.footer.codec, column, INDEX);
        claims.extend(statistics::of_index(&index.unwrap_or_default()));
        if claims.is_empty() {
            return Ok(());
        }
        let (_, known) =
            self.claimed.entry(column).or_insert_with(|| (path.to_owned(), Claims::default()));
        known.add(claims, path, self.sink)
    }

    /// What is said of a column and still to be met.
    fn claims(&mut self, column: usize) -> Option<&mut Claims> {
        self.claimed.get_mut(&column).map(|(_, claims)| claims)
    }

    /// The content of a stream; empty where there is none.
    fn content(&mut self, column: usize, kind: u64) -> Bytes {
        let content = self.layout.content(self.file, self.footer.codec, column, kind);
        content.unwrap_or_else(|| {
            self.notes.damaged += 1;
            Bytes::new()
        })
    }

    /// Reads a column and those below it.
    pub(super) fn column(
        &mut self,
        column: usize,
        path: &str,
        records: &Records,
        depth: usize,
    ) -> Result<(), Outcome> {
        let footer = self.footer;
        let Some(described) = footer.types.get(column).filter(|_| depth < DEPTH_MAX) else {
            self.notes.unread += 1;
            return Ok(());
        };
        if !self.walked.insert(column) {
            self.notes.damaged += 1;
            return Ok(());
        }
        let present;
        let records = if self.layout.streams.contains_key(&(column, PRESENT)) {
            let content = self.content(column, PRESENT);
            let here = records.iter().zip(bits(&content)).filter(|(_, is_there)| *is_there);
            let here = self.at_most(here.map(|(record, _)| record));
            self.sink.pass(here.len() as u64)?;
            present = Records::Each(here);
            &present
        } else {
            records
        };
        if matches!(described.kind, 2..=4 | 7 | 16 | 17) {
            self.claim(column, path)?;
        }
        let below = |index: usize| described.below.get(index).copied().unwrap_or(usize::MAX);
        match described.kind {
            // A boolean holds nothing that is looked for.
            0 => Ok(()),
            1 => {
                let content = self.content(column, DATA);
                let values = Octets::new(&content).map(|byte| byte.cast_signed().to_string());
                self.texts(column, path, records, values)
            }
            2..=4 | 15 => self.numbers(column, path, records, described.kind == 15),
            5 | 6 => self.floats(column, path, records, described.kind == 5),
            7 | 8 | 16 | 17 => self.strings(column, path, records),
            9 | 18 => self.times(column, path, records),
            14 => self.decimals(column, path, records),
            10 => {
                let inner = self.items(column, records)?;
                self.column(below(0), &path::items(path), &inner, depth + 1)
            }
            11 => {
                let inner = self.items(column, records)?;
                let path = path::items(path);
                self.column(below(0), &path::member(&path, "key"), &inner, depth + 1)?;
                self.column(below(1), &path::member(&path, "value"), &inner, depth + 1)
            }
            12 => {
                for (index, child) in described.below.iter().enumerate() {
                    let name = described.names.get(index).map_or("", String::as_str);
                    self.column(*child, &path::member(path, name), records, depth + 1)?;
                }
                Ok(())
            }
            13 => {
                let content = self.content(column, DATA);
                for (index, child) in described.below.iter().enumerate() {
                    let tags = records.iter().zip(Octets::new(&content));
                    let mine = tags.filter(|(_, tag)| usize::from(*tag) == index);
                    let mine = self.at_most(mine.map(|(record, _)| record));
                    self.column(*child, path, &Records::Each(mine), depth + 1)?;
                }
                Ok(())
            }
            _ => {
                self.notes.unread += 1;
                Ok(())
            }
        }
    }

    /// Whether numbers of a column are written in the second way.
    fn is_second(&self, column: usize) -> bool {
        self.layout.encodings.get(column).is_some_and(|(kind, _)| *kind >= 2)
    }

    /// The records of the items of lists.
    fn items(&mut self, column: usize, records: &Records) -> Result<Records, Outcome> {
        let content = self.content(column, LENGTH);
        let lengths = Numbers::new(&content, self.is_second(column), false);
        let mut each = Vec::new();
        for (record, length) in records.iter().zip(lengths) {
            let room = VALUES_MAX - each.len();
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if length > room {
                self.notes.damaged += 1;
                break;
            }
            each.extend(std::iter::repeat_n(record, length));
        }
        self.sink.pass(each.len() as u64)?;
        Ok(Records::Each(each))
    }

    /// As many records as are kept at a time; that there were more is noted.
    fn at_most(&mut self, mut records: impl Iterator<Item = u64>) -> Vec<u64> {
        let kept = records.by_ref().take(VALUES_MAX).collect();
        self.notes.damaged += u64::from(records.next().is_some());
        kept
    }

    /// Gives values as texts; a column that ends early is damaged.
    fn texts(
        &mut self,
        column: usize,
        path: &str,
        records: &Records,
        mut values: impl Iterator<Item = String>,
    ) -> Result<(), Outcome> {
        let label = Some(self.sink.label(path));
        for index in records.iter() {
            let Some(text) = values.next() else {
                self.notes.damaged += 1;
                break;
            };
            let place = Place::Record { index };
            self.claims(column).into_iter().for_each(|claims| claims.meet(text.as_bytes()));
            self.sink.segment(&Segment { text: text.as_bytes(), place, label })?;
        }
        Ok(())
    }

    fn numbers(
        &mut self,
        column: usize,
        path: &str,
        records: &Records,
        are_days: bool,
    ) -> Result<(), Outcome> {
        let content = self.content(column, DATA);
        let numbers = Numbers::new(&content, self.is_second(column), true);
        match are_days {
            true => self.texts(column, path, records, numbers.map(date)),
            false => self.texts(column, path, records, numbers.map(|number| number.to_string())),
        }
    }

    fn floats(
        &mut self,
        column: usize,
        path: &str,
        records: &Records,
        is_short: bool,
    ) -> Result<(), Outcome> {
        let content = self.content(column, DATA);
        if is_short {
            let values = content.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
            return self.texts(column, path, records, values.map(|value| value.to_string()));
        }
        let values = content.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes));
        self.texts(column, path, records, values.map(|value| value.to_string()))
    }

    fn times(&mut self, column: usize, path: &str, records: &Records) -> Result<(), Outcome> {
        let content = self.content(column, DATA);
        let seconds = Numbers::new(&content, self.is_second(column), true);
        let shown = seconds.map(moment);
        self.texts(column, path, records, shown)
    }

    fn decimals(&mut self, column: usize, path: &str, records: &Records) -> Result<(), Outcome> {
        let content = self.content(column, DATA);
        let scales = self.content(column, SECONDARY);
        let scales = Numbers::new(&scales, self.is_second(column), true);
        let mut rest = &content[..];
        let values = scales.map_while(|scale| decimal(&mut rest, scale));
        self.texts(column, path, records, values)
    }

    fn strings(&mut self, column: usize, path: &str, records: &Records) -> Result<(), Outcome> {
        let (kind, size) = self.layout.encodings.get(column).copied().unwrap_or((0, 0));
        let is_second = self.is_second(column);
        let lengths = self.content(column, LENGTH);
        let lengths = Numbers::new(&lengths, is_second, false);
        let data = self.content(column, DATA);
        let label = self.sink.label(path);
        // Kinds 1 and 3 name values of a dictionary.
        if !matches!(kind, 1 | 3) {
            let mut values = split(&data, lengths);
            for record in records.iter() {
                let Some(value) = values.next() else {
                    self.notes.damaged += 1;
                    break;
                };
                self.value(column, value, label, record)?;
            }
            return Ok(());
        }
        let content = self.content(column, DICTIONARY);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let values: Vec<&[u8]> = split(&content, lengths).take(size.min(VALUES_MAX)).collect();
        let mut telling = self.sink.telling(Place::Record { index: 0 }, Some(label), &values)?;
        for (telling, value) in telling.iter_mut().zip(&values) {
            // What is no text is read as runs, row by row.
            *telling |= !blob::is_text(value);
        }
        let mut keys = Numbers::new(&data, is_second, false);
        let mut dull = 0;
        let mut used = vec![false; values.len()];
        for record in records.iter() {
            let key = keys.next().and_then(|key| usize::try_from(key).ok());
            let Some((key, value)) = key.and_then(|key| Some((key, *values.get(key)?))) else {
                self.notes.damaged += 1;
                break;
            };
            used[key] = true;
            match telling.get(key) {
                Some(true) => self.value(column, value, label, record)?,
                _ => dull += 1,
            }
        }
        for ((text, telling), _) in values.iter().zip(telling).zip(used).filter(|(_, used)| !used) {
            if telling && blob::is_text(text) {
                self.claims(column).into_iter().for_each(|claims| claims.meet(text));
                let label = Some(self.sink.label(&format!("{path} unused")));
                self.sink.segment(&Segment { text, place: Place::Element, label })?;
            }
        }
        self.sink.pass(dull)
    }

    fn value(
        &mut self,
        column: usize,
        value: &[u8],
        label: u32,
        index: u64,
    ) -> Result<(), Outcome> {
        self.claims(column).into_iter().for_each(|claims| claims.meet(value));
        let (place, label) = (Place::Record { index }, Some(label));
        if blob::is_text(value) {
            return match value.is_empty() {
                true => Ok(()),
                false => self.sink.segment(&Segment { text: value, place, label }),
            };
        }
        self.notes.files += u64::from(blob::is_file(value));
        let sink = &mut *self.sink;
        blob::runs(value, |_, run| sink.segment(&Segment { text: run.as_bytes(), place, label }))?;
        sink.pass(1)
    }
}

/// Values one behind the other, by their lengths.
pub(super) fn split<'b>(data: &'b [u8], lengths: Numbers<'b>) -> impl Iterator<Item = &'b [u8]> {
    let mut rest = data;
    lengths.map_while(move |length| {
        let (value, behind) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        rest = behind;
        Some(value)
    })
}

/// A number of any length with its point.
fn decimal(bytes: &mut &[u8], scale: i64) -> Option<String> {
    // Longer ones than 128 bits do not exist.
    let mut value = 0u128;
    for shift in (0..133).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u128::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            break;
        }
    }
    let is_negative = value & 1 != 0;
    let digits = ((value >> 1) + u128::from(is_negative)).to_string();
    let scale = usize::try_from(scale).ok().filter(|scale| *scale <= 38).unwrap_or(0);
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    let sign = if is_negative { "-" } else { "" };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// Seconds since 2015 as `2026-01-31T12:00:00`.
pub(super) fn moment(seconds: i64) -> String {
    let seconds = seconds.saturating_add(EPOCH_SECONDS);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    format!("{}T{:02}:{:02}:{:02}", date(days), rest / 3600, rest / 60 % 60, rest % 60)
}

/// A day since 1970 as `2026-01-31`.
fn date(days: i64) -> String {
    crate::ole::date(days)
}

//! The rows of an ORC file one after the other, every value of a plain column whole, booleans too: for
//! tables that tell something of other objects, and not for what is searched.

use std::borrow::Cow;

use bytes::Bytes;
use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use super::column::{DATA, DICTIONARY, LENGTH, PRESENT, moment, split};
use super::runs::{Numbers, Octets, bits};
use super::{Footer, Layout, footer, layout, malformed};
use crate::File;

/// Values of one dictionary.
const VALUES_MAX: usize = 16 * 1024 * 1024;

/// Labels are the columns' names; nulls and columns that are nested are left out. All of the rows
/// come, or the file is malformed.
pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let footer = match footer(file) {
        Ok(footer) => footer,
        Err(outcome) => return outcome,
    };
    if footer.is_encrypted {
        return Outcome::with_detail(Reason::EncryptedContent, "columns are encrypted");
    }
    let mut first = 0u64;
    for stripe in &footer.stripes {
        let rows = stripe[4];
        let Some(layout) = layout(file, &footer, stripe) else { return damaged() };
        match rows_of(file, &footer, &layout, (first, rows), sink) {
            Ok(()) => first = first.saturating_add(rows),
            Err(outcome) => return outcome,
        }
    }
    sink.rows(first);
    Outcome::COMPLETE
}

fn damaged() -> Outcome {
    malformed("a row is damaged")
}

/// The streams of one column.
struct Streams {
    name: String,
    kind: u64,
    is_second: bool,
    /// How many values its dictionary has, where it has one.
    dictionary: Option<usize>,
    present: Option<Bytes>,
    data: Bytes,
    lengths: Bytes,
    values: Bytes,
}

type Values<'s> = Box<dyn Iterator<Item = Cow<'s, [u8]>> + 's>;

impl Streams {
    /// The plain columns of the table.
    fn all(file: &File, footer: &Footer, layout: &Layout) -> Option<Vec<Self>> {
        let table = footer.types.first().filter(|table| table.kind == 12)?;
        let mut all = Vec::new();
        for (column, name) in table.below.iter().zip(&table.names) {
            let kind = footer.types.get(*column)?.kind;
            // A moment in another zone than UTC is none that could be compared.
            if !matches!(kind, 0..=4 | 7 | 16..=18) && (kind != 9 || !layout.is_utc) {
                continue;
            }
            let (encoding, size) = layout.encodings.get(*column).copied().unwrap_or((0, 0));
            let stream = |kind| layout.content(file, footer.codec, *column, kind);
            let is_present = layout.streams.contains_key(&(*column, PRESENT));
            all.push(Self {
                name: name.clone(),
                kind,
                is_second: encoding >= 2,
                dictionary: matches!(encoding, 1 | 3)
                    .then(|| usize::try_from(size).unwrap_or(usize::MAX)),
                present: if is_present { Some(stream(PRESENT)?) } else { None },
                data: stream(DATA)?,
                lengths: stream(LENGTH)?,
                values: stream(DICTIONARY)?,
            });
        }
        Some(all)
    }

    fn values(&self) -> Values<'_> {
        let number = || Numbers::new(&self.data, self.is_second, true);
        let lengths = || Numbers::new(&self.lengths, self.is_second, false);
        let owned = |text: String| Cow::Owned(text.into_bytes());
        match (self.kind, self.dictionary) {
            (0, _) => Box::new(
                bits(&self.data)
                    .map(|is| Cow::Borrowed(if is { &b"true"[..] } else { &b"false"[..] })),
            ),
            (1, _) => {
                let bytes = Octets::new(&self.data).map(|byte| byte.cast_signed().to_string());
                Box::new(bytes.map(owned))
            }
            (2..=4, _) => Box::new(number().map(|number| number.to_string()).map(owned)),
            (9 | 18, _) => Box::new(number().map(moment).map(owned)),
            (_, None) => Box::new(split(&self.data, lengths()).map(Cow::Borrowed)),
            (_, Some(size)) => {
                let values = split(&self.values, lengths()).take(size.min(VALUES_MAX));
                let values: Vec<&[u8]> = values.collect();
                let keys = Numbers::new(&self.data, self.is_second, false);
                let value = move |key: i64| values.get(usize::try_from(key).ok()?).copied();
                Box::new(keys.map_while(value).map(Cow::Borrowed))
            }
        }
    }
}

fn rows_of(
    file: &File,
    footer: &Footer,
    layout: &Layout,
    (first, rows): (u64, u64),
    sink: &mut dyn SegmentSink,
) -> Result<(), Outcome> {
    let streams = Streams::all(file, footer, layout).ok_or_else(damaged)?;
    let mut columns: Vec<_> = streams
        .iter()
        .map(|streams| {
            let present = streams.present.as_ref().map(|present| bits(present));
            (sink.label(&streams.name), present, streams.values())
        })
        .collect();
    for index in first..first.saturating_add(rows) {
        let place = Place::Record { index };
        for (label, present, values) in &mut columns {
            let is_there = match present {
                Some(present) => present.next().ok_or_else(damaged)?,
                None => true,
            };
            if is_there {
                let text = values.next().ok_or_else(damaged)?;
                sink.segment(&Segment { text: &text, place, label: Some(*label) })?;
            }
        }
    }
    Ok(())
}

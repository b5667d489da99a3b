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
    if footer.is_damaged {
        return malformed("the file's footer contradicts itself");
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
    // How many rows there are is the file's word, which no value bounds here.
    if streams.is_empty() && rows > 0 {
        return Err(malformed("no column of the table can be read"));
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read};

    use super::super::{Codec, Type};
    use super::*;

    /// A reader that nothing may be told.
    struct Deaf;

    impl SegmentSink for Deaf {
        fn begin(&mut self, _: &str, _: &'static str) -> Result<(), Outcome> {
            unreachable!()
        }
        fn end(&mut self, _: Outcome) -> Result<(), Outcome> {
            unreachable!()
        }
        fn label(&mut self, _: &str) -> u32 {
            unreachable!()
        }
        fn segment(&mut self, _: &Segment<'_>) -> Result<(), Outcome> {
            unreachable!()
        }
        fn pass(&mut self, _: u64) -> Result<(), Outcome> {
            unreachable!()
        }
        fn rows(&mut self, _: u64) {
            unreachable!()
        }
        fn sheet(&mut self, _: Option<&str>) -> Result<(), Outcome> {
            unreachable!()
        }
        fn telling(&mut self, _: Place, _: Option<u32>, _: &[&[u8]]) -> Result<Vec<bool>, Outcome> {
            unreachable!()
        }
        fn file(&mut self, _: &str, _: &mut dyn Read) -> Outcome {
            unreachable!()
        }
        fn refuse(&mut self, _: &str, _: &'static str, _: Outcome) {
            unreachable!()
        }
    }

    #[test]
    fn rows_without_a_column_end_the_file_at_once_however_many_it_claims() {
        let file = File::new(Box::new(Cursor::new(vec![0]))).unwrap();
        let table = Type { kind: 12, below: vec![], names: vec![] };
        let footer = Footer {
            codec: Codec::None,
            types: vec![table],
            stripes: vec![],
            is_encrypted: false,
            is_damaged: false,
            notes: vec![],
            said: vec![],
        };
        let layout = Layout { streams: BTreeMap::new(), encodings: vec![], is_utc: true };
        let told = rows_of(&file, &footer, &layout, (0, u64::MAX), &mut Deaf).unwrap_err();
        assert_eq!(told.reason, Some(Reason::MalformedFile));
        assert!(rows_of(&file, &footer, &layout, (0, 0), &mut Deaf).is_ok());
    }
}

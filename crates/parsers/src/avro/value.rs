//! Values of a block, one record after the other.

use std::io::Write;

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use super::long;
use super::schema::{Labels, Schema, Type, TypeId};
use crate::{blob, path};

/// Values in values, deeper than this, are not read.
const DEPTH_MAX: usize = 200;

/// Reads records. `Ok(None)` means that the block is damaged.
#[derive(Default)]
pub(super) struct Decoder {
    labels: Labels,
    text: Vec<u8>,
    files: u64,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'p> {
    record: u64,
    node: u32,
    path: &'p str,
    depth: usize,
}

/// The index of an array's items among the members of its node; fields count from 0.
const ITEMS: usize = usize::MAX;

type Read1 = Result<Option<()>, Outcome>;

impl Decoder {
    pub(super) fn outcome(&self) -> Outcome {
        if self.files == 0 {
            return Outcome::COMPLETE;
        }
        let detail = format!("{} values are files, read as printable runs", self.files);
        Outcome::with_detail(Reason::EmbeddedContentNotRead, detail)
    }

    pub(super) fn record(
        &mut self,
        schema: &Schema,
        input: &mut &[u8],
        record: u64,
        sink: &mut dyn SegmentSink,
    ) -> Read1 {
        let node = sink.label(path::ROOT);
        let at = At { record, node, path: path::ROOT, depth: 0 };
        self.value(schema, schema.root, input, at, sink)
    }

    fn value(
        &mut self,
        schema: &Schema,
        id: TypeId,
        input: &mut &[u8],
        at: At<'_>,
        sink: &mut dyn SegmentSink,
    ) -> Read1 {
        if at.depth > DEPTH_MAX {
            return Ok(None);
        }
        match &schema.types[id] {
            Type::Null => Ok(Some(())),
            Type::Boolean => Ok(take(input, 1).map(|_| ())),
            Type::Record(fields) => {
                for (index, (name, field)) in fields.iter().enumerate() {
                    let read = self.below(schema, *field, input, at, (index, Some(name)), sink)?;
                    if read.is_none() {
                        return Ok(None);
                    }
                }
                Ok(Some(()))
            }
            Type::Union(branches) => {
                let branch = long(input).and_then(|n| usize::try_from(n).ok());
                match branch.and_then(|branch| branches.get(branch)) {
                    Some(&branch) => {
                        let at = At { depth: at.depth + 1, ..at };
                        self.value(schema, branch, input, at, sink)
                    }
                    None => Ok(None),
                }
            }
            Type::Array(items) => self.blocks(schema, *items, false, input, at, sink),
            Type::Map(values) => self.blocks(schema, *values, true, input, at, sink),
            simple => match self.simple(simple, input) {
                Some(is_bytes) => self.deliver(is_bytes, at, sink).map(Some),
                None => Ok(None),
            },
        }
    }

    fn below(
        &mut self,
        schema: &Schema,
        id: TypeId,
        input: &mut &[u8],
        at: At<'_>,
        (index, name): (usize, Option<&str>),
        sink: &mut dyn SegmentSink,
    ) -> Read1 {
        let mut number = |path: &str| sink.label(path);
        let (node, path) = self.labels.below(at.node, at.path, index, name, &mut number);
        let inner = At { record: at.record, node, path: &path, depth: at.depth + 1 };
        self.value(schema, id, input, inner, sink)
    }

    /// The blocks of an array or map.
    fn blocks(
        &mut self,
        schema: &Schema,
        id: TypeId,
        is_map: bool,
        input: &mut &[u8],
        at: At<'_>,
        sink: &mut dyn SegmentSink,
    ) -> Read1 {
        loop {
            let Some(count) = long(input) else { return Ok(None) };
            if count == 0 {
                return Ok(Some(()));
            }
            if count < 0 && long(input).is_none() {
                return Ok(None);
            }
            for left in (0..count.unsigned_abs()).rev() {
                let before = input.len();
                if is_map {
                    if self.simple(&Type::String, input).is_none() {
                        return Ok(None);
                    }
                    self.deliver(false, at, sink)?;
                }
                if self.below(schema, id, input, at, (ITEMS, None), sink)?.is_none() {
                    return Ok(None);
                }
                if input.len() == before {
                    // Items without bytes: any number may be claimed, and all are alike.
                    sink.pass(left)?;
                    sink.pass(1)?;
                    break;
                }
            }
        }
    }

    /// Reads a value into the text; `None` when it is damaged, and whether it may be any bytes.
    fn simple(&mut self, kind: &Type, input: &mut &[u8]) -> Option<bool> {
        self.text.clear();
        let out = &mut self.text;
        match kind {
            Type::Int | Type::Long => write!(out, "{}", long(input)?).ok()?,
            Type::Date => write!(out, "{}", date(long(input)?)?).ok()?,
            Type::Timestamp(units) => {
                let value = long(input)?;
                let (day, second) = (value.div_euclid(units * 86_400), value.div_euclid(*units));
                let second = second.rem_euclid(86_400);
                let (hour, minute) = (second / 3_600, second / 60 % 60);
                write!(out, "{} {hour:02}:{minute:02}:{:02}", date(day)?, second % 60).ok()?;
            }
            Type::Float => {
                let bytes = take(input, 4)?.try_into().ok()?;
                write!(out, "{}", f32::from_le_bytes(bytes)).ok()?;
            }
            Type::Double => {
                let bytes = take(input, 8)?.try_into().ok()?;
                write!(out, "{}", f64::from_le_bytes(bytes)).ok()?;
            }
            Type::Bytes | Type::String => {
                let length = usize::try_from(long(input)?).ok()?;
                out.extend_from_slice(take(input, length)?);
            }
            Type::Decimal(scale) => {
                let length = usize::try_from(long(input)?).ok()?;
                decimal(take(input, length)?, *scale, out);
            }
            Type::Fixed(size) => out.extend_from_slice(take(input, *size)?),
            Type::FixedDecimal(size, scale) => decimal(take(input, *size)?, *scale, out),
            Type::Enum(symbols) => {
                let symbol = symbols.get(usize::try_from(long(input)?).ok()?)?;
                out.extend_from_slice(symbol.as_bytes());
            }
            _ => return None,
        }
        Some(matches!(kind, Type::Bytes | Type::Fixed(_)))
    }

    fn deliver(
        &mut self,
        is_bytes: bool,
        at: At<'_>,
        sink: &mut dyn SegmentSink,
    ) -> Result<(), Outcome> {
        let place = Place::Record { index: at.record };
        let label = Some(at.node);
        if self.text.is_empty() {
            return Ok(());
        }
        if !is_bytes || blob::is_text(&self.text) {
            return sink.segment(&Segment { text: &self.text, place, label });
        }
        self.files += u64::from(blob::is_file(&self.text));
        blob::runs(&self.text, |_, run| {
            sink.segment(&Segment { text: run.as_bytes(), place, label })
        })
    }
}

fn take<'i>(input: &mut &'i [u8], length: usize) -> Option<&'i [u8]> {
    let (taken, rest) = input.split_at_checked(length)?;
    *input = rest;
    Some(taken)
}

/// The day of the Gregorian calendar that lies so many days behind 1970-01-01.
fn date(days: i64) -> Option<String> {
    let days = i64::from(i32::try_from(days).ok()?) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A number of two's complement, with a point before its last digits.
fn decimal(bytes: &[u8], scale: u32, out: &mut Vec<u8>) {
    if bytes.len() > 16 {
        // Larger than any number that is looked for: its bytes, as they are.
        bytes.iter().for_each(|byte| drop(write!(out, "{byte:02x}")));
        return;
    }
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1i128 } else { 0 };
    let value = bytes.iter().fold(start, |value, &byte| (value << 8) | i128::from(byte));
    let digits = format!("{:0>1$}", value.unsigned_abs(), scale as usize + 1);
    let (whole, behind) = digits.split_at(digits.len() - scale as usize);
    let point = if behind.is_empty() { "" } else { "." };
    let _ = write!(out, "{}{whole}{point}{behind}", if negative { "-" } else { "" });
}

#[cfg(test)]
mod tests {
    use super::{date, decimal};

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0).unwrap(), "1970-01-01");
        assert_eq!(date(-1).unwrap(), "1969-12-31");
        assert_eq!(date(11_016).unwrap(), "2000-02-29");
    }

    #[test]
    fn decimals_have_their_point() {
        let text = |bytes: &[u8], scale| {
            let mut out = Vec::new();
            decimal(bytes, scale, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(&[0x30, 0x39], 2), "123.45");
        assert_eq!(text(&[0xFF], 2), "-0.01");
        assert_eq!(text(&[], 0), "0");
    }
}

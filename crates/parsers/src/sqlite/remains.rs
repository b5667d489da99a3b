//! What deleted rows have left: free pages, and space within pages that no row uses. Rows that
//! can still be told are read value by value, everything else as printable runs.

use magpie_model::{Outcome, Place, Segment, SegmentSink};

use super::pages::{Gap, Pages};
use super::record::{Encoding, Value, size_of, value, varint};
use super::tree::Header;
use crate::blob;

/// Name of the part.
const NAME: &str = "(deleted rows)";
/// A row has no more columns.
const COLUMNS_MAX: usize = 2_000;

pub(super) fn read(pages: &mut Pages<'_>, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
    let gaps = std::mem::take(&mut pages.gaps);
    let encoding = pages.encoding();
    let mut remains = Remains { begun: false, pages, encoding, sink };
    let read = remains.all(gaps);
    if remains.begun {
        let outcome = read.as_ref().err().cloned().unwrap_or(Outcome::COMPLETE);
        remains.sink.end(outcome)?;
    }
    read
}

struct Remains<'s, 'f> {
    begun: bool,
    pages: &'s Pages<'f>,
    encoding: Encoding,
    sink: &'s mut dyn SegmentSink,
}

impl Remains<'_, '_> {
    fn all(&mut self, gaps: Vec<Gap>) -> Result<(), Outcome> {
        let pages = self.pages;
        for Gap { offset, length, is_cell } in gaps {
            if let Some(bytes) = pages.bytes(offset, length as usize) {
                match is_cell {
                    true => self.freed_cell(&bytes)?,
                    false => self.space(&bytes)?,
                }
            }
        }
        for number in (1..=pages.count()).filter(|&number| !pages.is_used(number)) {
            let Some(page) = pages.bytes(pages.offset(number), pages.size()) else { continue };
            if page.iter().any(|&byte| byte != 0) {
                self.space(&page[Header::of(&page).map_or(0, |header| header.length)..])?;
            }
        }
        Ok(())
    }

    fn give(&mut self, text: &str) -> Result<(), Outcome> {
        if text.is_empty() {
            return Ok(());
        }
        if !self.begun {
            self.sink.begin(NAME, "remains")?;
            self.begun = true;
        }
        let place = Place::Text;
        self.sink.segment(&Segment { text: text.as_bytes(), place, label: None })
    }

    fn runs(&mut self, bytes: &[u8]) -> Result<(), Outcome> {
        blob::runs(bytes, |_, run| self.give(run))
    }

    fn value(&mut self, value: &Value<'_>) -> Result<(), Outcome> {
        match value {
            Value::Null => Ok(()),
            Value::Integer(number) => self.give(&number.to_string()),
            Value::Real(number) => self.give(&number.to_string()),
            Value::Text(bytes) => self.give(&self.encoding.decode(bytes)),
            Value::Blob(bytes) => self.runs(bytes),
        }
    }

    /// A cell that is whole, of a table or of an index: its length, whether a row like it is in
    /// use, its values.
    fn cell<'b>(&self, bytes: &'b [u8]) -> Option<(usize, bool, Vec<Value<'b>>)> {
        let (length, taken) = varint(bytes)?;
        let length = usize::try_from(length).ok()?;
        if length < 3 || length > bytes.len() {
            return None;
        }
        let (_, row) = varint(&bytes[taken..])?;
        [taken + row, taken].into_iter().find_map(|start| {
            let payload = bytes.get(start..start.checked_add(length)?)?;
            let (types, header) = types_of(payload)?;
            let values = plausible(&types, &payload[header..], self.encoding)?;
            Some((start + length, self.pages.is_live(payload), values))
        })
    }

    /// A freed cell. Its first four bytes are overwritten, which takes its length and the
    /// beginning of its header; the rest of the header has to fit the cell's size exactly.
    fn freed_cell(&mut self, cell: &[u8]) -> Result<(), Outcome> {
        for start in 4..cell.len().min(16) {
            if let Some(values) = types_that_fit(&cell[start..], self.encoding) {
                return values.iter().try_for_each(|value| self.value(value));
            }
        }
        self.space(cell)
    }

    /// Space that may hold whole cells: those that can be told, and the runs between them.
    fn space(&mut self, bytes: &[u8]) -> Result<(), Outcome> {
        let (mut at, mut runs_from) = (0, 0);
        while at < bytes.len() {
            let Some((length, is_live, values)) = self.cell(&bytes[at..]) else {
                at += 1;
                continue;
            };
            self.runs(&bytes[runs_from..at])?;
            if !is_live {
                values.iter().try_for_each(|value| self.value(value))?;
            }
            at += length;
            runs_from = at;
        }
        self.runs(&bytes[runs_from..])
    }
}

/// The types in a record's header, where they fill its payload exactly.
fn types_of(payload: &[u8]) -> Option<(Vec<u64>, usize)> {
    let (header, mut at) = varint(payload)?;
    let header = usize::try_from(header).ok().filter(|&h| h > 1 && h <= payload.len())?;
    let mut types = Vec::new();
    let mut content = header;
    while at < header {
        let (serial, taken) = varint(&payload[at..header])?;
        at += taken;
        content = content.checked_add(size_of(serial)?)?;
        types.push(serial);
    }
    (content == payload.len() && types.len() <= COLUMNS_MAX).then_some((types, header))
}

/// Values whose types stand first and fill the bytes exactly.
fn types_that_fit(bytes: &[u8], encoding: Encoding) -> Option<Vec<Value<'_>>> {
    let (mut at, mut content) = (0, 0);
    let mut types = Vec::new();
    while types.len() < COLUMNS_MAX {
        let (serial, length) = varint(bytes.get(at..)?)?;
        at += length;
        content += size_of(serial)?;
        types.push(serial);
        if at + content >= bytes.len() {
            break;
        }
    }
    if at + content != bytes.len() {
        return None;
    }
    plausible(&types, &bytes[at..], encoding)
}

/// The values, when there is a text among them and every text is one.
fn plausible<'b>(
    types: &[u64],
    mut content: &'b [u8],
    encoding: Encoding,
) -> Option<Vec<Value<'b>>> {
    let mut values = Vec::new();
    let mut has_text = false;
    for &serial in types {
        let (bytes, rest) = content.split_at_checked(size_of(serial)?)?;
        content = rest;
        let value = value(serial, bytes);
        if let Value::Text(text) = value {
            let is_text = match encoding {
                Encoding::Utf8 => blob::is_text(text),
                _ => text.len().is_multiple_of(2),
            };
            if !is_text {
                return None;
            }
            has_text |= !text.is_empty();
        }
        values.push(value);
    }
    has_text.then_some(values)
}

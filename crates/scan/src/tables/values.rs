//! The values of a few columns of a Parquet or Avro file, through the same readers as everything.

use std::io::Read;

use magpie_model::{DocumentReaders, Outcome, Place, ReadSeek, Reason, Segment, SegmentSink};

/// Hands the values of `columns`, named by their paths, to `value`: which column, which record, what.
/// `None` when the file was not read to its end.
pub(super) fn read(
    readers: &dyn DocumentReaders,
    format: &'static str,
    file: &mut dyn ReadSeek,
    columns: &[&str],
    value: &mut dyn FnMut(usize, u64, &str),
) -> Option<()> {
    if !readers.reads(format) {
        return None;
    }
    let mut sink = Values { columns, value, labels: Vec::new() };
    let outcome = readers.read(format, file, &mut sink);
    // Statistics of other types in it are no loss.
    let whole = outcome.reason.is_none_or(|reason| reason == Reason::EmbeddedContentNotRead);
    whole.then_some(())
}

struct Values<'v> {
    columns: &'v [&'v str],
    value: &'v mut dyn FnMut(usize, u64, &str),
    /// The column of each label, if it is wanted.
    labels: Vec<(String, Option<usize>)>,
}

impl Values<'_> {
    fn column(&self, label: Option<u32>) -> Option<usize> {
        self.labels.get(label? as usize)?.1
    }
}

impl SegmentSink for Values<'_> {
    fn begin(&mut self, _: &str, _: &'static str) -> Result<(), Outcome> {
        Ok(())
    }

    fn end(&mut self, _: Outcome) -> Result<(), Outcome> {
        Ok(())
    }

    fn label(&mut self, text: &str) -> u32 {
        let known = self.labels.iter().position(|(known, _)| known == text);
        let number = known.unwrap_or_else(|| {
            let column = self.columns.iter().position(|column| *column == text);
            self.labels.push((text.to_owned(), column));
            self.labels.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let (Some(column), Place::Record { index }) = (self.column(segment.label), segment.place)
        else {
            return Ok(());
        };
        (self.value)(column, index, &String::from_utf8_lossy(segment.text));
        Ok(())
    }

    fn pass(&mut self, _: u64) -> Result<(), Outcome> {
        Ok(())
    }

    fn rows(&mut self, _: u64) {}

    fn sheet(&mut self, _: Option<&str>) -> Result<(), Outcome> {
        Ok(())
    }

    fn telling(
        &mut self,
        _: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        Ok(vec![self.column(label).is_some(); values.len()])
    }

    fn file(&mut self, _: &str, _: &mut dyn Read) -> Outcome {
        Outcome::COMPLETE
    }

    fn refuse(&mut self, _: &str, _: &'static str, _: Outcome) {}
}

//! The rows of a data file in Parquet or ORC, through the reader that the run has for such files.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _};
use std::ops::ControlFlow;

use magpie_model::{DocumentReaders, Outcome, Place, ReadSeek, Reason, Segment, SegmentSink};

use super::row::{Column, Row};

/// A format whose reader gives every row whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columnar {
    Orc,
    Parquet,
}

impl Columnar {
    /// What its reader is called.
    fn reader(self) -> &'static str {
        match self {
            Self::Orc => "orc-rows",
            Self::Parquet => "parquet-rows",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Orc => "ORC",
            Self::Parquet => "Parquet",
        }
    }
}

/// Hands over every row until one breaks off; the error says what is wrong, and in which row.
///
/// Rows are kept in a temporary file first: a reader has its time, and whoever takes the rows has
/// another one. They may take `bytes_max` bytes there.
pub(super) fn rows(
    format: Columnar,
    readers: &dyn DocumentReaders,
    file: &mut dyn ReadSeek,
    bytes_max: u64,
    each: &mut dyn FnMut(&Row) -> Result<ControlFlow<()>, String>,
) -> Result<ControlFlow<()>, String> {
    if !readers.reads(format.reader()) {
        return Err(format!("there is no reader of {}", format.name()));
    }
    let kept = tempfile::tempfile().map_err(|error| not_kept(&error))?;
    let mut sink = Rows::new(kept, bytes_max);
    let outcome = readers.read(format.reader(), file, &mut sink);
    let mut kept = BufReader::new(sink.finish(format, &outcome)?);
    let mut number = 0u64;
    while let Some(row) = Row::read(&mut kept).map_err(|error| not_kept(&error))? {
        number += 1;
        if each(&row).map_err(|problem| format!("row {number}: {problem}"))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn not_kept(error: &io::Error) -> String {
    format!("its rows cannot be kept in a temporary file: {error}")
}

/// Puts rows together from their values.
struct Rows {
    kept: BufWriter<File>,
    bytes: u64,
    bytes_max: u64,
    /// The column of each label, where it is used.
    labels: Vec<(String, Option<Column>)>,
    row: Row,
    /// How many rows have begun; the last of them is being put together.
    begun: u64,
    /// How many the file says it has.
    told: u64,
    problem: Option<String>,
}

impl Rows {
    fn new(kept: File, bytes_max: u64) -> Self {
        Self {
            kept: BufWriter::new(kept),
            bytes: 0,
            bytes_max,
            labels: Vec::new(),
            row: Row::default(),
            begun: 0,
            told: 0,
            problem: None,
        }
    }

    /// The rows from their beginning, when all of the file was read.
    fn finish(mut self, format: Columnar, outcome: &Outcome) -> Result<File, String> {
        if self.problem.is_none() && self.begun > 0 {
            self.problem = self.keep().err();
        }
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        if let Some(reason) = outcome.reason {
            let why = outcome.detail.as_deref().unwrap_or(reason.as_str());
            return Err(format!("it cannot be read as {}: {why}", format.name()));
        }
        if self.begun != self.told {
            return Err(format!("it has {} rows, and {} hold anything", self.told, self.begun));
        }
        let kept = self.kept.into_inner().map_err(|error| not_kept(error.error()))?;
        let mut kept = kept;
        kept.rewind().map_err(|error| not_kept(&error))?;
        Ok(kept)
    }

    fn keep(&mut self) -> Result<(), String> {
        let row = std::mem::take(&mut self.row);
        self.bytes += row.write(&mut self.kept).map_err(|error| not_kept(&error))?;
        if self.bytes > self.bytes_max {
            let max = self.bytes_max;
            return Err(format!(
                "its rows take more than --spool-bytes-max allows ({max}): raise it"
            ));
        }
        Ok(())
    }

    fn value(&mut self, index: u64, column: Option<Column>, text: &[u8]) -> Result<(), String> {
        if index == self.begun {
            if self.begun > 0 {
                self.keep()?;
            }
            self.begun += 1;
        } else if index + 1 != self.begun {
            return Err(format!("row {} holds nothing", self.begun + 1));
        }
        let Some(column) = column else { return Ok(()) };
        let text =
            std::str::from_utf8(text).map_err(|_| format!("row {} is not UTF-8", index + 1))?;
        let value = match column {
            Column::LastModifiedDate => utc(text),
            _ => text.to_owned(),
        };
        self.row.set(column, value);
        Ok(())
    }
}

/// A reader writes moments without the letters of RFC 3339.
fn utc(moment: &str) -> String {
    format!("{}Z", moment.trim_end_matches('Z').replacen(' ', "T", 1))
}

impl SegmentSink for Rows {
    fn begin(&mut self, _: &str, _: &'static str) -> Result<(), Outcome> {
        Ok(())
    }

    fn end(&mut self, _: Outcome) -> Result<(), Outcome> {
        Ok(())
    }

    fn label(&mut self, text: &str) -> u32 {
        let known = self.labels.iter().position(|(known, _)| known == text);
        let number = known.unwrap_or_else(|| {
            self.labels.push((text.to_owned(), Column::named(text)));
            self.labels.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let (Place::Record { index }, Some(label)) = (segment.place, segment.label) else {
            return Ok(());
        };
        let column = self.labels.get(label as usize).and_then(|(_, column)| *column);
        self.value(index, column, segment.text).map_err(|problem| {
            self.problem = Some(problem);
            Outcome::of(Reason::Interrupted)
        })
    }

    fn pass(&mut self, _: u64) -> Result<(), Outcome> {
        Ok(())
    }

    fn rows(&mut self, rows: u64) {
        self.told = rows;
    }

    fn sheet(&mut self, _: Option<&str>) -> Result<(), Outcome> {
        Ok(())
    }

    fn telling(
        &mut self,
        _: Place,
        _: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        Ok(vec![true; values.len()])
    }

    fn file(&mut self, _: &str, _: &mut dyn Read) -> Outcome {
        Outcome::COMPLETE
    }

    fn refuse(&mut self, _: &str, _: &'static str, _: Outcome) {}
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use super::super::row::Entry;
    use super::*;

    /// Gives these values as (row, column, text), says that there are so many rows, and ends so.
    struct Given(&'static [(u64, &'static str, &'static [u8])], u64, Outcome);

    impl DocumentReaders for Given {
        fn reads(&self, format: &'static str) -> bool {
            format == Columnar::Parquet.reader()
        }

        fn read(
            &self,
            _: &'static str,
            _: &mut dyn ReadSeek,
            sink: &mut dyn SegmentSink,
        ) -> Outcome {
            for (index, column, text) in self.0 {
                let label = Some(sink.label(column));
                let place = Place::Record { index: *index };
                if let Err(outcome) = sink.segment(&Segment { text, place, label }) {
                    return outcome;
                }
            }
            sink.rows(self.1);
            self.2.clone()
        }
    }

    fn listed(given: &Given, bytes_max: u64) -> Result<Vec<String>, String> {
        let bucket: Arc<str> = "b".into();
        let mut told = Vec::new();
        let mut file = Cursor::new(Vec::new());
        let flow = rows(Columnar::Parquet, given, &mut file, bytes_max, &mut |row| {
            told.push(match row.entry(&bucket)? {
                Entry::Current(listed) => {
                    let date = listed.object.last_modified.unwrap_or_default();
                    format!("{} {date}", listed.object.key)
                }
                Entry::NonCurrent => "older".to_owned(),
                Entry::DeleteMarker => "marker".to_owned(),
            });
            Ok(ControlFlow::Continue(()))
        })?;
        assert!(flow.is_continue());
        Ok(told)
    }

    const ROWS: &[(u64, &str, &[u8])] = &[
        (0, "bucket", b"b"),
        (0, "key", b"a+b%20"),
        (0, "size", b"3"),
        (0, "last_modified_date", b"2026-01-15 12:00:00.123"),
        (0, "unheard_of", b"\xff"),
        (1, "bucket", b"b"),
        (1, "key", b"older"),
        (1, "size", b"3"),
        (1, "is_latest", b"false"),
        (2, "bucket", b"b"),
        (2, "key", b"gone"),
        (2, "is_latest", b"true"),
        (2, "is_delete_marker", b"true"),
    ];

    #[test]
    fn rows_are_put_together_and_keys_stand_as_they_are() {
        let told = listed(&Given(ROWS, 3, Outcome::COMPLETE), 10_000).unwrap();
        assert_eq!(told, ["a+b%20 2026-01-15T12:00:00Z", "older", "marker"]);
        assert!(listed(&Given(&[], 0, Outcome::COMPLETE), 10).unwrap().is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_and_no_row_is_lost_unheard() {
        let damaged = Outcome::with_detail(Reason::MalformedFile, "a row is damaged");
        let said = |given: &Given, bytes_max| listed(given, bytes_max).unwrap_err();
        assert!(said(&Given(ROWS, 3, damaged), 10_000).contains("a row is damaged"));
        assert!(said(&Given(ROWS, 4, Outcome::COMPLETE), 10_000).contains("4 rows, and 3"));
        assert!(said(&Given(ROWS, 3, Outcome::COMPLETE), 60).contains("--spool-bytes-max"));
        let gap = Given(&[(1, "key", b"a")], 2, Outcome::COMPLETE);
        assert!(said(&gap, 10_000).contains("row 1 holds nothing"));
        let bytes = Given(&[(0, "key", b"\xff")], 1, Outcome::COMPLETE);
        assert!(said(&bytes, 10_000).contains("row 1 is not UTF-8"));
    }
}

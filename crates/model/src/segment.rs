//! Values and stretches of text on their way from a document reader to `extract`.

use std::io::Read;

use crate::{Outcome, Place, ReadSeek, Reason};

/// A value of a table, a page of a document: text that context may not leave.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'t> {
    /// The text; what is not UTF-8 in it is searched as bytes.
    pub text: &'t [u8],
    /// Where it stands.
    pub place: Place,
    /// Its label, as numbered by [`SegmentSink::label`].
    pub label: Option<u32>,
}

/// Takes what a document reader finds in one part, in the order in which it is to be read.
///
/// Made by `extract`; a reader that runs in a process of its own sees a stand-in. Every call that
/// fails tells the outcome with which the reader is to end at once.
pub trait SegmentSink {
    /// A part inside begins, such as a table of a database. Text of the outer part may not
    /// follow.
    ///
    /// # Errors
    /// A bound on the object is reached; the part has not begun.
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome>;

    /// The part that [`Self::begin`] began last ends.
    ///
    /// # Errors
    /// The visitor wants to stop; the part has ended all the same.
    fn end(&mut self, outcome: Outcome) -> Result<(), Outcome>;

    /// The number of a label (column name, path, field) in this part; the same text has the same
    /// number.
    fn label(&mut self, text: &str) -> u32;

    /// One more segment.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome>;

    /// Cells that hold no text (nulls, values known to be dull): they take no text and do take
    /// time, so that a file may not claim any number of them.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    fn pass(&mut self, cells: u64) -> Result<(), Outcome>;

    /// The part has so many rows, the header included.
    fn rows(&mut self, rows: u64);

    /// The cells that follow stand on the sheet of this name, whose first rows may name the columns;
    /// with `None` the sheet ends.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome>;

    /// Which of these values would have anything found in them, were they segments with this
    /// label. A dictionary is asked once, and only values that tell something are delivered row
    /// by row. Values that cannot be judged count as telling.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    fn telling(
        &mut self,
        place: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome>;

    /// A file inside, read as a part of its own by its content. Tells what became of it.
    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome;

    /// A file inside that is not read, with the outcome it has.
    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome);
}

/// Readers of formats that `extract` recognises and does not read itself.
pub trait DocumentReaders: Send + Sync {
    /// Whether there is a reader for this format.
    fn reads(&self, format: &'static str) -> bool;

    /// Reads a file of a format that [`Self::reads`] named, and tells what became of it.
    fn read(
        &self,
        format: &'static str,
        file: &mut dyn ReadSeek,
        sink: &mut dyn SegmentSink,
    ) -> Outcome;
}

/// No readers: such formats are recognised and skipped.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoReaders;

impl DocumentReaders for NoReaders {
    fn reads(&self, _: &'static str) -> bool {
        false
    }

    fn read(&self, _: &'static str, _: &mut dyn ReadSeek, _: &mut dyn SegmentSink) -> Outcome {
        Outcome::of(Reason::UnsupportedFileType)
    }
}

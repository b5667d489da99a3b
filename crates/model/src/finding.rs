//! One finding: one object (and inner path) × one detector.

use crate::{Category, Confidence, DetectorId, Severity, TableFile};

/// What one detector found in one object. Made by `scan`, written by `report`.
///
/// It holds masked text only; the clear text ended with the body.
#[derive(Clone, Debug)]
pub struct Finding {
    /// See [`crate::ObjectRef::bucket`].
    pub bucket: String,
    /// The key, with anything a detector matches in it masked.
    pub key: String,
    /// Keyed fingerprint of the true key, when `key` is masked.
    pub key_fingerprint: Option<String>,
    /// The version.
    pub version_id: Option<String>,
    /// The path inside an archive, masked likewise.
    pub inner_path: Option<String>,
    /// The table that the object is a file of.
    pub table: Option<TableFile>,
    /// The detector.
    pub detector: DetectorId,
    /// The detector's name for people.
    pub name: String,
    /// What kind of data.
    pub category: Category,
    /// Amazon Macie's identifier for the same, where it has one.
    pub macie_type: Option<String>,
    /// The highest confidence met.
    pub confidence: Confidence,
    /// By `count` and the detector's bands.
    pub severity: Severity,
    /// Occurrences at or above the run's minimum confidence.
    pub count: u64,
    /// Different values among them.
    pub distinct: u64,
    /// Whether `distinct` is an estimate (beyond 10,000 values).
    pub distinct_is_estimate: bool,
    /// All occurrences by confidence: low, medium, high.
    pub by_confidence: [u64; 3],
    /// Of these, published examples of issuers, which are never more than low.
    pub specimens: u64,
    /// Where they stand.
    pub occurrences: Occurrences,
    /// How many places `occurrences` holds.
    pub occurrences_kept: u64,
    /// A few values, masked.
    pub samples: Vec<Sample>,
    /// The evidence, most frequent first.
    pub why: Vec<String>,
    /// Detectors that fitted the same text less well.
    pub alternatives: Vec<DetectorId>,
}

/// A value that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Masked as the detector says.
    pub masked: String,
    /// `hmac-sha256:` and the keyed hash of the normalised value.
    pub fingerprint: String,
}

/// Places by kind, in the shapes of Amazon Macie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// Tables.
    pub cells: Vec<CellPlace>,
    /// Running text and markup.
    pub line_ranges: Vec<LineRange>,
    /// Characters; kept for texts without lines, such as object keys.
    pub offset_ranges: Vec<OffsetRange>,
    /// Bytes in the part's own content, beside the others, where they are known.
    pub byte_ranges: Vec<OffsetRange>,
    /// Pages of documents.
    pub pages: Vec<PagePlace>,
    /// JSON, JSON Lines and files of records.
    pub records: Vec<RecordPlace>,
}

/// One kept place, before it is sorted into [`Occurrences`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OccurrencePlace {
    /// A table cell.
    Cell(CellPlace),
    /// A line.
    Line(LineRange),
    /// Characters.
    Offset(OffsetRange),
    /// A page.
    Page(PagePlace),
    /// A record.
    Record(RecordPlace),
}

/// A table cell, counted from 1, the header row being row 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// Row.
    pub row: u64,
    /// Column.
    pub column: u32,
    /// Name of the column, masked where a detector matches in it.
    pub column_name: Option<String>,
    /// Spreadsheets only, such as `Sheet2!C5`.
    pub cell_reference: Option<String>,
}

/// Lines, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRange {
    /// First line.
    pub start: u64,
    /// Last line.
    pub end: u64,
    /// In characters, from 1.
    pub start_column: u64,
}

/// Lines of a page of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePlace {
    /// From 1.
    pub number: u32,
    /// Lines of the page's text.
    pub lines: LineRange,
}

/// A half-open range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetRange {
    /// First.
    pub start: u64,
    /// First behind.
    pub end: u64,
}

/// A record, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// Which record; always 0 for a JSON document.
    pub record_index: u64,
    /// JSONPath, items of arrays by their index from 0, or `[*]` where the format does not count them;
    /// masked where a detector matches in it.
    pub json_path: Option<String>,
}

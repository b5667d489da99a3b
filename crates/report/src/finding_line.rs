//! A line of `findings.jsonl`: one object (and inner path) × one detector.

use magpie_model::{Finding, LineRange, Occurrences, OffsetRange};
use serde::{Deserialize, Serialize};

use crate::table_line::TableLine;

/// What one detector found in one object. Places follow Amazon Macie's names and counting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingLine {
    /// See [`Finding::bucket`].
    pub bucket: String,
    /// The key, with anything in it masked that the run tells of it or of the content.
    pub key: String,
    /// Keyed fingerprint of the true key; there only when `key` is masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_fingerprint: Option<String>,
    /// The version.
    pub version_id: Option<String>,
    /// The path inside an archive.
    pub inner_path: Option<String>,
    /// The table that the object is a file of; there only when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableLine>,
    /// The detector's id.
    pub detector: String,
    /// The detector's name for people.
    pub name: String,
    /// What kind of data.
    pub category: String,
    /// Amazon Macie's identifier for the same.
    pub macie_type: Option<String>,
    /// The highest confidence met.
    pub confidence: String,
    /// By `count` and the detector's bands.
    pub severity: String,
    /// Occurrences at or above the run's minimum confidence.
    pub count: u64,
    /// Different values among them.
    pub distinct: u64,
    /// Whether `distinct` is an estimate.
    pub distinct_is_estimate: bool,
    /// All occurrences, those below the minimum confidence included.
    pub by_confidence: ByConfidenceLine,
    /// Of these, published examples of issuers; there only where there are any. All are low.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub specimens: u64,
    /// Where they stand.
    pub occurrences: OccurrencesLine,
    /// How many places `occurrences` holds.
    pub occurrences_kept: u64,
    /// A few values, masked.
    pub samples: Vec<SampleLine>,
    /// The evidence, most frequent first.
    pub why: Vec<String>,
    /// Detectors that fitted the same text less well.
    pub alternatives: Vec<String>,
}

/// Occurrences by confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByConfidenceLine {
    /// Check and context agree.
    pub high: u64,
    /// Evidence beside the pattern.
    pub medium: u64,
    /// The pattern only.
    pub low: u64,
}

/// Places by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurrencesLine {
    /// Tables.
    pub cells: Vec<CellLine>,
    /// Running text and markup.
    #[serde(rename = "lineRanges")]
    pub line_ranges: Vec<LineRangeLine>,
    /// Characters.
    #[serde(rename = "offsetRanges")]
    pub offset_ranges: Vec<OffsetRangeLine>,
    /// Pages of documents.
    pub pages: Vec<PageLine>,
    /// JSON and JSON Lines.
    pub records: Vec<RecordLine>,
    /// Bytes; there only where they are known.
    #[serde(rename = "byteRanges", default, skip_serializing_if = "Vec::is_empty")]
    pub byte_ranges: Vec<OffsetRangeLine>,
}

/// A table cell, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellLine {
    /// Row; the header row is row 1.
    pub row: u64,
    /// Column.
    pub column: u32,
    /// Name of the column.
    #[serde(rename = "columnName")]
    pub column_name: Option<String>,
    /// Spreadsheets only.
    #[serde(rename = "cellReference")]
    pub cell_reference: Option<String>,
}

/// Lines, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRangeLine {
    /// First line.
    pub start: u64,
    /// Last line.
    pub end: u64,
    /// In characters, from 1.
    #[serde(rename = "startColumn")]
    pub start_column: u64,
}

impl LineRangeLine {
    fn new(range: &LineRange) -> Self {
        Self { start: range.start, end: range.end, start_column: range.start_column }
    }
}

/// Lines of a page, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLine {
    /// Which page.
    #[serde(rename = "pageNumber")]
    pub page_number: u32,
    /// Lines of the page's text.
    #[serde(rename = "lineRange")]
    pub line_range: LineRangeLine,
}

/// A half-open range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetRangeLine {
    /// First.
    pub start: u64,
    /// First behind.
    pub end: u64,
}

/// A record, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    /// Which record.
    #[serde(rename = "recordIndex")]
    pub record_index: u64,
    /// JSONPath.
    #[serde(rename = "jsonPath")]
    pub json_path: Option<String>,
}

/// A value that may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleLine {
    /// Masked as the detector says.
    pub masked: String,
    /// The keyed hash of the normalised value.
    pub fingerprint: String,
}

impl FindingLine {
    /// The line of one finding.
    pub fn new(finding: &Finding) -> Self {
        let [low, medium, high] = finding.by_confidence;
        Self {
            bucket: finding.bucket.clone(),
            key: finding.key.clone(),
            key_fingerprint: finding.key_fingerprint.clone(),
            version_id: finding.version_id.clone(),
            inner_path: finding.inner_path.clone(),
            table: finding.table.as_ref().map(TableLine::new),
            detector: finding.detector.to_string(),
            name: finding.name.clone(),
            category: finding.category.as_str().into(),
            macie_type: finding.macie_type.clone(),
            confidence: finding.confidence.as_str().into(),
            severity: finding.severity.as_str().into(),
            count: finding.count,
            distinct: finding.distinct,
            distinct_is_estimate: finding.distinct_is_estimate,
            by_confidence: ByConfidenceLine { high, medium, low },
            specimens: finding.specimens,
            occurrences: OccurrencesLine::new(&finding.occurrences),
            occurrences_kept: finding.occurrences_kept,
            samples: finding
                .samples
                .iter()
                .map(|s| SampleLine {
                    masked: s.masked.clone(),
                    fingerprint: s.fingerprint.clone(),
                })
                .collect(),
            why: finding.why.clone(),
            alternatives: finding.alternatives.iter().map(ToString::to_string).collect(),
        }
    }
}

// The signature is serde's.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl OccurrencesLine {
    fn new(places: &Occurrences) -> Self {
        fn ranges(ranges: &[OffsetRange]) -> Vec<OffsetRangeLine> {
            ranges.iter().map(|r| OffsetRangeLine { start: r.start, end: r.end }).collect()
        }
        Self {
            cells: places
                .cells
                .iter()
                .map(|cell| CellLine {
                    row: cell.row,
                    column: cell.column,
                    column_name: cell.column_name.clone(),
                    cell_reference: cell.cell_reference.clone(),
                })
                .collect(),
            line_ranges: places.line_ranges.iter().map(LineRangeLine::new).collect(),
            offset_ranges: ranges(&places.offset_ranges),
            pages: places
                .pages
                .iter()
                .map(|page| PageLine {
                    page_number: page.number,
                    line_range: LineRangeLine::new(&page.lines),
                })
                .collect(),
            records: places
                .records
                .iter()
                .map(|record| RecordLine {
                    record_index: record.record_index,
                    json_path: record.json_path.clone(),
                })
                .collect(),
            byte_ranges: ranges(&places.byte_ranges),
        }
    }
}

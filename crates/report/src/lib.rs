//! The run directory: writes it, reads it, renders its summary, plans tags from it.
//!
//! The field names of the line types are the output format and frozen per schema version; the
//! JSON Schemas beside this crate say the same, and tests hold both together.

mod account_line;
mod bucket_line;
mod display;
mod fact_lines;
mod finding_line;
mod inventory_line;
mod key_line;
mod line_files;
mod object_line;
mod parts_line;
mod previous_run;
mod reader;
mod run_file;
mod schemas;
mod sensitive;
mod summary;
mod table_line;
mod tag_plan;
mod tag_record;
mod totals;
mod writer;

pub use account_line::{AccountLine, AccountWhatIfLine, accounts};
pub use bucket_line::{
    BucketEncryptionLine, BucketKind, BucketLine, ByInventoryLine, CensusLine, ConfigurationLine,
    CoverageLine, DefaultEncryptionLine, DetectorLine, ExposureLine, FactLine, ProofLine, RiskLine,
    SharedLine, TagsLine, WhatIfLine,
};
pub use display::{bytes_for_people, count_for_people, escaped, shortened};
pub use finding_line::{
    ByConfidenceLine, CellLine, FindingLine, LineRangeLine, OccurrencesLine, OffsetRangeLine,
    PageLine, RecordLine, SampleLine,
};
pub use inventory_line::InventoryLine;
pub use key_line::KeyLine;
pub use line_files::{LineFile, LineFiles};
pub use object_line::{ByInventory, EncryptionLine, ObjectLine, ObjectRecord, PartLine};
pub use parts_line::{JudgedLine, ObjectRiskLine, PrefixRiskLine, PrefixesLine};
pub use previous_run::PreviousRun;
pub use reader::{Lines, ReadError, RunReader};
pub use run_file::{
    DetectorsLine, FingerprintKeyLine, RunFile, RunStart, RunState, SCHEMA_RUN, SchemasLine,
    WeightsLine,
};
pub use schemas::{SCHEMAS, TAGS_SCHEMA};
pub use sensitive::{SensitiveObject, SensitiveObjects};
pub use summary::{Summary, summary};
pub use table_line::TableLine;
pub use tag_plan::{BucketTagPlan, TagAction, TagLine, TagPlan, TagPlanState};
pub use tag_record::{
    LeftTagged, SCHEMA_TAG, TagCallLine, TagOutcome, TagRecord, TagRecordLine, TagTask, TagsMoment,
    left_tagged,
};
pub use totals::{DetectorTotal, FindingSums, FindingTotals, ObjectTotal, Sum, Totals};
pub use writer::{Finish, RunWriter, WriteError, Written, refuse_occupied, write_bucket_lines};

//! Lines for the tests of this crate: one object, one finding, one bucket of each kind.

use std::collections::BTreeMap;

use magpie_judge::{
    Breakdown, BreakdownBounds, Found, JudgedObject, Subject, Tally, Weights, assess,
};
use magpie_model::{
    BucketFacts, Category, CellPlace, Confidence, EncryptionClass, Fact, Finding, LineRange,
    ObjectEncryption, ObjectRef, Occurrences, OffsetRange, Outcome, PagePlace, Part, Reason,
    RecordPlace, ReplicationStatus, Sample, Severity, SeverityBands, TableFile, TableFormat,
    TableRole,
};
use magpie_report::{
    BucketLine, DetectorsLine, FindingLine, FingerprintKeyLine, ObjectLine, ObjectRecord, RunStart,
    WeightsLine,
};
use serde_json::{Map, json};

pub(crate) const AT: &str = "2026-01-01T00:00:00Z";

pub(crate) fn start() -> RunStart {
    let mut options = Map::new();
    options.insert("min-confidence".into(), json!("medium"));
    RunStart {
        magpie_version: "0.1.0".into(),
        started_at: AT.into(),
        targets: vec!["s3://orders".into()],
        options,
        limits: Map::new(),
        detectors: DetectorsLine {
            digest: "0".into(),
            selectors: vec!["recommended".into()],
            selected: vec!["global/email".into(), "global/payment_card".into()],
        },
        weights: WeightsLine::of(Weights::builtin()),
        fingerprint_key: FingerprintKeyLine { id: "k1".into(), origin: "random".into() },
        sampled: false,
    }
}

pub(crate) fn object(
    key: &str,
    size: Option<u64>,
    outcome: &Outcome,
    bytes_read: u64,
) -> ObjectLine {
    let listed = ObjectRef {
        bucket: "orders".into(),
        key: key.into(),
        raw_key: None,
        version_id: None,
        size,
        etag: Some("e1".into()),
        last_modified: Some(AT.into()),
        storage_class: Some("STANDARD".into()),
    };
    let parts = [Part {
        inner_path: "x.csv".into(),
        format: "csv",
        outcome: Outcome::with_detail(Reason::EncryptedContent, "needs a password"),
    }];
    ObjectLine::new(&ObjectRecord {
        object: &listed,
        shown_key: key,
        key_fingerprint: None,
        by_inventory: magpie_report::ByInventory::Agrees,
        resized_from: None,
        replication: Some(ReplicationStatus::Completed),
        encryption: &ObjectEncryption { class: EncryptionClass::SseS3, key_id: None },
        outcome,
        bytes_there: bytes_read,
        bytes_read,
        bytes_scanned: bytes_read,
        format: Some("zip"),
        parts: &parts,
        table: None,
    })
}

pub(crate) fn finding(key: &str, count: u64) -> FindingLine {
    FindingLine::new(&Finding {
        bucket: "orders".into(),
        key: key.into(),
        key_fingerprint: None,
        version_id: None,
        inner_path: Some("x.csv".into()),
        table: Some(TableFile {
            format: TableFormat::Delta,
            root: "shop/orders".into(),
            name: "orders".into(),
            role: TableRole::Removed,
        }),
        detector: "global/payment_card".into(),
        name: "Payment card number".into(),
        category: Category::FinancialInformation,
        macie_type: Some("CREDIT_CARD_NUMBER".into()),
        confidence: Confidence::High,
        severity: Severity::High,
        count,
        distinct: count,
        distinct_is_estimate: false,
        by_confidence: [4, 1, count.saturating_sub(1)],
        specimens: 2,
        occurrences: Occurrences {
            cells: vec![CellPlace {
                row: 2,
                column: 8,
                column_name: Some("card".into()),
                cell_reference: None,
            }],
            line_ranges: vec![LineRange { start: 1, end: 1, start_column: 7 }],
            offset_ranges: vec![],
            byte_ranges: vec![OffsetRange { start: 3, end: 19 }],
            pages: vec![PagePlace {
                number: 2,
                lines: LineRange { start: 4, end: 4, start_column: 9 },
            }],
            records: vec![RecordPlace { record_index: 0, json_path: Some("$.card".into()) }],
        },
        occurrences_kept: 3,
        samples: vec![Sample {
            masked: "453201******0366".into(),
            fingerprint: "hmac-sha256:00".into(),
        }],
        why: vec!["check luhn".into()],
        alternatives: vec!["es/nif".into()],
    })
}

/// A bucket of which nothing but its tags is known, with one card in it.
pub(crate) fn bucket(tags: &[(&str, &str)], complete: bool) -> BucketLine {
    let tags: BTreeMap<String, String> =
        tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let facts = BucketFacts {
        tags: Fact::known(tags, "GetBucketTagging", AT),
        tags_decide_access: Fact::known(false, "GetBucketAbac", AT),
        ..BucketFacts::unknown("AccessDenied", AT)
    };
    judged("orders", Subject::Bucket(&facts), complete)
}

/// The line with one object and one prefix told apart.
pub(crate) fn with_parts(line: BucketLine) -> BucketLine {
    let mut breakdown = Breakdown::new(BreakdownBounds::DEFAULT);
    let encryption =
        ObjectEncryption { class: EncryptionClass::SseKms, key_id: Some("arn:aws:kms".into()) };
    breakdown.object(
        &JudgedObject {
            key: "a/4532015112830366.csv",
            shown_key: "a/453201******0366.csv",
            key_fingerprint: Some("hmac-sha256:00"),
            version_id: None,
            size: 10,
            bytes_read: 10,
            outcome: &Outcome::COMPLETE,
            encryption: &encryption,
            found: &[card()],
            values: &BTreeMap::new(),
            in_key: None,
        },
        Weights::builtin(),
        || None,
    );
    line.with_parts(&breakdown.judge(None, false, Weights::builtin()))
}

fn card() -> Found {
    let grave = SeverityBands::always(Severity::High);
    Found {
        detector: "global/payment_card".into(),
        name: "Payment card number".into(),
        category: Category::FinancialInformation,
        bands: grave,
        macie_type: Some("CREDIT_CARD_NUMBER".into()),
        confidence: Confidence::High,
        count: 3,
        distinct: 2,
    }
}

pub(crate) fn judged(name: &str, subject: Subject<'_>, complete: bool) -> BucketLine {
    let mut tally = Tally::default();
    tally.object(&Outcome::COMPLETE, 10, 10, EncryptionClass::SseS3, &[card()]);
    if !complete {
        let denied = Outcome::of(Reason::PermissionDenied);
        tally.object(&denied, 10, 0, EncryptionClass::Unknown, &[]);
    }
    BucketLine::new(name, subject, &tally, &assess(subject, &tally))
}

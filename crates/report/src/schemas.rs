//! The JSON Schemas of the run directory, as text.

/// Every file of the run directory with its schema.
pub const SCHEMAS: [(&str, &str); 4] = [
    ("run.json", include_str!("../schemas/run.schema.json")),
    ("objects.jsonl", include_str!("../schemas/object.schema.json")),
    ("findings.jsonl", include_str!("../schemas/finding.schema.json")),
    ("buckets.jsonl", include_str!("../schemas/bucket.schema.json")),
];

//! The JSON Schemas of the run directory, as text.

/// Every file that a run writes, with its schema.
pub const SCHEMAS: [(&str, &str); 4] = [
    ("run.json", include_str!("../schemas/run.schema.json")),
    ("objects.jsonl", include_str!("../schemas/object.schema.json")),
    ("findings.jsonl", include_str!("../schemas/finding.schema.json")),
    ("buckets.jsonl", include_str!("../schemas/bucket.schema.json")),
];

/// The file that `magpie tag` adds when it writes tags, with its schema.
pub const TAGS_SCHEMA: (&str, &str) = ("tags.jsonl", include_str!("../schemas/tag.schema.json"));

//! Tells a format by its first bytes; a name only breaks ties.

use crate::formats::Dialect;

/// What a part is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Recognised, and not readable yet; the name for the ledger.
    Unsupported(&'static str),
    Gzip,
    Tar,
    Zip,
    Xml,
    Html,
    Csv(Dialect),
    Json,
    JsonLines,
    Text,
}

impl Format {
    /// The name used in the ledger.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unsupported(what) => what,
            Self::Gzip => "gzip",
            Self::Tar => "tar",
            Self::Zip => "zip",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Csv(dialect) if dialect.delimiter == b'\t' => "tsv",
            Self::Csv(_) => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Text => "text",
        }
    }

    /// Whether it holds parts of its own.
    pub(crate) fn is_archive(&self) -> bool {
        matches!(self, Self::Gzip | Self::Tar | Self::Zip)
    }
}

/// The format of a part that begins with `head`.
pub(crate) fn format(_head: &[u8], _head_is_all: bool, _name: &str) -> Format {
    Format::Text
}

//! What became of an object: exactly one outcome each, so that totals reconcile.

/// The four outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Every part was readable and read.
    Complete,
    /// Something was read, and something was not.
    Partial,
    /// Not read, by rule.
    Skipped,
    /// Not read, by fault.
    Failed,
}

impl Status {
    /// Every status, in report order.
    pub const ALL: [Self; 4] = [Self::Complete, Self::Partial, Self::Skipped, Self::Failed];

    /// The word used in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:ident, $macie:expr;)*) => {
        /// Why an object, or a part of one, was not read in full. No other reasons exist.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            /// Every reason, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code used in the ledger.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $code,)* } }

            /// The outcome of an object that ends for this reason.
            pub fn status(self) -> Status { match self { $(Self::$variant => Status::$status,)* } }

            /// Amazon Macie's code for the same, where it has one.
            pub fn macie(self) -> Option<&'static str> { match self { $(Self::$variant => $macie,)* } }
        }
    };
}

reasons! {
    /// `--include`, `--exclude` or `--modified-after` left it out.
    ExcludedByFilter = "EXCLUDED_BY_FILTER", Skipped, None;
    /// `--sample` did not draw it.
    NotSampled = "NOT_SAMPLED", Skipped, None;
    /// Recognised and not readable yet, or binary without text.
    UnsupportedFileType = "UNSUPPORTED_FILE_TYPE", Skipped, Some("UNSUPPORTED_FILE_TYPE_EXCEPTION");
    /// The storage class cannot be read directly.
    UnsupportedStorageClass = "UNSUPPORTED_STORAGE_CLASS", Skipped, Some("INVALID_OBJECT_STATE");
    /// Archived; Magpie never restores.
    InvalidObjectState = "INVALID_OBJECT_STATE", Skipped, Some("INVALID_OBJECT_STATE");
    /// SSE-C without its key, or encrypted by the client.
    InvalidEncryption = "INVALID_ENCRYPTION", Skipped, Some("INVALID_ENCRYPTION");
    /// A socket, device or named pipe in a directory.
    SpecialFile = "SPECIAL_FILE", Skipped, None;
    /// Symbolic links are not followed.
    SymbolicLink = "SYMBOLIC_LINK", Skipped, None;
    /// A run directory of Magpie inside the scanned directory.
    RunDirectory = "RUN_DIRECTORY", Skipped, None;
    /// The run was interrupted before this object's turn, or while it was being read.
    Interrupted = "INTERRUPTED", Failed, None;
    /// The KMS key is disabled, pending deletion, gone or denied.
    InvalidKmsKey = "INVALID_KMS_KEY", Failed, Some("INVALID_KMS_KEY");
    /// 403, or a file that may not be opened.
    PermissionDenied = "PERMISSION_DENIED", Failed, Some("PERMISSION_DENIED");
    /// Listed, and gone when it was opened.
    SourceObjectNoLongerAvailable = "SOURCE_OBJECT_NO_LONGER_AVAILABLE", Failed, Some("SOURCE_OBJECT_NO_LONGER_AVAILABLE");
    /// Changed while it was read, twice.
    ObjectVersionMismatch = "OBJECT_VERSION_MISMATCH", Failed, Some("OBJECT_VERSION_MISMATCH");
    /// The network or the disk.
    ReadError = "READ_ERROR", Failed, Some("UNABLE_TO_PARSE_FILE");
    /// Larger than `--object-bytes-max`: what lies before the limit was read.
    FileExceedsSizeLimit = "FILE_EXCEEDS_SIZE_LIMIT", Partial, Some("FILE_EXCEEDS_SIZE_LIMIT");
    /// More time than `--object-seconds-max`.
    TimeCutOffReached = "TIME_CUT_OFF_REACHED", Partial, Some("TIME_CUT_OFF_REACHED");
    /// One entry of an archive expands beyond its limit.
    ArchiveExceedsSizeLimit = "ARCHIVE_EXCEEDS_SIZE_LIMIT", Partial, Some("ARCHIVE_EXCEEDS_SIZE_LIMIT");
    /// Archives in archives, deeper than the limit.
    ArchiveNestingLevelOverLimit = "ARCHIVE_NESTING_LEVEL_OVER_LIMIT", Partial, Some("ARCHIVE_NESTING_LEVEL_OVER_LIMIT");
    /// The expanded bytes of an object reached their limit.
    ArchiveTotalBytesExtractedOverLimit = "ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT", Partial, Some("ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT");
    /// The entries of an object's archives reached their limit.
    ArchiveTotalDocumentsProcessedOverLimit = "ARCHIVE_TOTAL_DOCUMENTS_PROCESSED_OVER_LIMIT", Partial, Some("ARCHIVE_TOTAL_DOCUMENTS_PROCESSED_OVER_LIMIT");
    /// An archive holds entries that could not be read; each is a part with its own reason.
    ArchiveContainsUnprocessedFiles = "ARCHIVE_CONTAINS_UNPROCESSED_FILES", Partial, Some("ARCHIVE_CONTAINS_UNPROCESSED_FILES");
    /// JSON nested deeper than the limit: read as text from there on.
    JsonNestingLevelOverLimit = "JSON_NESTING_LEVEL_OVER_LIMIT", Partial, Some("JSON_NESTING_LEVEL_OVER_LIMIT");
    /// Expanded bytes per stored byte reached the limit: a bomb, or very dull data.
    ExpansionRatioOverLimit = "EXPANSION_RATIO_OVER_LIMIT", Partial, Some("OOXML_UNCOMPRESSED_RATIO_EXCEEDS_LIMIT");
    /// A bound on memory was reached.
    MemoryLimitReached = "MEMORY_LIMIT_REACHED", Partial, None;
    /// A reader died on the content; what was read before stays.
    ParserFailed = "PARSER_FAILED", Partial, Some("UNABLE_TO_PARSE_FILE");
    /// Not what its format promises; read as text where there is any.
    MalformedFile = "MALFORMED_FILE", Partial, Some("MALFORMED_FILE");
    /// An unknown binary: its runs of printable characters were read.
    BinaryReadAsText = "BINARY_READ_AS_TEXT", Partial, Some("UNSUPPORTED_FILE_TYPE_EXCEPTION");
    /// A member is protected by a password.
    EncryptedContent = "ENCRYPTED_CONTENT", Partial, None;
    /// A page that shows pictures and holds no text, such as a scan.
    NoTextLayer = "NO_TEXT_LAYER", Partial, None;
    /// Pictures or objects inside a document that are not read.
    EmbeddedContentNotRead = "EMBEDDED_CONTENT_NOT_READ", Partial, None;
}

/// What became of an object or of one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which of the four.
    pub status: Status,
    /// Why, unless complete.
    pub reason: Option<Reason>,
    /// One sentence for people: what happened, without any of the object's content.
    pub detail: Option<String>,
}

impl Outcome {
    /// Every part was readable and read.
    pub const COMPLETE: Self = Self { status: Status::Complete, reason: None, detail: None };

    /// The outcome that `reason` leads to.
    pub fn of(reason: Reason) -> Self {
        Self { status: reason.status(), reason: Some(reason), detail: None }
    }

    /// The outcome that `reason` leads to, with a sentence for people.
    pub fn with_detail(reason: Reason, detail: impl Into<String>) -> Self {
        Self { status: reason.status(), reason: Some(reason), detail: Some(detail.into()) }
    }
}

/// One part of an object: the object itself when it is not an archive, else each entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The path inside the object, levels joined by `!`; empty for the object's own body.
    pub inner_path: String,
    /// The format it was read as, such as `csv`.
    pub format: &'static str,
    /// What became of it.
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_upper_case() {
        let mut codes: Vec<_> = Reason::ALL.iter().map(|r| r.as_str()).collect();
        assert!(codes.iter().all(|c| c.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Reason::ALL.len());
    }

    #[test]
    fn no_reason_leads_to_complete() {
        assert!(Reason::ALL.iter().all(|r| r.status() != Status::Complete));
    }
}

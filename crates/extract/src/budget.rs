//! The bounds of reading one object, and how much of them is used up.

use std::cell::Cell;
use std::io::{self, Read};

use magpie_model::{Body, BodyFault, Reason};

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

/// Every bound on reading one object. Reaching one makes the object partial with a reason of its
/// own; what lies before the bound is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the object's own body that are read; default 20 GiB. Beyond:
    /// `FILE_EXCEEDS_SIZE_LIMIT`.
    pub object_bytes_max: u64,
    /// Bytes that all archives in the object expand to, nested ones counted again at each level;
    /// default 10 GiB. Beyond: `ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT`.
    pub expanded_bytes_max: u64,
    /// Bytes that one archive entry expands to; default 3 GiB. Beyond:
    /// `ARCHIVE_EXCEEDS_SIZE_LIMIT`.
    pub entry_bytes_max: u64,
    /// Expanded bytes per stored byte of the object, once `expansion_free_bytes` are expanded;
    /// default 1,000. Beyond: `EXPANSION_RATIO_OVER_LIMIT`.
    pub expansion_ratio_max: u64,
    /// Bytes that may be expanded before the ratio counts; default 1 GiB.
    pub expansion_free_bytes: u64,
    /// Entries of all archives in the object; default 1,000,000. Beyond:
    /// `ARCHIVE_TOTAL_DOCUMENTS_PROCESSED_OVER_LIMIT`.
    pub entries_max: u64,
    /// Archives inside archives, the object itself being level 1; default 10. Beyond:
    /// `ARCHIVE_NESTING_LEVEL_OVER_LIMIT`.
    pub archive_depth_max: u32,
    /// Levels of JSON objects and arrays; default 256. Beyond: read as text, and
    /// `JSON_NESTING_LEVEL_OVER_LIMIT`.
    pub json_depth_max: usize,
    /// Levels of XML elements whose names are remembered; default 256.
    pub xml_depth_max: usize,
    /// Bytes of new text in one window; default 1 MiB. The surroundings come on top.
    pub window_bytes: usize,
    /// Bytes of one archive inside an archive that may lie in a temporary file, because its
    /// directory is at its end; default 3 GiB. Beyond: `ARCHIVE_EXCEEDS_SIZE_LIMIT`.
    pub spool_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            object_bytes_max: 20 * GIB,
            expanded_bytes_max: 10 * GIB,
            entry_bytes_max: 3 * GIB,
            expansion_ratio_max: 1000,
            expansion_free_bytes: GIB,
            entries_max: 1_000_000,
            archive_depth_max: 10,
            json_depth_max: 256,
            xml_depth_max: 256,
            window_bytes: 1024 * 1024,
            spool_bytes_max: 3 * GIB,
        }
    }
}

/// What reading one object has used up. Shared by the readers that are nested in each other.
pub(crate) struct Budget<'a> {
    limits: &'a Limits,
    body: &'a dyn Body,
    /// The size of the body, where it is known beforehand.
    size: Option<u64>,
    expanded: Cell<u64>,
    entries: Cell<u64>,
    scanned: Cell<u64>,
    exhausted: Cell<Option<Reason>>,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(limits: &'a Limits, body: &'a dyn Body) -> Self {
        Self {
            limits,
            body,
            size: body.size(),
            expanded: Cell::new(0),
            entries: Cell::new(0),
            scanned: Cell::new(0),
            exhausted: Cell::new(None),
        }
    }

    /// The bound that ends the whole object, once one has been reached.
    pub(crate) fn exhausted(&self) -> Option<Reason> {
        self.exhausted.get()
    }

    /// Ends the whole object for `reason`; the first reason stays.
    pub(crate) fn exhaust(&self, reason: Reason) {
        if self.exhausted.get().is_none() {
            self.exhausted.set(Some(reason));
        }
    }

    /// Counts one more entry of an archive.
    pub(crate) fn take_entry(&self) -> Result<(), Reason> {
        if self.entries.get() >= self.limits.entries_max {
            self.exhaust(Reason::ArchiveTotalDocumentsProcessedOverLimit);
            return Err(Reason::ArchiveTotalDocumentsProcessedOverLimit);
        }
        self.entries.set(self.entries.get() + 1);
        Ok(())
    }

    /// Bytes of text that the visitor has dealt with.
    pub(crate) fn scanned(&self) -> u64 {
        self.scanned.get()
    }

    pub(crate) fn count_scanned(&self, bytes: u64) {
        self.scanned.set(self.scanned.get() + bytes);
    }

    /// Counts text that a document was turned into as expanded bytes.
    pub(crate) fn charge(&self, bytes: u64) -> Result<(), Reason> {
        let room = self.room().inspect_err(|&reason| self.exhaust(reason))?;
        self.expanded.set(self.expanded.get() + bytes.min(room));
        Ok(())
    }

    /// Bytes that may still be expanded, or the bound that forbids any more.
    fn room(&self) -> Result<u64, Reason> {
        let expanded = self.expanded.get();
        let total = self.limits.expanded_bytes_max.saturating_sub(expanded);
        let size = self.size.or_else(|| self.body.size());
        let stored = size.unwrap_or_else(|| self.body.bytes_read()).max(1);
        let by_ratio = stored
            .saturating_mul(self.limits.expansion_ratio_max)
            .max(self.limits.expansion_free_bytes)
            .saturating_sub(expanded);
        if total == 0 {
            Err(Reason::ArchiveTotalBytesExtractedOverLimit)
        } else if by_ratio == 0 {
            Err(Reason::ExpansionRatioOverLimit)
        } else {
            Ok(total.min(by_ratio))
        }
    }
}

/// The expanded bytes of one entry: reads until a bound is reached, then fails with its reason.
pub(crate) struct Metered<'r, 'a> {
    inner: &'r mut dyn Read,
    budget: &'r Budget<'a>,
    left_of_entry: u64,
}

impl<'r, 'a> Metered<'r, 'a> {
    pub(crate) fn new(inner: &'r mut dyn Read, budget: &'r Budget<'a>) -> Self {
        Self { inner, budget, left_of_entry: budget.limits.entry_bytes_max }
    }

    /// A bound only counts as reached when there is at least one byte behind it.
    fn end_or(&mut self, reason: Reason) -> io::Result<usize> {
        if self.inner.read(&mut [0])? == 0 {
            return Ok(0);
        }
        if reason != Reason::ArchiveExceedsSizeLimit {
            self.budget.exhaust(reason);
        }
        Err(limit_reached(reason).into_io())
    }
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let room = match self.budget.room() {
            Ok(room) => room,
            Err(reason) => return self.end_or(reason),
        };
        if self.left_of_entry == 0 {
            return self.end_or(Reason::ArchiveExceedsSizeLimit);
        }
        let most = usize::try_from(room.min(self.left_of_entry)).unwrap_or(usize::MAX);
        let wanted = into.len().min(most);
        let read = self.inner.read(&mut into[..wanted])?;
        self.left_of_entry -= read as u64;
        self.budget.expanded.set(self.budget.expanded.get() + read as u64);
        Ok(read)
    }
}

/// The fault of a bound, with a sentence that says which one.
pub(crate) fn limit_reached(reason: Reason) -> BodyFault {
    let detail = match reason {
        Reason::FileExceedsSizeLimit => "the object is larger than may be read of one object",
        Reason::ArchiveTotalBytesExtractedOverLimit => {
            "the archives in the object expand to more bytes than may be read of one object"
        }
        Reason::ArchiveExceedsSizeLimit => {
            "the entry expands to more bytes than may be read of one entry"
        }
        Reason::ExpansionRatioOverLimit => "the object expands to too many bytes per stored byte",
        Reason::ArchiveTotalDocumentsProcessedOverLimit => {
            "the archives in the object hold more entries than may be read of one object"
        }
        Reason::ArchiveNestingLevelOverLimit => "archives are nested too deeply",
        _ => "a limit was reached",
    };
    BodyFault { reason, detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use magpie_model::{ReadSeek, fault_of};

    use super::*;
    use crate::extract;
    use crate::testing::{Recorder, record, whole};

    struct Stored(u64);

    impl Body for Stored {
        fn size(&self) -> Option<u64> {
            Some(self.0)
        }

        fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
            Ok(Box::new(io::empty()))
        }

        fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
            Ok(Box::new(Cursor::new([])))
        }

        fn bytes_read(&self) -> u64 {
            self.0
        }
    }

    /// Bytes given before the bound, and the bound.
    fn expand(limits: &Limits, stored: u64, bytes: u64) -> (u64, Option<Reason>) {
        let body = Stored(stored);
        let budget = Budget::new(limits, &body);
        let mut inner = io::repeat(b'a').take(bytes);
        let mut metered = Metered::new(&mut inner, &budget);
        let mut out = Vec::new();
        let reason =
            metered.read_to_end(&mut out).err().and_then(|e| fault_of(&e).map(|f| f.reason));
        (out.len() as u64, reason)
    }

    #[test]
    fn expanded_bytes_end_at_the_bound_that_comes_first() {
        let limits = Limits {
            expanded_bytes_max: 10_000,
            entry_bytes_max: 5_000,
            expansion_ratio_max: 10,
            expansion_free_bytes: 2_000,
            ..Limits::default()
        };
        assert_eq!(expand(&limits, 1_000, 5_000), (5_000, None));
        assert_eq!(expand(&limits, 1_000, 5_001), (5_000, Some(Reason::ArchiveExceedsSizeLimit)));
        assert_eq!(expand(&limits, 1, 2_000), (2_000, None));
        assert_eq!(expand(&limits, 300, 9_000), (3_000, Some(Reason::ExpansionRatioOverLimit)));
        let total = Limits { expanded_bytes_max: 100, ..limits };
        let reason = Some(Reason::ArchiveTotalBytesExtractedOverLimit);
        assert_eq!(expand(&total, 1_000, 101), (100, reason));
    }

    #[test]
    fn an_object_is_read_up_to_its_limit() {
        let limits = Limits { object_bytes_max: 70_000, ..Limits::default() };
        let text = "word ".repeat(14_001);
        for mapped in [true, false] {
            let (extracted, recorder) = record(text.as_bytes(), "a.txt", mapped, &limits);
            assert_eq!(extracted.outcome.reason, Some(Reason::FileExceedsSizeLimit));
            assert_eq!((extracted.bytes_scanned, recorder.text.len()), (70_000, 70_000));
            let (fits, _) = record(&text.as_bytes()[..70_000], "a.txt", mapped, &limits);
            assert_eq!(fits.outcome, magpie_model::Outcome::COMPLETE);
        }
    }

    #[test]
    fn a_visitor_that_stops_ends_the_object() {
        let mut recorder =
            Recorder { stop: Some(Reason::TimeCutOffReached), ..Recorder::default() };
        let body = magpie_model::BytesBody::new(b"some text");
        let extracted = extract(&body, "a.txt", &Limits::default(), &mut recorder);
        assert_eq!(extracted.outcome.reason, Some(Reason::TimeCutOffReached));
        assert!(recorder.text.is_empty());
        assert_eq!(recorder.lines, ["begin \"\" text", "end partial TIME_CUT_OFF_REACHED"]);
    }

    #[test]
    fn recognised_formats_without_a_reader_are_skipped_by_name() {
        let (extracted, recorder) = whole(b"%PDF-1.4 and so on", "a.txt");
        assert_eq!(extracted.outcome.reason, Some(Reason::UnsupportedFileType));
        assert_eq!(recorder.lines, ["begin \"\" pdf", "end skipped UNSUPPORTED_FILE_TYPE"]);
    }
}

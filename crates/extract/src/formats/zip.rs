//! zip archives.

use magpie_model::{Outcome, ReadSeek, Reason};

use super::Reading;

/// The document format that is a zip by its container only (`docx`, `odt`, `epub`), told by the
/// names in the directory; `None` for any other zip, jar included, and for a broken one. Leaves
/// the file at any place.
pub(crate) fn document_format(_file: &mut Box<dyn ReadSeek + '_>) -> Option<&'static str> {
    None
}

/// Reads every entry as a part.
pub(crate) fn read(_file: Box<dyn ReadSeek + '_>, _reading: &mut Reading<'_>) -> Outcome {
    Outcome::of(Reason::UnsupportedFileType)
}

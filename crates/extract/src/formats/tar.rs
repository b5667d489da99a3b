//! tar archives.

use magpie_model::{Outcome, Reason};

use super::Reading;
use crate::source::Source;

/// Reads every entry as a part.
pub(crate) fn read(_source: Source<'_>, _reading: &mut Reading<'_>) -> Outcome {
    Outcome::of(Reason::UnsupportedFileType)
}

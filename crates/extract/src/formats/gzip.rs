//! gzip: one or more compressed members.

use magpie_model::{Outcome, Reason};

use super::Reading;
use crate::source::Source;

/// Reads what the members expand to as one entry, named after the object without its `.gz`.
pub(crate) fn read(_source: Source<'_>, _name: &str, _reading: &mut Reading<'_>) -> Outcome {
    Outcome::of(Reason::UnsupportedFileType)
}

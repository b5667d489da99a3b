//! HTML: the text between the tags and in attributes.

use magpie_model::{Outcome, Reason};

use super::Reading;
use crate::charset::Text;

/// Feeds text and attribute values, each labelled with its element.
pub(crate) fn read(_text: Text<'_>, _reading: &mut Reading<'_>) -> Outcome {
    Outcome::of(Reason::UnsupportedFileType)
}

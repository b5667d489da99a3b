//! The kinds of content a recipe can name.

use crate::draft::Planted;
use crate::random::Random;
use crate::recipe::Content;

/// Bytes and the truth about them.
pub(crate) struct Made {
    /// What the object holds.
    pub(crate) body: Vec<u8>,
    /// What was planted in it.
    pub(crate) planted: Vec<Planted>,
}

/// Makes the content; the error says what there is instead.
pub(crate) fn make(_content: &Content, _random: &mut Random) -> Result<Made, String> {
    Ok(Made { body: Vec::new(), planted: Vec::new() })
}

//! Turns the bytes of an object into text with places: charsets, archives, formats.
//!
//! Flat formats reach the visitor as raw windows of their own bytes; where a match stands is
//! worked out by the format's layout, and only when it is asked.

mod budget;
mod charset;
mod ending;
mod feed;
mod formats;
mod mixed;
mod noise;
mod seekable;
mod sniff;
mod source;
#[cfg(test)]
mod testing;
mod trail;
mod transcode;
mod utf32;

use std::borrow::Cow;

use magpie_model::{Body, DocumentReaders, NoReaders, Outcome, TextVisitor};

pub use budget::Limits;

use budget::Budget;
use formats::Reading;
use source::Source;

/// What became of an object that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// The outcome of the object's own body; that of an archive counts its entries in.
    pub outcome: Outcome,
    /// What the object was read as, such as `csv`; unreadable ones are named too (`pdf`).
    pub format: &'static str,
    /// Bytes of text that the visitor dealt with, all entries taken together.
    pub bytes_scanned: u64,
}

/// Reads one object and hands its text to `visitor`, part by part.
///
/// `name` is the object's key or path; only its ending is looked at, and only where the content
/// leaves the format open. Every part is announced by `begin` and closed by `end`, the object's
/// own body being the outermost part with an empty inner path.
pub fn extract(
    body: &dyn Body,
    name: &str,
    limits: &Limits,
    visitor: &mut dyn TextVisitor,
) -> Extracted {
    extract_with(body, name, limits, &NoReaders, visitor)
}

/// The same, with readers of the formats that are recognised here and read elsewhere.
pub fn extract_with(
    body: &dyn Body,
    name: &str,
    limits: &Limits,
    readers: &dyn DocumentReaders,
    visitor: &mut dyn TextVisitor,
) -> Extracted {
    let budget = Budget::new(limits, body);
    let mut reading = Reading::new(limits, &budget, readers, visitor);
    let (format, outcome) = match Source::of_body(body, limits) {
        Ok(source) => formats::read(source, &told_name(body, name), &mut reading),
        Err(error) => {
            let outcome = feed::outcome_of(&error);
            reading.refuse_body(outcome.clone());
            ("unknown", outcome)
        }
    };
    Extracted { outcome, format, bytes_scanned: budget.scanned() }
}

/// The name with the ending of brotli, which has no signature, where the store tells that it is
/// one. All other encodings are told by content.
fn told_name<'n>(body: &dyn Body, name: &'n str) -> Cow<'n, str> {
    let told = body.content_encoding().unwrap_or_default();
    let is_brotli = told.split(',').any(|one| one.trim().eq_ignore_ascii_case("br"));
    if is_brotli && !name.to_ascii_lowercase().ends_with(".br") {
        return Cow::Owned(format!("{name}.br"));
    }
    Cow::Borrowed(name)
}

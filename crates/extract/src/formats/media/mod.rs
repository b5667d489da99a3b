//! Pictures, sounds and films. What they show is not read; the texts that stand beside it are, and so
//! is whatever somebody put behind their own end.
//!
//! Each format has a walk over its own structure, which tells notes and where the file ends.

mod boxes;
mod exif;
mod gif;
mod id3;
mod jpeg;
mod mpeg;
mod ogg;
mod png;
mod riff;
mod texts;
mod walk;

use magpie_model::{Outcome, Place, Reason, Status};

use self::walk::{Input, Note, Notes};
use super::composed::Composed;
use super::{BEHIND_END, Reading, runs, unsupported, zip};
use crate::budget::Limits;
use crate::feed::{limit_outcome, outcome_of};
use crate::seekable::Seekable;
use crate::source::Source;

/// Walks over a file: takes notes and answers where it ends by its own account, if it says so.
type Walk = fn(&mut Input<'_>, &mut Notes) -> std::io::Result<Option<u64>>;

/// Formats that say where they end or have texts beside what they show, sorted by name.
const WALKS: &[(&str, Walk)] = &[
    ("avi", riff::walk),
    ("flac", ogg::walk_flac),
    ("gif", gif::walk),
    ("jpeg", jpeg::walk),
    ("mp3", mpeg::walk),
    ("mp4", boxes::walk),
    ("ogg", ogg::walk),
    ("png", png::walk),
    ("tiff", exif::walk),
    ("wav", riff::walk),
    ("webp", riff::walk),
];

/// Reads what a file of a format that is recognised and not read has beside and behind it.
pub(super) fn read(what: &'static str, source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    if reading.depth > 0 && reading.media_bytes_left == 0 {
        return unsupported(what);
    }
    let spool_bytes_max = reading.limits.spool_bytes_max.min(reading.media_bytes_left);
    let limits = Limits { spool_bytes_max, ..reading.limits.clone() };
    let mut file = match source.into_seekable(&limits) {
        Ok(file) => file,
        Err(error) => return outcome_of(&error),
    };
    if file.cut().is_some() {
        reading.media_bytes_left = 0;
    }
    let told = told(what, &mut file, reading);
    if let Some(halted) = reading.halted() {
        return halted;
    }
    match (told, file.cut()) {
        (Ok(false), Some(cut)) if cut.status != Status::Failed => unsupported(what),
        (_, Some(cut)) => cut.clone(),
        (Err(outcome), None) => outcome,
        (Ok(true), None) => Outcome::with_detail(
            Reason::EmbeddedContentNotRead,
            format!("what the {what} itself shows is not read; what stands beside it was"),
        ),
        (Ok(false), None) => unsupported(what),
    }
}

/// Whether anything was read.
fn told(what: &str, file: &mut Seekable<'_>, reading: &mut Reading<'_>) -> Result<bool, Outcome> {
    let is_cut = file.cut().is_some();
    let file = file.file();
    let may_enter = reading.depth < reading.limits.archive_depth_max;
    let mut notes = Notes::default();
    let failed = |error: std::io::Error| outcome_of(&error);
    let mut input = Input::new(file).map_err(failed)?;
    if reading.depth > 0 {
        reading.media_bytes_left = reading.media_bytes_left.saturating_sub(input.length());
    }
    let walk = WALKS.iter().find(|(name, _)| *name == what).map(|(_, walk)| walk);
    let end = walk.map_or(Ok(None), |walk| walk(&mut input, &mut notes)).map_err(failed)?;
    let behind = match end {
        Some(end) => input.filled_from(end).map_err(failed)?,
        None => None,
    };
    let noted = tell(notes, may_enter, reading)?;
    let Some(begins) = behind else {
        drop(input);
        // Programs, fonts and films are often the beginning of an archive.
        if end.is_some() || is_cut || !zip::has_entries(file) {
            return Ok(noted);
        }
        return match may_enter {
            true => Ok(zip::read(file, reading).status != Status::Skipped),
            false => Err(limit_outcome(Reason::ArchiveNestingLevelOverLimit)),
        };
    };
    if !may_enter {
        return Err(limit_outcome(Reason::ArchiveNestingLevelOverLimit));
    }
    input.go(begins).map_err(failed)?;
    let outcome = reading.entry(BEHIND_END, &mut input);
    Ok(noted || matches!(outcome.status, Status::Complete | Status::Partial))
}

/// Hands on what was noted; whether there was anything.
fn tell(notes: Notes, may_enter: bool, reading: &mut Reading<'_>) -> Result<bool, Outcome> {
    let mut text = Composed::new(reading);
    let found = !notes.all.is_empty();
    let mut files = Vec::new();
    for note in notes.all {
        let bytes = match &note {
            Note::Text(_, text) => text.len(),
            Note::Runs(bytes) => bytes.len(),
            Note::File(..) => 0,
        };
        reading.budget.charge(bytes as u64).map_err(limit_outcome)?;
        match note {
            Note::Text(label, value) => {
                let label = text.label(&label);
                text.cell(label, Place::Element);
                text.push(value.as_bytes());
            }
            // Bytes in memory can be read.
            Note::Runs(bytes) => drop(runs::read_into(&mut text, &bytes[..], reading)?),
            Note::File(name, bytes) => files.push((name, bytes)),
        }
        text.deal(reading)?;
    }
    text.finish(reading)?;
    for (name, bytes) in files {
        if !may_enter {
            return Err(limit_outcome(Reason::ArchiveNestingLevelOverLimit));
        }
        reading.entry(name, &mut &bytes[..]);
    }
    Ok(found)
}

//! zip archives, by their directory, or by the headers before the entries where it is broken.
//!
//! The walk over the directory is our own: the library keeps one entry of several with the same
//! name, and stops at the size that an entry claims, so that what lies behind stays unseen.

mod blocks;
mod directory;
mod expand;
mod salvage;

use std::io;

use magpie_model::{Outcome, ReadSeek, Reason};

use self::blocks::Blocks;
use self::directory::{Described, Directory};
use super::Reading;
use super::archive::{Tally, name_of};
use crate::feed::outcome_of;

/// Entries whose descriptions are read at a time, so that reading does not jump between the
/// directory and the content for each.
const BATCH: usize = 256;
/// Entries whose names are looked at to tell a document.
const DOCUMENT_ENTRIES: usize = 64;

/// The document format that is a zip by its container only (`docx`, `odt`, `epub`), told by the
/// names in the directory; `None` for any other zip, jar included, and for a broken one. Leaves
/// the file at any place.
pub(crate) fn document_format(file: &mut Box<dyn ReadSeek + '_>) -> Option<&'static str> {
    let mut file = Blocks::new(file.as_mut());
    let mut directory = Directory::find(&mut file).ok()??;
    let mut names = Vec::new();
    while names.len() < DOCUMENT_ENTRIES
        && let Ok(Some(entry)) = directory.next(&mut file)
    {
        names.push(entry.name);
    }
    let has = |name: &str| names.iter().any(|known| known == name.as_bytes());
    let within = |folder: &str| names.iter().any(|known| known.starts_with(folder.as_bytes()));
    if has("[Content_Types].xml") {
        let known = [("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("visio/", "vsdx")];
        return known.iter().find(|(folder, _)| within(folder)).map(|(_, format)| *format);
    }
    let by_type = names.first().is_some_and(|first| first == b"mimetype");
    match by_type {
        true if has("META-INF/container.xml") => Some("epub"),
        true if has("META-INF/manifest.xml") => Some("opendocument"),
        _ => None,
    }
}

/// Reads every entry as a part.
pub(crate) fn read(mut file: Box<dyn ReadSeek + '_>, reading: &mut Reading<'_>) -> Outcome {
    let mut file = Blocks::new(file.as_mut());
    let mut tally = Tally::default();
    match Directory::find(&mut file) {
        Ok(Some(directory)) => by_directory(directory, &mut file, &mut tally, reading),
        Ok(None) => {
            tally.malformed("the archive has no directory; its entries were read one by one");
            salvage::read(&mut file, 0, &mut tally, reading);
        }
        Err(error) => tally.damaged(outcome_of(&error)),
    }
    tally.outcome(reading)
}

fn by_directory(
    directory: Directory,
    file: &mut Blocks<'_>,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) {
    let (ranges, walked) = directory.ranges(file, reading.limits.entries_max);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let refused = overlapping(ranges, directory.start());
    let mut walk = directory;
    let mut index = 0;
    while reading.halted().is_none() {
        let batch = match walk.batch(file, BATCH.min(refused.len() - index)) {
            Ok(batch) if !batch.is_empty() => batch,
            _ => break,
        };
        for described in batch {
            if reading.halted().is_some() {
                return;
            }
            if let Some(outcome) = entry(&described, refused[index], file, reading) {
                tally.count(&outcome);
            }
            index += 1;
        }
    }
    if let Err(error) = walked {
        let outcome = outcome_of(&error);
        if outcome.reason == Some(Reason::MalformedFile) {
            tally.malformed("the archive's directory is damaged; entries may be missing");
            salvage::read(file, end, tally, reading);
        } else {
            tally.damaged(outcome);
        }
    }
}

/// Which entries share bytes with one before them, or with the directory. A legitimate archive
/// has none; a bomb has one stretch of data in thousands of entries.
fn overlapping(ranges: Vec<directory::Extent>, directory_start: u64) -> Vec<bool> {
    let mut refused = vec![false; ranges.len()];
    let mut ranges = ranges;
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut taken = 0;
    for range in ranges {
        if range.start < taken || range.end > directory_start {
            refused[range.index] = true;
        } else {
            taken = range.end;
        }
    }
    refused
}

/// Reads or refuses one entry; `None` for a directory, which is not a part.
fn entry(
    described: &Described,
    overlaps: bool,
    file: &mut Blocks<'_>,
    reading: &mut Reading<'_>,
) -> Option<Outcome> {
    if described.is_directory() {
        return None;
    }
    let name = name_of(&described.name);
    if overlaps {
        let detail = "the entry shares bytes with another one";
        let outcome = Outcome::with_detail(Reason::MalformedFile, detail);
        return Some(reading.refuse(&name, "unknown", outcome));
    }
    if let Some((format, reason, detail)) = described.unreadable() {
        return Some(reading.refuse(&name, format, Outcome::with_detail(reason, detail)));
    }
    match expand::open(described, file) {
        Ok(mut content) => Some(reading.entry(&name, &mut content)),
        Err(error) => Some(reading.refuse(&name, "unknown", outcome_of(&error))),
    }
}

fn damaged(detail: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, detail)
}

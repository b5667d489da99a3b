//! Word documents: the text by its pieces, story after story (body, notes, headers, comments, text
//! boxes), field codes apart from their paragraphs.

mod story;

use std::ops::Range;
use std::path::Path;

use magpie_model::Outcome;

use self::story::Story;
use super::{At, Ole, blips, narrow, rest, wide};
use crate::blob;

/// The shortest header of a document.
const HEADER_BYTES: usize = 32;
/// Pieces of one document.
const PIECES_MAX: usize = 4_000_000;
/// Characters of a piece that are decoded at a time.
const PIECE_CHARACTERS: usize = 32 * 1024;

/// Streams that are read here or hold how the text looks.
const KNOWN: &[&str] = &["WordDocument", "0Table", "1Table", "Data"];

/// A stretch of the text in the main stream.
#[derive(Clone, Copy)]
struct Piece {
    /// The first character's number, and that behind the last.
    from: u32,
    to: u32,
    at: usize,
    is_wide: bool,
}

/// What the header tells of the text.
struct Head {
    /// Characters of each story, in the order of the text.
    lengths: [u32; 7],
    pieces: Vec<Piece>,
    code_page: u32,
    /// Where the headers and footers of the sections begin, in their story.
    page_stories: Vec<u32>,
}

/// Names of the stories; headers are told from footers by their number.
const STORIES: [&str; 7] = ["", "note", "header", "comment", "note", "text box", "text box"];

pub(super) fn read(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    let main = ole.stream(path, "WordDocument").unwrap_or_default();
    const ENCRYPTED: u16 = 0x0100;
    if main.u16(10).is_some_and(|flags| flags & ENCRYPTED != 0) {
        ole.gaps.encrypted = true;
        return rest::read(ole, path, KNOWN);
    }
    match head(ole, path, &main) {
        Some(head) => {
            stories(ole, &main, &head)?;
            for old in left_behind(&main, &head) {
                blob::runs(&main[old], |_, run| ole.plain(run))?;
            }
        }
        None => {
            ole.gaps.damaged += 1;
            blob::runs(&main, |_, run| ole.plain(run))?;
        }
    }
    rest::read(ole, path, KNOWN)?;
    let mut pictures = 0;
    blips::read(ole, &main, &mut pictures)?;
    if let Some(data) = ole.stream(path, "Data") {
        blips::read(ole, &data, &mut pictures)?;
    }
    Ok(())
}

fn head(ole: &mut Ole<'_>, path: &Path, main: &[u8]) -> Option<Head> {
    const WORD_97: u16 = 0xC1;
    let flags = main.u16(10)?;
    if main.u16(2)? < WORD_97 {
        return old_head(ole, main, flags);
    }
    let name = if flags & 0x0200 != 0 { "1Table" } else { "0Table" };
    let table = ole.stream(path, name)?;
    let slice = |at: usize| table.part(main.u32(at)? as usize, main.u32(at + 4)? as usize);
    let lengths = [0x4C, 0x50, 0x54, 0x5C, 0x60, 0x64, 0x68].map(|at| main.u32(at).unwrap_or(0));
    let page_stories = slice(0xF2).unwrap_or_default().as_chunks::<4>().0;
    let page_stories = page_stories.iter().map(|place| u32::from_le_bytes(*place)).collect();
    let (pieces, beyond) = pieces(slice(0x1A2)?, true)?;
    ole.gaps.cut += u64::from(beyond > 0);
    Some(Head { lengths, pieces, code_page: 1252, page_stories })
}

/// Word 6 and 95: one byte a character, the pieces in the main stream, if there are any.
fn old_head(ole: &mut Ole<'_>, main: &[u8], flags: u16) -> Option<Head> {
    const IN_PIECES: u16 = 0x0004;
    let lengths = [0x34, 0x38, 0x3C, 0x44, 0x48, 0x4C, 0x50].map(|at| main.u32(at).unwrap_or(0));
    let pieces = if flags & IN_PIECES != 0 {
        let table = main.part(main.u32(0x160)? as usize, main.u32(0x164)? as usize)?;
        let (pieces, beyond) = pieces(table, false)?;
        ole.gaps.cut += u64::from(beyond > 0);
        pieces
    } else {
        let (from, to) = (main.u32(24)?, main.u32(28)?);
        vec![Piece { from: 0, to: to.checked_sub(from)?, at: from as usize, is_wide: false }]
    };
    let code_page = story::code_page_of_language(main.u16(6)?);
    Some(Head { lengths, pieces, code_page, page_stories: Vec::new() })
}

/// Where text stands that no piece holds any more: saving fast appends what is new and leaves what it
/// replaces, deleted words too, where it was.
fn left_behind(main: &[u8], head: &Head) -> Vec<Range<usize>> {
    let told = |at: usize| main.u32(at).map_or(0, |place| place as usize);
    let mut held: Vec<(usize, usize)> = head
        .pieces
        .iter()
        .map(|piece| {
            let width = if piece.is_wide { 2 } else { 1 };
            let bytes = piece.to.saturating_sub(piece.from) as usize * width;
            (piece.at, piece.at.saturating_add(bytes))
        })
        .collect();
    held.sort_unstable();
    let Some(&(first, _)) = held.first() else { return Vec::new() };
    // The header tells the bounds of the text, unless it lies.
    let begin = Some(told(24)).filter(|begin| (HEADER_BYTES..first).contains(begin));
    let end = held.iter().map(|(_, end)| *end).max().unwrap_or(first).max(told(28)).min(main.len());
    held.push((end, end));
    let mut at = begin.unwrap_or(first);
    let mut left = Vec::new();
    for (start, behind) in held {
        if at < start.min(end) {
            left.push(at..start.min(end));
        }
        at = at.max(behind);
    }
    left
}

/// The pieces, which stand behind the changes of how they look, and how many more there are than are read.
fn pieces(mut clx: &[u8], may_be_wide: bool) -> Option<(Vec<Piece>, usize)> {
    while let Some(1) = clx.first() {
        clx = clx.get(3 + usize::from(clx.u16(1)?)..)?;
    }
    if clx.first() != Some(&2) {
        return None;
    }
    let table = clx.part(5, clx.u32(1)? as usize)?;
    let count = table.len().checked_sub(4)? / 12;
    let mut pieces = Vec::new();
    for index in 0..count.min(PIECES_MAX) {
        let (from, to) = (table.u32(index * 4)?, table.u32(index * 4 + 4)?);
        let place = table.u32((count + 1) * 4 + index * 8 + 2)?;
        let is_narrow = may_be_wide && place & 0x4000_0000 != 0;
        let at = (place & 0x3FFF_FFFF) as usize;
        let at = if is_narrow { at / 2 } else { at };
        pieces.push(Piece { from, to, at, is_wide: may_be_wide && !is_narrow });
    }
    Some((pieces, count.saturating_sub(PIECES_MAX)))
}

fn stories(ole: &mut Ole<'_>, main: &[u8], head: &Head) -> Result<(), Outcome> {
    let mut from = 0u32;
    for (name, length) in STORIES.into_iter().zip(head.lengths) {
        let to = from.saturating_add(length);
        match (name, &head.page_stories[..]) {
            ("header", [first, .., _]) => {
                let mut borders = head.page_stories.iter().map(|place| from.saturating_add(*place));
                let mut start = from.saturating_add(*first);
                borders.next();
                for (number, end) in borders.enumerate() {
                    let is_footer = number >= 6 && matches!(number % 6, 2 | 3 | 5);
                    let label = if is_footer { "footer" } else { "header" };
                    story(ole, main, head, label, (start, end.min(to)))?;
                    start = end.max(start);
                }
                story(ole, main, head, "header", (start, to))?;
            }
            _ => story(ole, main, head, name, (from, to))?,
        }
        from = to;
    }
    Ok(())
}

fn story(
    ole: &mut Ole<'_>,
    main: &[u8],
    head: &Head,
    label: &str,
    (from, to): (u32, u32),
) -> Result<(), Outcome> {
    if from >= to {
        return Ok(());
    }
    let mut missing = 0;
    let mut story = Story::new(ole, label);
    for piece in &head.pieces {
        let (start, end) = (piece.from.max(from), piece.to.min(to));
        if start >= end {
            continue;
        }
        let width = if piece.is_wide { 2 } else { 1 };
        let at = piece.at + (start - piece.from) as usize * width;
        let bytes = main.get(at..).unwrap_or_default();
        let wanted = (end - start) as usize * width;
        missing += u64::from(bytes.len() < wanted);
        for part in bytes[..bytes.len().min(wanted)].chunks(PIECE_CHARACTERS * 2) {
            match piece.is_wide {
                true => story.push(&wide(part))?,
                false => story.push(&narrow(part, head.code_page))?,
            }
        }
    }
    story.finish()?;
    ole.gaps.damaged += missing;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PIECES_MAX, pieces};

    #[test]
    fn pieces_beyond_the_bound_are_counted() {
        let table = |count: usize| {
            let length = (count * 12 + 4) as u32;
            [&[2][..], &length.to_le_bytes(), &vec![0; length as usize]].concat()
        };
        let counted =
            |count| pieces(&table(count), true).map(|(read, beyond)| (read.len(), beyond));
        assert_eq!(counted(2), Some((2, 0)));
        assert_eq!(counted(PIECES_MAX + 1), Some((PIECES_MAX, 1)));
    }
}

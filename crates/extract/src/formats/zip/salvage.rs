//! Entries of an archive without a directory, found by the headers before them.

use std::io::{self, Read};

use super::blocks::Blocks;
use super::directory::{DEFLATED, Described, SIZES_FOLLOW, u16_at, u32_at, widen};
use super::expand::Content;
use super::{Tally, entry, name_of};
use crate::feed::outcome_of;
use crate::formats::Reading;

use magpie_model::{Outcome, Reason};

const HEADER: &[u8] = b"PK\x03\x04";

/// Reads every entry whose header stands at `from` or behind it.
pub(super) fn read(file: &mut Blocks<'_>, from: u64, tally: &mut Tally, reading: &mut Reading<'_>) {
    let mut at = from;
    while reading.halted().is_none() {
        match next(file, at, tally, reading) {
            Ok(Some(behind)) => at = behind,
            Ok(None) => return,
            Err(error) => return tally.damaged(outcome_of(&error)),
        }
    }
}

/// Reads one entry; returns the place behind it, or `None` when there are no more.
fn next(
    file: &mut Blocks<'_>,
    from: u64,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> io::Result<Option<u64>> {
    let Some(header_at) = find(file, from)? else { return Ok(None) };
    file.go(header_at);
    let Some(header) = file.array::<30>()? else { return Ok(None) };
    let mut name = vec![0; usize::from(u16_at(&header, 26))];
    let mut extra = vec![0; usize::from(u16_at(&header, 28))];
    if file.read_exact(&mut name).and_then(|()| file.read_exact(&mut extra)).is_err() {
        return Ok(None);
    }
    let data_at = file.at();
    let mut sizes = [u32_at(&header, 22), u32_at(&header, 18)].map(u64::from);
    widen(&mut sizes, &extra);
    let [size, stored_bytes] = sizes;
    let flags = u16_at(&header, 6);
    let sizes_follow = flags & SIZES_FOLLOW != 0;
    let described = Described {
        name,
        flags,
        method: u16_at(&header, 8),
        expected: (!sizes_follow).then_some((u32_at(&header, 14), size)),
        stored_bytes: if sizes_follow { u64::MAX } else { stored_bytes },
        header_at,
        unix_mode: 0,
        comment: Vec::new(),
        extra,
    };
    if !sizes_follow {
        if let Some((outcome, _)) = entry(&described, false, file, reading) {
            tally.count(&outcome);
        }
        return Ok(Some(data_at.saturating_add(stored_bytes)));
    }
    Ok(Some(data_at + streamed(&described, file, tally, reading)))
}

/// Reads an entry whose sizes follow; returns how many bytes of its data were read.
fn streamed(
    described: &Described,
    file: &mut Blocks<'_>,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> u64 {
    let name = name_of(&described.name);
    let refused = described.unreadable().or_else(|| {
        let detail = "nothing says where the entry ends".to_owned();
        (described.method != DEFLATED).then_some(("unknown", Reason::MalformedFile, detail))
    });
    if let Some((format, reason, detail)) = refused {
        tally.count(&reading.refuse(&name, format, Outcome::with_detail(reason, detail)));
        return 0;
    }
    let mut content = Content::new(described, file);
    tally.count(&reading.entry(&name, &mut content));
    content.consumed()
}

/// The place of the next header at `from` or behind it.
fn find(file: &mut Blocks<'_>, from: u64) -> io::Result<Option<u64>> {
    let mut window = Vec::new();
    let mut window_at = from;
    file.go(from);
    loop {
        let held = window.len();
        let read = file.take(64 * 1024).read_to_end(&mut window);
        if let Some(found) = memchr::memmem::find(&window, HEADER) {
            return Ok(Some(window_at + found as u64));
        }
        read?;
        if window.len() == held {
            return Ok(None);
        }
        let gone = window.len().saturating_sub(HEADER.len() - 1);
        window.drain(..gone);
        window_at += gone as u64;
    }
}

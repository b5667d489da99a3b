//! The pages of a database, and which of them a tree has used.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;

use super::record::Encoding;
use crate::File;

/// Pages kept in memory: a tree is walked down again and again.
const KEPT_MAX: usize = 64;
/// Stretches within used pages that hold remains.
const GAPS_MAX: usize = 500_000;

/// Rows that are remembered, to tell their stale copies from deleted rows.
const LIVE_MAX: usize = 2_000_000;

/// Bytes of a page in use that no row uses: within the file, and whether it is a freed cell.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) is_cell: bool,
}

pub(super) struct Pages<'f> {
    file: &'f File,
    size: usize,
    usable: usize,
    count: u32,
    encoding: Encoding,
    used: Vec<u64>,
    kept: Vec<(u32, Bytes)>,
    pub(super) gaps: Vec<Gap>,
    live: HashSet<u64>,
    is_cut: bool,
    gaps_lost: u64,
}

impl<'f> Pages<'f> {
    /// `None` when the header is not one.
    pub(super) fn open(file: &'f File) -> Option<Self> {
        let header = file.bytes_at(0, 100).ok()?;
        let size = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = size.checked_sub(usize::from(header[20]))?;
        if !size.is_power_of_two() || size < 512 || usable < 480 {
            return None;
        }
        let encoding = Encoding::of(header[59]);
        let told = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
        let there = file.length() / size as u64;
        let count = u32::try_from(there).unwrap_or(u32::MAX);
        // The header's count is valid only when both its counters agree.
        let is_valid = header[24..28] == header[92..96];
        let is_cut = !file.length().is_multiple_of(size as u64) || (is_valid && told > count);
        let used = vec![0; count as usize / 64 + 1];
        let (kept, gaps, live) = (Vec::new(), Vec::new(), HashSet::new());
        Some(Self {
            file,
            size,
            usable,
            count,
            encoding,
            used,
            kept,
            gaps,
            live,
            is_cut,
            gaps_lost: 0,
        })
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the file is shorter than its header says.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Stretches of unused bytes that are not kept to be read.
    pub(super) fn gaps_lost(&self) -> u64 {
        self.gaps_lost
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Bytes of a page that hold content.
    pub(super) fn usable(&self) -> usize {
        self.usable
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn offset(&self, page: u32) -> u64 {
        u64::from(page - 1) * self.size as u64
    }

    /// Claims a page for a tree; `false` when it is used already, or not there.
    pub(super) fn claim(&mut self, page: u32) -> bool {
        if page == 0 || page > self.count || self.is_used(page) {
            return false;
        }
        self.used[page as usize / 64] |= 1 << (page % 64);
        true
    }

    pub(super) fn is_used(&self, page: u32) -> bool {
        self.used[page as usize / 64] & (1 << (page % 64)) != 0
    }

    pub(super) fn get(&mut self, page: u32) -> Option<Bytes> {
        if page == 0 || page > self.count {
            return None;
        }
        if let Some((_, bytes)) = self.kept.iter().find(|(kept, _)| *kept == page) {
            return Some(bytes.clone());
        }
        let bytes = self.bytes(self.offset(page), self.size)?;
        if self.kept.len() == KEPT_MAX {
            self.kept.remove(0);
        }
        self.kept.push((page, bytes.clone()));
        Some(bytes)
    }

    pub(super) fn bytes(&self, offset: u64, length: usize) -> Option<Bytes> {
        self.file.bytes_at(offset, length).ok()
    }

    /// Remembers a row that is in use. Moving rows between pages leaves copies behind.
    pub(super) fn note_live(&mut self, payload: &[u8]) {
        if self.live.len() < LIVE_MAX {
            self.live.insert(hash_of(payload));
        }
    }

    pub(super) fn is_live(&self, payload: &[u8]) -> bool {
        self.live.contains(&hash_of(payload))
    }

    /// Notes unused bytes of a used page.
    pub(super) fn gap(&mut self, page: u32, from: usize, to: usize, is_cell: bool) {
        if from + 6 > to {
            return;
        }
        if self.gaps.len() >= GAPS_MAX {
            self.gaps_lost += 1;
        } else {
            let offset = self.offset(page) + from as u64;
            self.gaps.push(Gap { offset, length: (to - from) as u32, is_cell });
        }
    }
}

fn hash_of(payload: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    payload.hash(&mut hasher);
    hasher.finish()
}
